"""Files as the people of an agency make them: tables, texts, charts, receipts."""

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
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
    sheet["A1"].font = Font(bold=True, size=13)
    sheet.append([])
    sheet.append(headers)
    for cell in sheet[3]:
        cell.font = Font(bold=True)
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


def receipt(lines):
    """Return a .pdf of one page: the slip a recipient signs and gives back."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setTitle("Tanda Terima")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 3 * cm, "TANDA TERIMA")
    canvas.setFont("Helvetica", 11)
    for index, line in enumerate(lines):
        canvas.drawString(2.5 * cm, A4[1] - (4.5 + 0.8 * index) * cm, line)
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


def edited(report, chapters, tables):
    """Return the Word file ``report`` as somebody has gone on writing it.

    :param chapters: {heading: paragraphs} in place of the guidance below the heading
    :param tables: {heading: rows} below those paragraphs, the first row being the head
    """
    document = Document(BytesIO(report))
    headings = {
        " ".join(paragraph.text.split()): paragraph
        for paragraph in document.paragraphs
        if paragraph.style.name.startswith("Heading")
    }
    for title, paragraphs in chapters.items():
        place = headings[title]._p
        guidance = place.getnext()
        if "".join(guidance.itertext()).startswith("["):
            guidance.getparent().remove(guidance)
        for content in paragraphs:
            added = document.add_paragraph(content)
            added.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            place.addnext(added._p)
            place = added._p
        if title in tables:
            place.addnext(_table(document, tables[title])._tbl)
    return _saved(document)


def _table(document, rows):
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for index, row in enumerate(rows):
        for cell, content in zip(table.add_row().cells, row, strict=True):
            cell.text = content
            cell.paragraphs[0].runs[0].bold = not index
    return table


def _saved(document):
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
