"""LibreOffice as the app runs it: what it makes of good, bad and hostile files, and its end."""

import http.server
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image
from pypdf import PdfReader

from odoo.tests import BaseCase

from odoo.addons.lakip_sop.tools import libreoffice
from odoo.addons.lakip_sop.tools.libreoffice import ConversionFailed, Problem

from .common import docx_bytes
from .real_files import xlsx_bytes
from .word_pages import pages

#: A worker that converts, and knows nothing of Odoo.
_WORKER = """
import runpy, sys
runpy.run_path(sys.argv[1])["to_pdf"](b"docx", "docx", program=sys.argv[2], seconds=200)
"""


@contextmanager
def fake_program(script, name="soffice"):
    """Give the path of a shell script that stands where LibreOffice would."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder, name)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        yield str(program)


def is_alive(pid):
    """Return whether a process runs; one that is dead and not yet collected does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


class ConversionCase(BaseCase):
    def _convert(self, content, extension="docx", program=None, seconds=120):
        program = program or libreoffice.find_program()
        return libreoffice.to_pdf(content, extension, program=program, seconds=seconds)

    @contextmanager
    def assertFails(self, problem):
        with self.assertRaises(ConversionFailed) as caught:
            yield caught
        self.assertEqual(caught.exception.problem, problem)


class TestConversion(ConversionCase):
    def test_a_word_file_becomes_a_tagged_pdf_for_the_archive(self):
        document = Document()
        document.add_heading("BAB I PENDAHULUAN", 1)
        document.add_paragraph("Isi laporan é “kutip”")
        stream = io.BytesIO()
        document.save(stream)
        pdf = self._convert(stream.getvalue())
        self.assertIn("Isi laporan é “kutip”", pages(pdf)[0])
        reader = PdfReader(io.BytesIO(pdf))
        root = reader.trailer["/Root"]
        self.assertTrue(root["/MarkInfo"]["/Marked"])
        self.assertRegex(root["/Metadata"].get_data(), rb"pdfaid:part(>|=.)2")
        self.assertEqual([mark.title for mark in reader.outline], ["BAB I PENDAHULUAN"])

    def test_a_workbook_too(self):
        self.assertIn("Realisasi", " ".join(pages(self._convert(xlsx_bytes(), "xlsx"))))

    def test_what_is_no_word_file_is_not_printed_as_text(self):
        empty_zip = b"PK\x05\x06" + bytes(18)
        for content in (b"bukan berkas Word " * 100, empty_zip, docx_bytes()[:3000], b""):
            with self.subTest(content=content[:12]), self.assertFails(Problem.UNREADABLE):
                self._convert(content)

    def test_nothing_is_left_in_the_temporary_folder(self):
        def left():
            return {name for name in os.listdir(tempfile.gettempdir()) if "lakip-pdf-" in name}

        before = left()
        self._convert(docx_bytes())
        with fake_program("sleep 60") as program, self.assertFails(Problem.SLOW):
            self._convert(docx_bytes(), program=program, seconds=0.3)
        self.assertLessEqual(left(), before)


class TestEnd(ConversionCase):
    def test_the_time_limit_ends_the_program_and_its_children(self):
        with tempfile.TemporaryDirectory() as folder:
            pids = Path(folder, "pids")
            script = f"sleep 300 & echo $! > {pids}\nsh -c 'echo $$ >> {pids}; sleep 300' & wait"
            with fake_program(script) as program, self.assertFails(Problem.SLOW):
                start = time.monotonic()
                self._convert(docx_bytes(), program=program, seconds=1)
            self.assertLess(time.monotonic() - start, 30, "not as long as the children sleep")
            found = [int(pid) for pid in pids.read_text().split()]
        self.assertEqual(len(found), 2)
        self._assert_dead(found)

    def test_what_a_program_that_ended_left_behind_ends_too(self):
        with tempfile.TemporaryDirectory() as folder:
            pids = Path(folder, "pids")
            script = f"sleep 300 & echo $! > {pids}\nexit 0"
            with fake_program(script) as program, self.assertFails(Problem.UNREADABLE):
                self._convert(docx_bytes(), program=program)
            found = [int(pids.read_text())]
        self._assert_dead(found)

    def test_it_ends_with_the_process_that_started_it(self):
        """Killed with its whole group, a worker leaves neither a program nor a copy of the file."""
        with tempfile.TemporaryDirectory() as folder:
            pids, temporary = Path(folder, "pids"), Path(folder, "tmp")
            temporary.mkdir()
            script = f"sleep 300 & echo $! > {pids}.new\necho $$ >> {pids}.new\n"
            with fake_program(f"{script}mv {pids}.new {pids}\nwait") as program:
                worker = subprocess.Popen(
                    [sys.executable, "-c", _WORKER, libreoffice.__file__, program],
                    env={**os.environ, "TMPDIR": str(temporary)},
                    start_new_session=True,
                )
                self._wait_for(pids.exists)
                self.assertTrue(list(temporary.iterdir()))
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
            self._assert_dead([int(pid) for pid in pids.read_text().split()])
            self._wait_for(lambda: not list(temporary.iterdir()))

    def test_a_guard_that_is_killed_hinders_nothing(self):
        with patch.object(libreoffice, "_GUARD", "exit"):
            self.assertTrue(self._convert(docx_bytes()).startswith(b"%PDF"))

    def _wait_for(self, condition):
        for _ in range(100):
            if condition():
                return
            time.sleep(0.1)
        self.fail("not within ten seconds")

    def _assert_dead(self, pids):
        # A killed process is gone a moment later.
        for _ in range(50):
            if not any(map(is_alive, pids)):
                return
            time.sleep(0.1)
        self.fail(f"still alive: {pids}")

    def test_a_program_that_crashes(self):
        with fake_program("echo 'no display' >&2; kill -SEGV $$") as program:
            with self.assertFails(Problem.UNREADABLE) as caught:
                self._convert(docx_bytes(), program=program)
        self.assertIn("no display", caught.exception.said, "for the log")

    def test_a_program_that_talks_without_end_is_cut_short(self):
        with fake_program("head -c 5000000 /dev/zero | tr '\\0' x") as program:
            with self.assertFails(Problem.UNREADABLE) as caught:
                self._convert(docx_bytes(), program=program)
        self.assertLess(len(caught.exception.said), 5000)

    def test_a_result_that_is_no_pdf(self):
        for script in ("echo no > file.pdf", "ln -s /etc/passwd file.pdf", "mkdir file.pdf"):
            with fake_program(script) as program, self.assertFails(Problem.UNREADABLE):
                self._convert(docx_bytes(), program=program)

    def test_a_file_for_the_wrong_machine(self):
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "soffice")
            program.write_bytes(b"\x7fELF garbage")
            program.chmod(0o755)
            with self.assertFails(Problem.MISSING):
                self._convert(docx_bytes(), program=str(program))

    def test_it_is_not_there(self):
        with self.assertFails(Problem.MISSING):
            libreoffice.to_pdf(docx_bytes(), "docx", program=None, seconds=1)

    def test_the_environment_of_the_server_stays_there(self):
        os.environ["LAKIP_TEST_SECRET"] = "rahasia"
        self.addCleanup(os.environ.pop, "LAKIP_TEST_SECRET")
        with fake_program("env") as program, self.assertFails(Problem.UNREADABLE) as caught:
            self._convert(docx_bytes(), program=program)
        self.assertIn("HOME=", caught.exception.said)
        self.assertNotIn("rahasia", caught.exception.said)


