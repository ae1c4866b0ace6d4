"""The exported archive of a cycle: taken over HTTP, unpacked, and verified without Odoo."""

import hashlib
import json
import subprocess
import zipfile

import openpyxl

from .archive_case import LEDGER, ArchiveExportCase
from .test_full_cycle import FullCycleCase


class TestArchiveOfAYear(ArchiveExportCase, FullCycleCase):
    """All of SOP 09, with a return at two rows and a bidang that handed in twice."""

    def test_archive(self):
        self._run_year()
        folder = self._export(self.cycle)
        self.assertWhole(folder)
        data = json.loads((folder / "data" / "data.json").read_text())
        with self.subTest("every file"):
            self._check_files(folder, data)
        with self.subTest("every value"):
            self.assertGreater(self._check_data(data, self.cycle), 2000)
        with self.subTest("spreadsheet"):
            self._check_spreadsheet(folder, data)
        with self.subTest("readme"):
            self._check_readme(folder)
        with self.subTest("tampering"):
            self._check_tampering(folder)
        with self.subTest("the same again"), self.at("2027-03-01 08:00"):
            self.assertEqual(self._stream(), self._stream())

    def _stream(self):
        cycle = self.cycle.with_user(self.planning_head)
        return b"".join(cycle._stream_archive(cycle._get_archive()))

    def _check_files(self, folder, data):
        cycle = self.cycle
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        wanted = (
            cycle.document_ids.attachment_id
            | cycle.request_ids.item_ids.attachment_ids
            | cycle.request_ids.item_ids.old_attachment_ids
            | cycle.delivery_ids.receipt_attachment_ids
        )
        self.assertGreater(len(wanted), 25)
        listed = {file["attachment"]: file["path"] for file in data["files"]}
        self.assertLessEqual(set(wanted.ids), listed.keys())
        for attachment in wanted:
            self.assertEqual(found[listed[attachment.id]], attachment.raw)
        self.assertEqual(
            sorted(path.name[:10] for path in folder.iterdir() if path.is_dir()),
            # Rows 9 and 10 make no file
            [
                *(f"Langkah {number:02}" for number in (1, 2, 3, 4, 5, 7, 8, 11, 12)),
                "audit",
                "data",
            ],
        )
        signed = cycle._get_report()[cycle]
        self.assertRegex(
            listed[signed.attachment_id.id], r"^Langkah 11 .*/v5 ditandatangani LAKIP.*\.docx$"
        )
        longest = max(len(f"{folder.name}/{name}") for name in found)
        self.assertLess(longest, 225)

    def _check_spreadsheet(self, folder, data):
        book = openpyxl.load_workbook(folder / "data" / "data.xlsx")
        titles = [model["title"] for model in data["models"].values()]
        self.assertEqual(book.sheetnames, [*titles, "Berkas", "Kamus"])
        for model in data["models"].values():
            sheet = book[model["title"]]
            head = [cell.value for cell in sheet[4]]
            self.assertEqual(head, [field["label"] for field in model["fields"].values()])
            self.assertEqual(sheet.max_row - 4, len(model["records"]))
            self.assertNotIn("f", {cell.data_type for row in sheet.iter_rows() for cell in row})
        titles = [row[0].value for row in book["Berkas"].iter_rows(min_row=5)]
        self.assertEqual(titles, [file["path"] for file in data["files"]])

    def _check_readme(self, folder):
        text = (folder / "BACA SAYA.txt").read_text()
        self.assertNotIn("$", text)
        self.assertNotIn("POTRET", text)
        self.assertNotIn("PERHATIAN", text)
        ledger = json.loads((folder / LEDGER).read_text())
        (printed,) = ledger["printed"]
        self.assertIn(printed, text)
        self.assertIn(ledger["head"], text)
        self.assertWhole(folder, printed, ledger["head"])
        signed = zipfile.ZipFile(next(folder.glob("Langkah 11*/*ditandatangani*")))
        self.assertIn(printed, signed.read("word/document.xml").decode())
        self.assertEqual(len((folder / "verify.py").read_text().splitlines()), 30)
        code, said = self._verify(folder, "0" * 63 + "1")
        self.assertEqual(code, 1)
        self.assertIn("Kepala rantai tidak ada", said)
        done = subprocess.run(
            ["sha256sum", "--check", "--quiet", "--strict", "manifest.sha256"],
            cwd=folder,
            check=False,
        )
        self.assertEqual(done.returncode, 0)
        (note,) = self.cycle.message_ids.filtered(
            lambda message: hashlib.sha256((folder / "manifest.sha256").read_bytes()).hexdigest()
            in message.body
        )
        self.assertEqual(note.author_id, self.planning_head.partner_id)
        self.assertIn(ledger["head"], note.body)

    # ------------------------------------------------------------
    # TAMPERING
    # ------------------------------------------------------------

    def _check_tampering(self, folder):
        kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        report = next(folder.glob("Langkah 11*/*ditandatangani*"))
        decided = next(folder.glob("Langkah 08*/v4*"))
        script = folder / "verify.py"
        for path, content in kept.items():
            if path == script:
                continue  # what runs cannot vouch for itself: the readme says to take a fresh one
            with self.subTest("one byte", file=path.name):
                place = len(content) // 2
                path.write_bytes(
                    content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
                )
                name = path.relative_to(folder).as_posix()
                self.assertBroken(folder, *([f"diubah: {name}"] if "manifest" not in name else []))
                path.write_bytes(content)
            with self.subTest("removed", file=path.name):
                path.unlink()
                self.assertBroken(folder, *([f"hilang: {name}"] if "manifest" not in name else []))
                path.write_bytes(content)
        with self.subTest("added"):
            (folder / "audit" / "baru.txt").write_text("x")
            self.assertBroken(folder, "Berkas tambahan: audit/baru.txt")
            (folder / "audit" / "baru.txt").unlink()
        for path, row in ((report, "keputusan 8"), (decided, "keputusan 6")):
            with self.subTest("replaced, and the manifest as well", file=path.name):
                path.write_bytes(kept[folder / "verify.py"])
                self._relist(folder, path.relative_to(folder).as_posix())
                self.assertBroken(folder, "Bukan berkas yang diputuskan", row)
                self._restore(kept)
        for what, row, change in (
            ("comment", 2, lambda rows: rows[1]["links"][0].update(comment="Bagus")),
            ("decision", 2, lambda rows: rows[1]["links"][0].update(decision="approved")),
            ("sealed file", 8, lambda rows: rows[7]["links"][1].update(signed_version=9)),
            ("hash", 4, lambda rows: rows[3].update(hash="f" * 64)),
            ("first row", 2, lambda rows: rows.pop(0)),
            ("middle row", 5, lambda rows: rows.pop(3)),
            ("swapped", 4, lambda rows: rows.insert(2, rows.pop(3))),
            ("twice", 4, lambda rows: rows.insert(3, rows[3])),
        ):
            with self.subTest(what):
                self._edit_ledger(folder, change)
                self.assertBroken(folder, f"sebelumnya hilang: keputusan {row}, langkah")
                self._restore(kept)
        with self.subTest("last row"):
            self._edit_ledger(folder, lambda rows: rows.pop())
            self.assertBroken(folder, "Kepala rantai tidak ada")
            self._restore(kept)
        self.assertWhole(folder)

    def _restore(self, kept):
        for path, content in kept.items():
            path.write_bytes(content)
