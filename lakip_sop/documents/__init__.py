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

from .achievements import ANALYSES
from .agreement import PROMISE, Agreement
from .audit import Audit, AuditTable, build_audit_docx, build_audit_xlsx, build_workbook
from .base import DocumentWriter
from .base_file import DocumentError, check_base
from .charts import CHART_KINDS, Chart, Series
from .compliance import (
    Compliance,
    ReturnNote,
    RoleLateness,
    StepCompliance,
    YearCompliance,
    build_compliance,
)
from .counting import EFFICIENCY_WORDS, NOTE_WORDS, RATING_COLORS, method_sentences
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
from .minutes import Attendee, CorrectionPoint, FollowUp, Minutes, build_minutes
from .outline import REPORT_OUTLINE, OutlineEntry
from .paging import print_paged
from .performance import (
    IndicatorResult,
    ObjectiveResult,
    Performance,
    ProgramResult,
    YearFigure,
)
from .report import Report, ReportData, ReportSection, build_report
from .request_letter import (
    FORM_ATTACHMENT,
    FormIndicator,
    FormProgram,
    RequestedItem,
    RequestLetter,
    build_request_letter,
)
from .richtext import RichText, word_picture
from .selfcheck import CriterionLine, ScoreLine, SelfCheck, build_selfcheck
from .signature import InitialLine
from .sop_page import SopPage, SopRow, build_sop_page

__all__ = [
    "ANALYSES",
    "CHART_KINDS",
    "EFFICIENCY_WORDS",
    "FORM_ATTACHMENT",
    "FollowUp",
    "NOTE_WORDS",
    "PROMISE",
    "RATING_COLORS",
    "REPORT_OUTLINE",
    "WISHES",
    "Agreement",
    "Attendee",
    "Audit",
    "AuditTable",
    "Chart",
    "Compliance",
    "CorrectionPoint",
    "CriterionLine",
    "Decree",
    "DecreeText",
    "DeliveredItem",
    "DeliveryLetter",
    "Disposition",
    "DocumentError",
    "DocumentWriter",
    "Endorsement",
    "FormIndicator",
    "FormProgram",
    "IndicatorResult",
    "InitialLine",
    "Invitation",
    "LetterInfo",
    "Letterhead",
    "Member",
    "Minutes",
    "ObjectiveResult",
    "Official",
    "OutlineEntry",
    "Performance",
    "ProgramResult",
    "Report",
    "ReportData",
    "ReportSection",
    "RequestLetter",
    "RequestedItem",
    "ReturnNote",
    "RichText",
    "RoleLateness",
    "ScoreLine",
    "SelfCheck",
    "Series",
    "SopPage",
    "SopRow",
    "StepCompliance",
    "YearCompliance",
    "YearFigure",
    "build_audit_docx",
    "build_audit_xlsx",
    "build_workbook",
    "build_compliance",
    "build_decree",
    "build_delivery_letter",
    "build_disposition",
    "build_endorsement",
    "build_invitation",
    "build_minutes",
    "build_report",
    "build_request_letter",
    "build_selfcheck",
    "build_sop_page",
    "check_base",
    "clock",
    "day_and_date",
    "day_span",
    "deadline",
    "decree_subject",
    "default_decree_text",
    "endorse_docx",
    "endorse_pdf",
    "long_date",
    "method_sentences",
    "number",
    "print_paged",
    "qr_picture",
    "rupiah",
    "time_span",
    "word_picture",
]
