"""Takes the archive of a cycle over HTTP, has it verified by a bare Python, and reads it."""

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

from odoo.tests import HttpCase

from odoo.addons.lakip_sop.models.lakip_cycle_archive_data import _LEFT_OUT

LEDGER = "data/keputusan.json"


class ArchiveExportCase(HttpCase):
    """Takes archives and has them verified as a person would, by a bare Python."""

    def _fetch(self, cycle, user=None):
        """Return the answer to the download as ``user``, the planning head."""
        user = user or self.planning_head
        self.authenticate(user.login, user.login)
        return self.url_open(f"/lakip/archive/{cycle.id}", timeout=120)

    def _unpack(self, content):
        """Unpack into an empty folder; return that of the archive."""
        target = tempfile.TemporaryDirectory()
        self.addCleanup(target.cleanup)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.assertIsNone(archive.testzip())
            archive.extractall(target.name)
        (folder,) = Path(target.name).iterdir()
        return folder

    def _export(self, cycle, user=None):
        answer = self._fetch(cycle, user)
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        self.assertEqual(answer.headers["Content-Type"], "application/zip")
        return self._unpack(answer.content)

    def _verify(self, folder, *heads):
        """Return the exit code and what the script said."""
        done = subprocess.run(
            [sys.executable, "-I", "verify.py", *heads],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        self.assertNotIn("Traceback", done.stderr)
        return done.returncode, done.stdout + done.stderr

    def assertWhole(self, folder, *heads):
        code, said = self._verify(folder, *heads)
        self.assertEqual(code, 0, said)
        self.assertIn("ARSIP UTUH", said)

    def assertBroken(self, folder, *sentences):
        code, said = self._verify(folder)
        self.assertEqual(code, 1, said)
        self.assertIn("ARSIP TIDAK UTUH", said)
        for sentence in sentences:
            self.assertIn(sentence, said)

    def _relist(self, folder, name):
        """Write the new digest of a changed file into the manifest, as a forger would."""
        path = folder / "manifest.sha256"
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        lines = path.read_text().splitlines()
        path.write_text(
            "".join(f"{digest} *{name}\n" if one[66:] == name else f"{one}\n" for one in lines)
        )

    def _edit_ledger(self, folder, change):
        """Let ``change`` alter the rows of the ledger, and the manifest say so."""
        path = folder / LEDGER
        ledger = json.loads(path.read_text())
        change(ledger["rows"])
        path.write_text(json.dumps(ledger))
        self._relist(folder, LEDGER)

    # ------------------------------------------------------------
    # DATA
    # ------------------------------------------------------------

    def _check_data(self, data, cycle):
        """Assert that each stored field of each record of the app is told as the database has it.

        Return how many values these are.
        """
        archived = 0
        for model, described in data["models"].items():
            if not model.startswith("lakip."):
                continue
            records = {record["id"]: record for record in described["records"]}
            self.assertEqual(len(records), len(described["records"]))
            wanted = self._get_records(model, cycle)
            self.assertEqual(set(records), set(wanted.ids), model)
            names = {
                name
                for name, field in wanted._fields.items()
                if field.store and field.column_type and field.type != "binary"
            } - _LEFT_OUT.get(model, set())
            names = {name for name in names if not name.startswith(("message_", "activity_"))}
            self.assertLessEqual(names, described["fields"].keys(), model)
            if not wanted:
                continue
            self.env.flush_all()
            columns = sorted(names)
            self.env.cr.execute(
                f"SELECT {', '.join(columns)} FROM {wanted._table} WHERE id = ANY(%s)",
                [wanted.ids],
            )
            for row in self.env.cr.dictfetchall():
                for name in columns:
                    with self.subTest(model=model, id=row["id"], field=name):
                        self._check_value(wanted._fields[name], row[name], records[row["id"]][name])
                        archived += 1
        return archived

    def _get_records(self, model, cycle):
        """Return the records of the cycle, found by another way than that of the app."""
        env = self.env
        by_step = {"lakip.step.hold", "lakip.attendance", "lakip.follow.up"}
        if model == "lakip.cycle":
            return cycle
        if model == "lakip.sop":
            return cycle.sop_id
        if model == "lakip.sop.step":
            return cycle.step_ids.sop_step_id
        if model == "lakip.role":
            return cycle.step_ids.role_id | cycle.step_ids.participant_role_ids
        if model == "lakip.officer":
            return self.company.lakip_officer_ids
        if model == "lakip.request.item":
            return cycle.request_ids.item_ids
        if model == "lakip.document.pdf":
            return env[model].search([("document_id", "in", cycle.document_ids.ids)])
        if model in by_step:
            return env[model].search([("step_id", "in", cycle.step_ids.ids)])
        if model.startswith("lakip.scale"):
            scales = self.company.lakip_scale_id
            return scales if model == "lakip.scale" else scales.line_ids
        if model == "lakip.indicator.year":
            return env[model].search([("indicator_id.objective_id.cycle_id", "=", cycle.id)])
        return env[model].search([("cycle_id", "=", cycle.id)])

    def _check_value(self, field, stored, told):
        if field.type == "many2one":
            self.assertEqual(told and told["id"], stored)
        elif field.type == "datetime" and stored:
            moment = datetime.fromisoformat(told)
            self.assertEqual(moment.utcoffset().total_seconds(), 7 * 3600)
            self.assertEqual(moment.astimezone(timezone.utc).replace(tzinfo=None), stored)
        elif field.translate:
            self.assertEqual(told, stored and stored.get("id_ID", stored["en_US"]))
        elif field.type == "date" and stored:
            self.assertEqual(told, stored.isoformat())
        elif field.type in ("boolean", "float", "integer"):
            self.assertEqual(told, stored or type(told)(0))
        else:
            self.assertEqual(told, stored or None)
