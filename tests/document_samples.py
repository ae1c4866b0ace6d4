"""Letters made of a few values, and what reads the files made of them."""

import datetime
import io
import zipfile
from decimal import Decimal

from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from odoo.addons.lakip_sop import documents as docs

DAY = datetime.date(2027, 1, 4)
START = datetime.datetime(2027, 1, 6, 9, 0)
END = datetime.datetime(2027, 1, 6, 12, 30)
LEGAL_BASIS = (
    "Undang-undang Nomor 25 Tahun 2004",
    "Peraturan Presiden Nomor 29 Tahun 2014",
)


def png(size=(300, 380), color=(20, 120, 60)):
    """Return a plain picture as the bytes of a PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


HEAD = docs.Letterhead(
    "Pemerintah Provinsi Kalimantan Barat",
    "Dinas Komunikasi dan Informatika",
    ("Jalan Contoh No. 50", "PONTIANAK 78124"),
    png(),
    "Pontianak",
)
INFO = docs.LetterInfo("000.8.6.3/123/CONTOH/2027", DAY, "Segera")
CHIEF = docs.Official("Budi Contoh, M.Si.", "Kepala Dinas", "Pembina", "197001011995031001")
DEPUTY = docs.Official("Rina Permata", "Sekretaris", "Penata", "", "plh", "Andi Misal")
UNITS = tuple(f"Kepala Bidang {name}" for name in ("Satu", "Dua", "Tiga", "Empat", "Lima"))


def letters(
    head=HEAD, info=INFO, chief=CHIEF, deputy=DEPUTY, text="Isi yang ditulis.", names=UNITS
):
    """Return one content of each kind, all made of the same few values: {builder: content}."""
    return {
        docs.build_disposition: docs.Disposition(
            letterhead=head,
            info=info,
            sender=deputy,
            recipients=names[:1],
            others=names[1:2],
            instruction=text,
            due=START,
            sop="SOP 09 Penyusunan LAKIP",
        ),
        docs.build_decree: docs.Decree(
            letterhead=head,
            info=info,
            year=2026,
            recalling=LEGAL_BASIS,
            members=tuple(
                docs.Member(name, "197001011995031001", text, "Anggota") for name in names
            ),
            signer=chief,
            copies=names[:1],
            attention=names[1:2],
            initials=tuple(docs.InitialLine(name) for name in names[:2]),
        ),
        docs.build_invitation: docs.Invitation(
            letterhead=head,
            info=info,
            invitees=names,
            start=START,
            end=END,
            place="Ruang Rapat",
            agenda=text,
            signer=deputy,
        ),
        docs.build_request_letter: docs.RequestLetter(
            letterhead=head,
            info=info,
            sender=deputy,
            recipient=(names or ("",))[0],
            year=2026,
            items=tuple(
                docs.RequestedItem(name, place != 1, text) for place, name in enumerate(names)
            ),
            due=START,
            signer=deputy,
            message=text,
            division=(names or ("",))[0],
            indicators=tuple(docs.FormIndicator(name, text, "80") for name in names[:3]),
            programs=tuple(docs.FormProgram(name, Decimal(1_500_000)) for name in names[:2]),
            respondent=chief,
        ),
        docs.build_minutes: docs.Minutes(
            letterhead=head,
            info=info,
            title="Rapat Pembahasan",
            start=START,
            end=END,
            place="Ruang Rapat",
            agenda=text,
            chair=deputy.name,
            note_taker="Dewi Contoh",
            invitation=info.number,
            called=START,
            opening=text,
            follow_ups=tuple(docs.FollowUp(text, name, DAY) for name in names[:2]),
            body=text,
            decisions=names[:2],
            attendees=tuple(
                docs.Attendee(name, text, place != 1) for place, name in enumerate(names)
            ),
            corrections=tuple(
                docs.CorrectionPoint("BAB III", text, name, name, DAY) for name in names
            ),
            signer=deputy,
        ),
        docs.build_delivery_letter: docs.DeliveryLetter(
            letterhead=head,
            info=info,
            recipient=(names or ("",))[0],
            recipient_address="Pontianak",
            items=tuple(docs.DeliveredItem(name, note=text) for name in names),
            sender=chief,
            medium="hardcopy",
        ),
        docs.build_report: docs.Report(
            letterhead=head,
            year=2026,
            date=info.date,
            sections=(
                docs.ReportSection("I.A", "", (text,)),
                docs.ReportSection("I.D", "D. Sistematika", (text,)),
                docs.ReportSection("lain", "Lain-lain", (text,)),
            ),
            data=tuple(docs.ReportData(name, text, ("a.xlsx", "b.jpg"), DAY) for name in names),
            endorsement=chief,
            initials=tuple(docs.InitialLine(name, deputy.name, DAY) for name in names[:2]),
            version=3,
            qr=png((200, 200)),
            verification="Jangkar: 0123abcd",
        ),
    }


def build_all(**values):
    """Return {name of the builder without its verb: file} of :func:`letters`."""
    return {
        builder.__name__.removeprefix("build_"): builder(content)
        for builder, content in letters(**values).items()
    }


def words(content):
    """Return all text of a .docx, runs joined and white space as single spaces."""
    body = Document(io.BytesIO(content)).element.body
    # A paragraph, a tab inside one and a line break all part two words.
    shown = (
        node.text or "" if node.tag == qn("w:t") else " "
        for node in body.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p"))
    )
    return " ".join("".join(shown).split())


HOSTILE = {
    "head": docs.Letterhead("Pemerintah <b>&amp; 'Kota'\x00", 'Dinas "X" & Y\ud800', ("\x07",)),
    "info": docs.LetterInfo("1\x0b2", None, None, None, None),
    "chief": docs.Official("عمر خالد \u202e4202", "Kepala\nDinas", None, None, "unknown", None),
    "deputy": docs.Official("🙂 Rina", "Sekretaris", False, "", "plt", ""),
    "text": "Awal\x00\x1f\ufffe\r\n- satu\n\n\ttab <w:p/> ]]> & akhir",
    "names": ("A" * 10_000, "🎉", "مرحبا", "\x00", "a\nb"),
}


def xml(content):
    """Return the main part of a .docx as text."""
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
