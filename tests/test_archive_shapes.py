"""Archives of all kinds of cycles: running, cancelled, waived, of another SOP, with hostile names,
with lost files, large; and who may take one."""

import json
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .archive_case import LEDGER, ArchiveExportCase
from .common import docx_bytes
from .performance_case import PerformanceCase
from .test_other_sop import SevenActorsCase
from .test_sign import SignCase

MEGABYTE = 1024 * 1024
HOSTILE = (
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "/etc/shadow", "C:\\boot.ini", "CON",
    "con.docx", "aux .pdf", "LPT1.tar.gz", "a" * 240 + ".docx", "ganda.pdf", "GANDA.PDF",
    "ganda.pdf", "laporan\u202excod.exe", "foto \U0001f600 kegiatan.jpg", "Sänger Åsa.pdf",
    "tanya?*<>|\":.txt", " . ", "...", ".bashrc", "baris\nbaru.txt", "nol\u200b.txt", "حقيقة.pdf",
)  # fmt: skip


class TestRunningCycle(ArchiveExportCase, PerformanceCase):
    """A collection under way, with performance data: the archive is a snapshot."""

    def _attach_to(self, record, name, content=b"isi"):
        return self.env["ir.attachment"].create(
            {"name": name, "raw": content, "res_model": record._name, "res_id": record.id}
        )

    def test_snapshot(self):
        requests = self.step.request_ids.with_user(self.team_member)
        requests.action_send()
        first, second, third = requests
        first.action_waive("Bidang baru dibentuk.")
        item = second.item_ids[:1].sudo()
        old, new = (self._attach_to(item, name, docx_bytes(name)) for name in ("a.docx", "b.docx"))
        item.attachment_ids = [Command.link(old.id)]
        item.attachment_ids = [Command.link(new.id), Command.unlink(old.id)]
        self.cycle.message_post(
            body="Lihat lampiran", attachments=[("catatan.txt", b"Rapat dipercepat")]
        )
        folder = self._export(self.cycle)
        self.assertWhole(folder)
        self.assertIn("POTRET", (folder / "BACA SAYA.txt").read_text())
        data = json.loads((folder / "data" / "data.json").read_text())
        self.assertGreater(self._check_data(data, self.cycle), 1000)
        models = data["models"]
        self.assertEqual(len(models["lakip.indicator"]["records"]), 2)
        told = {record["id"]: record for record in models["lakip.request"]["records"]}
        self.assertEqual(told[first.id]["state"], "waived")
        self.assertEqual(told[first.id]["waive_reason"], "Bidang baru dibentuk.")
        paths = {file["attachment"]: file["path"] for file in data["files"]}
        self.assertRegex(paths[old.id], r"^Langkah 02 .*/Bahan .*/01 .*/Berkas lama/a\.docx$")
        self.assertRegex(paths[new.id], r"^Langkah 02 .*/Bahan .*/01 .*/b\.docx$")
        bodies = [record["body"] for record in models["mail.message"]["records"]]
        self.assertTrue(any("Lihat lampiran" in (body or "") for body in bodies))
        talk = next(path for path in paths.values() if path.endswith("catatan.txt"))
        self.assertEqual((folder / talk).read_bytes(), b"Rapat dipercepat")
        ledger = json.loads((folder / LEDGER).read_text())
        self.assertEqual((ledger["rows"], ledger["printed"]), ([], []))

    def test_hostile_names(self):
        for place, name in enumerate(HOSTILE):
            self._attach_to(self.step, name, f"isi {place}".encode())
        answer = self._fetch(self.cycle)
        names = zipfile.ZipFile(BytesIO(answer.content)).namelist()
        self.assertEqual(len({name.lower() for name in names}), len(names))
        for name in names:
            parts = name.split("/")
            self.assertNotIn("..", parts)
            self.assertFalse({"", "."} & set(parts), name)
            self.assertTrue(name.isascii() and name.isprintable(), name)
            self.assertFalse(set('<>:"\\|?*') & set(name), name)
            self.assertLessEqual(max(map(len, parts)), 64)
            for part in parts:
                self.assertEqual(part, part.strip(" ").rstrip("."))
                stem = part.split(".")[0].strip().upper()
                self.assertNotIn(stem, {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"})
        folder = self._unpack(answer.content)
        self.assertWhole(folder)
        contents = {path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for place, name in enumerate(HOSTILE):
            self.assertIn(f"isi {place}".encode(), contents, name)

    def test_queries_and_memory_do_not_grow_with_the_files(self):
        cycle = self.cycle.with_user(self.planning_head)
        counts = []
        cycle._get_archive()  # what is read once a process
        for batch in ([MEGABYTE], [MEGABYTE] * 30):
            for place, size in enumerate(batch):
                self._attach_to(self.step, f"foto {place}.jpg", bytes([place]) * size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            archive = cycle._get_archive()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(archive.files), 31)
        self.assertEqual(counts[0], counts[1])
        self.env.invalidate_all()
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        cycle._get_archive()
        size = sum(map(len, cycle._stream_archive(archive)))
        peak = tracemalloc.get_traced_memory()[1]
        self.assertGreater(size, 31 * MEGABYTE)
        self.assertLess(peak, 12 * MEGABYTE)

    @mute_logger("odoo.http")
    def test_who_may_take_it(self):
        path = f"/lakip/archive/{self.cycle.id}"
        notes = self.cycle.message_ids
        for user in (self.team_member, self.staff_a, self.head_a):
            with self.assertRaises(AccessError):
                self.cycle.with_user(user).action_export_archive()
            self.assertEqual(self._fetch(self.cycle, user).status_code, 403, user.name)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(path).url)
        other = self._create_company("Dinas Lain")
        foreign = self._create_person("kepala_lain", "Kepala Lain", company=other)
        foreign.group_ids += self.env.ref("lakip_sop.group_lakip_manager")
        self.assertEqual(self._fetch(self.cycle, foreign).status_code, 403)
        self.assertEqual(self.cycle.message_ids, notes, "what was refused is no export")
        self.authenticate(self.planning_head.login, self.planning_head.login)
        self.assertEqual(self.url_open("/lakip/archive/99999999").status_code, 404)
        for user in (self.planning_head, self.secretary, self.agency_head, self.manager):
            action = self.cycle.with_user(user).action_export_archive()
            self.assertEqual(action["url"], path)
            self.assertEqual(self._fetch(self.cycle, user).status_code, 200)
            self.assertEqual(self.cycle.message_ids[0].author_id, user.partner_id)
        draft = self._create_cycle(2027).with_user(self.planning_head)
        with self.assertRaisesRegex(UserError, "not started"):
            draft.action_export_archive()

    def test_every_model_of_the_app_is_archived(self):
        """A model that is added later is either in the archive or named here with the reason."""
        elsewhere = {
            # Views of what is archived
            "lakip.agenda", "lakip.request.analysis", "lakip.setup", "lakip.step.analysis",
            "lakip.work",
            # Each person's own stored signature, and what the reminders have told
            "lakip.reminder", "lakip.signature",
            # How the next cycle begins
            "lakip.request.template",
        }  # fmt: skip
        cycle = self.cycle.sudo()
        archived = {records._name for records in cycle._get_archive_records().values()}
        models = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("lakip.") and not model._abstract and not model._transient
        }
        self.assertEqual(models - archived, elsewhere & models)


class TestLostFiles(ArchiveExportCase, SignCase):
    def _get_disk_path(self, document):
        attachments = self.env["ir.attachment"]
        return Path(attachments._full_path(document.sudo().attachment_id.store_fname))

    @mute_logger("odoo.addons.base.models.ir_attachment")
    def test_lost_and_altered_on_the_server(self):
        """The archive is made of what there is, and says so wherever it is looked at."""
        cycle = self._reach_signature()
        self._approve(cycle)
        signed = cycle._get_report()[cycle]
        for change in ("lost", "altered"):
            with self.subTest(change):
                path = self._get_disk_path(signed)
                content = path.read_bytes()
                if change == "lost":
                    path.unlink()
                else:
                    path.write_bytes(content[:-1] + b"x")
                try:
                    folder = self._export(cycle)
                finally:
                    path.write_bytes(content)
                kind = "hilang" if change == "lost" else "diubah"
                self.assertBroken(folder, f"Berkas {kind}: Langkah 04", "Bukan berkas yang diputus")
                self.assertIn("PERHATIAN", (folder / "BACA SAYA.txt").read_text())
        self.assertWhole(self._export(cycle))

    def test_changed_while_it_is_sent(self):
        """Nobody takes a broken-off download for an archive."""
        cycle = self._reach_signature()
        archive = cycle.with_user(self.planning_head)._get_archive()
        path = self._get_disk_path(cycle._get_report()[cycle])
        content = path.read_bytes()
        path.write_bytes(b"x")
        self.addCleanup(path.write_bytes, content)
        with self.assertRaisesRegex(RuntimeError, "changed"):
            for _part in cycle._stream_archive(archive):
                pass

    def test_cancelled(self):
        cycle = self._reach_paraf()
        cycle.with_user(self.planning_head).action_cancel("Digabung dengan dinas lain.")
        folder = self._export(cycle)
        self.assertWhole(folder)
        text = (folder / "BACA SAYA.txt").read_text()
        self.assertIn("Dibatalkan", text)
        self.assertNotIn("POTRET", text)

    def test_with_a_pdf(self):
        cycle = self._reach_paraf()
        document = cycle._get_report()[cycle]
        pdf = self.env["lakip.document.pdf"]._lakip_unlocked().create({"document_id": document.id})
        pdf._finish({"state": "done", "content": b"%PDF-1.7 uji"})
        folder = self._export(cycle)
        self.assertWhole(folder)
        (path,) = folder.glob("Langkah 02*/v1 *.pdf")
        self.assertEqual(path.read_bytes(), b"%PDF-1.7 uji")
        self.assertTrue(path.with_suffix(".docx").exists())


class TestArchiveOfSevenActors(ArchiveExportCase, SevenActorsCase):
    """An SOP of another shape: no numbers, the same number twice, Roman ones, rows left out."""

    def test_archive(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._run(cycle)
        self.assertEqual(cycle.state, "done")
        folder = self._export(cycle, self.people["zz_kasi"])
        self.assertWhole(folder)
        ledger = json.loads((folder / LEDGER).read_text())
        self.assertEqual(len(ledger["rows"]), len(cycle.approval_ids.filtered("hash")))