class TestProgram(ConversionCase):
    def test_only_a_program_of_that_name_is_taken(self):
        with fake_program("true", "soffice") as program:
            self.assertEqual(libreoffice.find_program(program), program)
            os.chmod(program, 0o644)
            self.assertIsNone(libreoffice.find_program(program))
        for name in ("libreoffice7.6", "soffice.bin", "libreoffice"):
            with fake_program("true", name) as program:
                self.assertTrue(libreoffice.is_program(program), name)
        for name in ("sh", "soffice.sh", "my-soffice", "soffice --accept"):
            with fake_program("true", name) as program:
                self.assertFalse(libreoffice.is_program(program), name)
        for path in ("soffice", "../soffice", "/bin/sh", "/nowhere/soffice", "/usr/bin"):
            self.assertFalse(libreoffice.is_program(path), path)

    def test_it_is_looked_up(self):
        self.assertTrue(libreoffice.is_program(libreoffice.find_program()))


class TestHostileFiles(ConversionCase):
    """A file reaches neither the network nor other files of the server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hits = hits = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(404)
                self.end_headers()

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

            def log_message(self, *args):
                """Keep the output of the tests clean."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.site = f"http://127.0.0.1:{server.server_port}"
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.secret_picture = Path(folder.name, "rahasia.png")
        Image.new("RGB", (90, 90), "red").save(cls.secret_picture)
        cls.secret_text = Path(folder.name, "rahasia.txt")
        cls.secret_text.write_text("ISI RAHASIA")

    def _assert_alone(self, pdf):
        reader = PdfReader(io.BytesIO(pdf))
        self.assertIn("ISI SENDIRI", reader.pages[0].extract_text())
        self.assertNotIn("RAHASIA", reader.pages[0].extract_text())
        self.assertEqual([list(page.images) for page in reader.pages], [[]] * len(reader.pages))
        self.assertEqual(self.hits, [])

    def test_links_of_a_word_file(self):
        document = Document()
        document.add_paragraph("ISI SENDIRI")
        for address in (f"{self.site}/a.png", self.secret_picture.as_uri()):
            relation = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
            document.add_paragraph().add_run()._r.append(_linked_picture(relation))
        for code in (
            f'INCLUDETEXT "{self.secret_text}"',
            f'INCLUDEPICTURE "{self.site}/b.png" \\d',
            f'INCLUDEPICTURE "{self.secret_picture.as_uri()}" \\d',
        ):
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), code)
            document.add_paragraph()._p.append(field)
        stream = io.BytesIO()
        document.save(stream)
        self._assert_alone(self._convert(stream.getvalue()))

    def test_links_of_an_open_document(self):
        flat = _ODT.format(
            text=self.secret_text.as_uri(),
            pictures="".join(
                '<draw:frame svg:width="3cm" svg:height="3cm" text:anchor-type="as-char">'
                f'<draw:image xlink:href="{address}"/></draw:frame>'
                for address in (f"{self.site}/c.png", self.secret_picture.as_uri())
            ),
        )
        self._assert_alone(self._convert(_zipped_odt(flat), "odt"))


def _linked_picture(relation):
    names = nsdecls("w", "wp", "a", "pic", "r")
    return parse_xml(
        f'<w:drawing {names}><wp:inline><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="x"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )


_ODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content office:version="1.2"
  xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
  xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
  xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
  xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
  xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>
<text:p>ISI SENDIRI</text:p>
<text:section text:name="S"><text:section-source xlink:href="{text}" xlink:type="simple"/>
<text:p>lama</text:p></text:section><text:p>{pictures}</text:p>
</office:text></office:body></office:document-content>"""


def _zipped_odt(content):
    kind = "application/vnd.oasis.opendocument.text"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest "
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        )
    return stream.getvalue()
