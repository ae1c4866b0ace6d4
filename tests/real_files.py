"""Real files, made by the tools that people use: spreadsheet, word processor, printer, camera."""

import random
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path

from docx import Document
from openpyxl import Workbook
from PIL import Image


def xlsx_bytes(division="Bidang"):
    """Return a workbook of indicators with targets and realizations, by openpyxl."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Realisasi Indikator"
    sheet.append(["No", "Indikator", "Satuan", "Target", "Realisasi"])
    sheet.append([1, f"Layanan {division} yang daring", "%", 85, 87.5])
    sheet.append([2, "Indeks kepuasan masyarakat", "indeks", 82, "=D3+1"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def docx_bytes(*paragraphs):
    """Return a Word file with these paragraphs."""
    document = Document()
    for paragraph in paragraphs or ("LAKIP",):
        document.add_paragraph(paragraph)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def jpg_bytes():
    """Return a photo of 1600 x 1200 with noise and EXIF, as a camera writes it."""
    noise = random.Random(9).randbytes(400 * 300 * 3)
    photo = Image.frombytes("RGB", (400, 300), noise).resize((1600, 1200))
    exif = Image.Exif()
    exif[0x010F] = "Kamera Uji"
    exif[0x9003] = "2027:01:11 09:30:00"
    stream = BytesIO()
    photo.save(stream, "JPEG", quality=85, exif=exif)
    return stream.getvalue()


def pdf_bytes(content, name="berkas.docx"):
    """Return ``content`` (an Office file) printed to PDF by LibreOffice.

    :raises CalledProcessError: when LibreOffice cannot open the file
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, name)
        source.write_bytes(content)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
            + ["--convert-to", "pdf", "--outdir", folder, str(source)],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return source.with_suffix(".pdf").read_bytes()
