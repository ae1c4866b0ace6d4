"""Files as the people of an agency make them: tables, texts, charts, receipts."""

import re
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas

_THIN = Border(*(Side(style="thin") for _side in range(4)))


def spreadsheet(title, headers, rows, widths, formats=()):
    """Return an .xlsx with one table.

    :param widths: of the columns, in characters
    :param formats: number format of each column; '' for a text
    """
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Data"
    sheet["A1"] = title
    sheet["A1"].font = Font(name="Calibri", bold=True, size=13)
    sheet.append([])
    sheet.append(headers)
    for cell in sheet[3]:
        cell.font = Font(name="Calibri", bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E2F3")
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _THIN
    for row in rows:
        sheet.append(row)
        for cell, number_format in zip(sheet[sheet.max_row], formats, strict=False):
            cell.border = _THIN
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number_format:
                cell.number_format = number_format
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return _saved(workbook)


def text(title, paragraphs):
    """Return a .docx with a title and paragraphs; those that begin with '- ' are a list."""
    document = Document()
    document.add_heading(title, level=1)
    for paragraph in paragraphs:
        if paragraph.startswith("- "):
            document.add_paragraph(paragraph[2:], style="List Bullet")
        else:
            document.add_paragraph(paragraph).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return _saved(document)


def receipt(lines, place):
    """Return a .pdf of one page: the slip a recipient signs and gives back.

    :param lines: (label, value) pairs
    :param place: what stands above the signature
    """
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setTitle("Tanda Terima")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 3 * cm, "TANDA TERIMA")
    canvas.setFont("Helvetica", 11)
    height = A4[1] - 4.5 * cm
    for label, value in lines:
        canvas.drawString(2.5 * cm, height, label)
        canvas.drawString(6.5 * cm, height, f": {value}")
        height -= 0.8 * cm
    height -= cm
    canvas.drawString(12 * cm, height, place)
    canvas.drawString(12 * cm, height - 0.6 * cm, "Penerima,")
    canvas.line(12 * cm, height - 3 * cm, 17.5 * cm, height - 3 * cm)
    canvas.save()
    return stream.getvalue()


def chart(title, bars):
    """Return a .png with a bar for each (label, percent)."""
    width, top, height = 1000, 90, 78
    image = Image.new("RGB", (width, top + height * len(bars) + 20), "white")
    draw = ImageDraw.Draw(image)
    large, small = ImageFont.load_default(26), ImageFont.load_default(19)
    draw.text((30, 30), title, fill="#1F3864", font=large)
    for index, (label, percent) in enumerate(bars):
        y = top + height * index
        length = int(640 * min(percent, 120) / 120)
        draw.text((30, y), label, fill="#333333", font=small)
        draw.rectangle((30, y + 28, 30 + length, y + 54), fill="#2E75B6")
        draw.text((42 + length, y + 30), f"{percent:.2f} %", fill="#333333", font=small)
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def signature():
    """Return a .png with strokes as a hurried hand draws them."""
    image = Image.new("RGBA", (900, 300))
    strokes = ((60, 210), (170, 70), (150, 250), (260, 120), (330, 200), (390, 130), (450, 205),
               (520, 140), (570, 200), (660, 150), (860, 110))  # fmt: skip
    ImageDraw.Draw(image).line(strokes, fill="#00008B", width=9, joint="curve")
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def edited(report, version, chapters):
    """Return the Word file ``report`` as somebody has gone on writing it.

    :param version: number that the footer shall show
    :param chapters: {heading: paragraphs} added to what is written below the heading
    """
    document = Document(BytesIO(report))
    headings = {
        " ".join(paragraph.text.split()): paragraph
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    }
    for title, paragraphs in chapters.items():
        place = headings[title]._p
        while place.getnext().tag == qn("w:p") and "Heading" not in (place.getnext().style or ""):
            place = place.getnext()
        for content in paragraphs:
            added = document.add_paragraph(content)
            added.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            place.addnext(added._p)
            place = added._p
    for section in document.sections:
        for paragraph in section.footer.paragraphs:
            for run in paragraph.runs:
                # Only where there is a number: a new text would wipe out the page number's field.
                if re.search(r"versi \d+", run.text):
                    run.text = re.sub(r"versi \d+", f"versi {version}", run.text)
    return _saved(document)


def _saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
