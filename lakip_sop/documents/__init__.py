"""The letters and the report of an SOP, as Word files.

Plain Python: a frozen dataclass describes what one letter says, and the builder of its kind
returns the bytes of a .docx. The same content always gives the same bytes. The wording of the
letters is Indonesian by form and is not translated.

>>> import datetime
>>> head = Letterhead("Pemerintah Provinsi Contoh", "Dinas Contoh", city="Contoh")
>>> file = build_disposition(Disposition(
...     letterhead=head,
...     info=LetterInfo(date=datetime.date(2027, 1, 4)),
...     sender=Official("Rina", "Sekretaris"),
...     recipients=("Kasubbag Renja dan Monev",),
...     instruction="Siapkan SK Tim.",
... ))
>>> file[:2]
b'PK'
"""

from .audit import Audit, AuditTable, build_audit_docx, build_audit_xlsx
from .base import DocumentError, DocumentWriter
from .contents import heading_pages
from .dates import clock, day_and_date, day_span, deadline, long_date, number, rupiah, time_span
from .decree import Decree, DecreeText, Member, build_decree, decree_subject, default_decree_text
from .delivery_letter import DeliveredItem, DeliveryLetter, build_delivery_letter
from .disposition import WISHES, Disposition, build_disposition
from .endorsement import (
    Endorsement,
    build_endorsement,
    endorse_docx,
    endorse_pdf,
    qr_picture,
)
from .invitation import Invitation, build_invitation
from .letterhead import Letterhead, LetterInfo, Official
from .minutes import Attendee, CorrectionPoint, Minutes, build_minutes
from .outline import REPORT_OUTLINE, OutlineEntry
from .report import Report, ReportData, ReportSection, build_report
from .request_letter import RequestedItem, RequestLetter, build_request_letter
from .signature import InitialLine

__all__ = [
    "REPORT_OUTLINE",
    "WISHES",
    "Attendee",
    "Audit",
    "AuditTable",
    "CorrectionPoint",
    "Decree",
    "DecreeText",
    "DeliveredItem",
    "DeliveryLetter",
    "Disposition",
    "DocumentError",
    "DocumentWriter",
    "Endorsement",
    "InitialLine",
    "Invitation",
    "LetterInfo",
    "Letterhead",
    "Member",
    "Minutes",
    "Official",
    "OutlineEntry",
    "Report",
    "ReportData",
    "ReportSection",
    "RequestLetter",
    "RequestedItem",
    "build_audit_docx",
    "build_audit_xlsx",
    "build_decree",
    "build_delivery_letter",
    "build_disposition",
    "build_endorsement",
    "build_invitation",
    "build_minutes",
    "build_report",
    "build_request_letter",
    "clock",
    "day_and_date",
    "day_span",
    "deadline",
    "decree_subject",
    "default_decree_text",
    "endorse_docx",
    "endorse_pdf",
    "heading_pages",
    "long_date",
    "number",
    "qr_picture",
    "rupiah",
    "time_span",
]
