"""What LibreOffice makes of a Word file, and where things stand on its pages."""

import io
import re
import subprocess
import tempfile
from pathlib import Path

from pypdf import PdfReader

from .test_documents import pages, to_pdf

__all__ = ["outside", "pages", "sheets", "to_pdf"]

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">')


def sheets(pdf):
    """Return the width and height of each page in points, rounded."""
    boxes = (page.mediabox for page in PdfReader(io.BytesIO(pdf)).pages)
    return [(round(box.width), round(box.height)) for box in boxes]


def outside(pdf, margin=14):
    """Return the words that stand nearer than ``margin`` points to an edge of their page."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.pdf"), Path(folder, "a.html")
        source.write_bytes(pdf)
        subprocess.run(["pdftotext", "-bbox", source, target], check=True, timeout=60)
        text = target.read_text()
    found = []
    for page in re.findall(r"<page width=.*?</page>", text, re.DOTALL):
        width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        for box in _WORD.finditer(page):
            left, top, right, bottom = map(float, box.groups())
            if min(left, top, width - right, height - bottom) < margin:
                found.append(page[box.end() : box.end() + 40])
    return found
