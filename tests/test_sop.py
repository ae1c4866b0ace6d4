"""SOP 09 as data, and the life of an SOP: draft, effective, revised, superseded."""

import re
from html.parser import HTMLParser
from pathlib import Path

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import LakipCase

PAPER = Path(__file__).parent / "data" / "sop-09.txt"
UNITS = {
    "detik": "second",
    "menit": "minute",
    "jam": "hour",
    "hari": "day",
    "minggu": "week",
    "bulan": "month",
}


class _ListItems(HTMLParser):
    """Collect the items of the HTML lists of one cell, without their '1. '."""

    def __init__(self):
        super().__init__()
        self.items = []

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.items.append("")

    def handle_data(self, data):
        if self.items:
            self.items[-1] += data


def _list_items(cell):
    parser = _ListItems()
    parser.feed(cell)
    return "\n".join(re.sub(r"^\d+\. ", "", item.strip()) for item in parser.items)


def _plain(cell):
    return re.sub(r"<[^>]+>", "", cell).strip()


def read_paper():
    """Return (identity sheet as a dict, rows as dicts) of the SOP's own text."""
    lines = PAPER.read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("\t")] for line in lines]
    heads = [_plain(line) for line in lines if line.startswith("**")]
    sheet = {"government": heads[0].strip("* "), "agency": heads[1].strip("* ")}
    rows = []
    for index, row in enumerate(cells):
        label = _plain(row[0])
        below = cells[index + 1] if index + 1 < len(cells) else []
        if len(row) > 1 and label in ("Nomor SOP", "Tanggal Pembuatan", "Tanggal Revisi",
                                      "Tanggal Efektif", "Disahkan oleh"):  # fmt: skip
            sheet[label] = _plain(row[1])
        elif label == "DASAR HUKUM":
            sheet["legal_basis"], sheet["qualifications"] = map(_list_items, below[:2])
        elif label == "KETERKAITAN":
            sheet["related_sops"], sheet["equipment"] = map(_list_items, below[:2])
        elif label == "PERINGATAN":
            sheet["warning"], sheet["records"] = map(_plain, below[:2])
        elif len(row) > 2 and _plain(row[1]) == "NAMA SOP":
            sheet["unit"], sheet["name"] = label, _plain(row[2])
        elif label.isdigit():
            rows.append(
                {
                    "number": label,
                    "name": row[1],
                    "requirement": row[7],
                    "time": row[8],
                    "output": row[9],
                }
            )
    return sheet, rows


class TestSop09(LakipCase):
    """What is seeded is what the paper says, word for word."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sheet, cls.rows = read_paper()

    def test_paper_was_read(self):
        self.assertEqual(len(self.rows), 11)
        self.assertEqual(len(self.sheet), 15)
        self.assertTrue(all(self.sheet[name] for name in self.sheet if name != "Tanggal Revisi"))

    def test_identity_sheet_is_the_papers(self):
        for name in (
            "government",
            "agency",
            "unit",
            "name",
            "legal_basis",
            "qualifications",
            "related_sops",
            "equipment",
            "warning",
            "records",
        ):
            with self.subTest(field=name):
                self.assertEqual(self.sop[name], self.sheet[name])
        self.assertEqual(self.sop.number, self.sheet["Nomor SOP"])
        self.assertEqual(" ".join(self.sop.approved_by.split()), self.sheet["Disahkan oleh"])

    def test_dates_are_the_papers(self):
        self.assertEqual(self.sheet["Tanggal Pembuatan"], "4 Juni 2021")
        self.assertEqual(self.sheet["Tanggal Efektif"], "4 Juni 2021")
        self.assertEqual(str(self.sop.date_created), "2021-06-04")
        self.assertEqual(str(self.sop.date_effective), "2021-06-04")
        self.assertFalse(self.sheet["Tanggal Revisi"])
        self.assertFalse(self.sop.date_revised)

    def test_rows_are_the_papers(self):
        self.assertEqual(len(self.sop.step_ids), len(self.rows))
        for step, row in zip(self.sop.step_ids, self.rows, strict=True):
            with self.subTest(row=row["number"]):
                self.assertEqual(step.number, row["number"])
                self.assertEqual(step.name, row["name"])
                self.assertEqual(step.requirement, row["requirement"])
                self.assertEqual(step.output, row["output"])
                amount, unit = row["time"].split()
                self.assertEqual(step.duration, float(amount))
                self.assertEqual(step.duration_unit, UNITS[unit.lower()])

    def test_there_is_no_row_6(self):
        self.assertEqual(
            self.sop.step_ids.mapped("number"),
            ["1", "2", "3", "4", "5", "7", "8", "9", "10", "11", "12"],
        )

    def test_actors_stand_in_the_order_of_the_paper(self):
        self.assertEqual(
            self.sop.role_ids.mapped("name"),
            [
                "Sekretaris",
                "Kasubbag Renja",
                "Tim",
                "Kadis",
                "Pejabat Struktural dan Staf Bidang / Sekretariat",
            ],
        )

    def test_rows_9_to_11_return_to_row_8(self):
        returning = self.sop.step_ids.filtered("return_step_id")
        self.assertEqual(returning.mapped("number"), ["9", "10", "11"])
        self.assertEqual(returning.return_step_id.number, "8")

    def test_it_is_in_force_for_every_company(self):
        self.assertEqual(self.sop.state, "effective")
        self.assertFalse(self.sop.company_id)


class TestSopLife(LakipCase):
    def _draft(self, rows=None):
        """Return a draft SOP with rows that can be run."""
        return self.env["lakip.sop"].create(
            {
                "number": "88",
                "name": "UJI",
                "company_id": self.company.id,
                "owner_role_id": self.roles["planning_head"].id,
                "step_ids": [
                    Command.create({"role_id": self.roles["team"].id, "sequence": index, **row})
                    for index, row in enumerate(rows if rows is not None else self._good_rows())
                ],
            }
        )

    def _good_rows(self):
        return [
            {"name": "Menulis", "kind": "drafting", "duration": 1},
            {"name": "Menandatangani", "kind": "signature"},
        ]

    def assertNotEffective(self, sop, sentence):
        with self.assertRefused(sentence):
            sop.with_user(self.manager).action_make_effective()
        self.assertEqual(sop.state, "draft")

    # ------------------------------------------------------------
    # an effective SOP is not edited
    # ------------------------------------------------------------

    def test_no_field_of_an_effective_sop_can_be_edited(self):
        changes = {
            "name": "Lain",
            "number": "10",
            "government": "X",
            "agency": "X",
            "unit": "X",
            "company_id": self.company.id,
            "date_created": "2020-01-01",
            "date_revised": "2020-01-01",
            "date_effective": "2020-01-01",
            "approved_by": "X",
            "legal_basis": "X",
            "qualifications": "X",
            "related_sops": "X",
            "equipment": "X",
            "warning": "X",
            "records": "X",
            "owner_role_id": self.roles["secretary"].id,
            "state": "draft",
            "previous_id": self.sop.id,
            "step_ids": [Command.create({"name": "Tambahan"})],
        }
        ignored = {"active", "role_ids", "id", "display_name"}
        for name, field in self.sop._fields.items():
            if (
                name in ignored
                or name.startswith(("message_", "website_", "activity_", "write_", "create_"))
                or name in ("has_message", "my_activity_date_deadline")
                or (field.compute and not field.store)
            ):
                continue
            self.assertIn(name, changes, "a new field needs a line here")
        for name, value in changes.items():
            for sop in (self.sop, self._create_short_sop()):
                with self.subTest(field=name), self.assertRaises(UserError):
                    sop.with_user(self.manager).write({name: value})

    def test_no_row_of_an_effective_sop_can_be_edited(self):
        row = self.sop.step_ids[0].with_user(self.manager)
        for name, value in {
            "sequence": 99,
            "number": "6",
            "name": "Lain",
            "kind": "task",
            "role_id": self.roles["team"].id,
            "participant_role_ids": [Command.clear()],
            "requirement": "X",
            "duration": 1,
            "duration_unit": "day",
            "output": "X",
            "remark": "X",
            "sop_id": self._draft().id,
        }.items():
            with self.subTest(field=name), self.assertRefused("Revise"):
                row.write({name: value})
        with self.assertRefused("Revise"):
            row.unlink()
        with self.assertRefused("Revise"):
            row.create({"sop_id": self.sop.id, "name": "Baris 6"})
        self.assertEqual(len(self.sop.step_ids), 11)

    def test_a_draft_row_cannot_be_moved_into_an_effective_sop(self):
        row = self._draft().step_ids[0]
        with self.assertRefused("Revise"):
            row.with_user(self.manager).sop_id = self.sop

    def test_effective_and_superseded_sops_cannot_be_deleted(self):
        old = self._create_short_sop()
        new = self._create_short_sop()
        self.assertEqual(old.state, "superseded")
        for sop in (old, new):
            with self.assertRefused("Revise"):
                sop.with_user(self.manager).unlink()

    def test_a_draft_revision_can_be_deleted(self):
        action = self.sop.with_user(self.manager).action_revise()
        revision = self.env["lakip.sop"].browse(action["res_id"]).with_user(self.manager)
        revision.unlink()
        self.assertFalse(revision.exists())

    # ------------------------------------------------------------
    # revision
    # ------------------------------------------------------------

    def _revise(self, sop):
        action = sop.with_user(self.manager).action_revise()
        return self.env["lakip.sop"].browse(action["res_id"])

    def test_a_revision_is_a_dated_copy_with_all_rows(self):
        with self.at("2027-01-04 08:00"):
            revision = self._revise(self.sop)
        self.assertEqual(revision.state, "draft")
        self.assertEqual(str(revision.date_revised), "2027-01-04")
        self.assertEqual(revision.date_created, self.sop.date_created)
        self.assertEqual(revision.previous_id, self.sop)
        self.assertEqual(revision.name, self.sop.name)
        for name in ("number", "name", "kind", "role_id", "participant_role_ids", "requirement",
                     "duration", "duration_unit", "output", "remark"):  # fmt: skip
            self.assertEqual(
                [step[name] for step in revision.step_ids],
                [step[name] for step in self.sop.step_ids],
            )

    def test_return_and_branch_paths_of_a_copy_point_inside_the_copy(self):
        sop = self._create_sop(
            [
                {"name": "Perlu?", "kind": "decision", "role": "team", "branch": 2},
                {"name": "Mencari", "role": "team"},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Sah", "kind": "signature", "role": "agency_head", "back": 2},
            ]
        )
        copy = self._revise(sop)
        self.assertEqual(copy.step_ids[0].branch_step_id, copy.step_ids[2])
        self.assertEqual(copy.step_ids[3].return_step_id, copy.step_ids[2])
        copy = self._revise(self.sop)
        self.assertEqual(copy.step_ids.return_step_id, copy.step_ids[6])

    def test_a_revision_in_force_supersedes_the_old_version(self):
        old = self._create_short_sop()
        revision = self._revise(old)
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(revision.state, "effective")
        self.assertTrue(revision.date_effective)
        self.assertEqual(old.state, "superseded")

    def test_a_revision_with_another_number_supersedes_the_old_version(self):
        old = self._create_short_sop()
        revision = self._revise(old)
        revision.with_user(self.manager).number = "77/2027"
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(old.state, "superseded")

    def test_an_archived_version_is_superseded_too(self):
        old = self._create_short_sop()
        revision = self._revise(old)
        old.with_user(self.manager).active = False
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(old.state, "superseded")

    def test_a_companys_own_version_leaves_the_shared_one_in_force(self):
        revision = self._revise(self.sop)
        revision.with_user(self.manager).company_id = self.company
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(self.sop.state, "effective")
        self.assertEqual(self.env["lakip.sop"]._get_effective(self.company), revision)

    def test_who_is_not_in_all_companies_revises_for_their_own(self):
        """The administrator of one office among others decides for that office alone."""
        self.manager.company_ids = self.company
        waiting = self._create_cycle(2027)
        elsewhere = self._create_company("Dinas Lain")
        others = self._create_cycle(2027, elsewhere)
        revision = self._revise(self.sop)
        self.assertEqual(revision.company_id, self.company)
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(self.sop.state, "effective")
        self.assertEqual((waiting.sop_id, others.sop_id), (revision, self.sop))
        for record, vals in (
            (self.sop, {"active": False}),
            (self.roles["team"], {"group_id": self.roles["agency_head"].group_id.id}),
        ):
            with self.subTest(record=record), self.assertRaises(AccessError):
                record.with_user(self.manager).write(vals)

    def test_a_running_cycle_keeps_its_snapshot(self):
        sop = self._create_short_sop()
        cycle = self._create_cycle()
        self._start(cycle)
        revision = self._revise(sop)
        revision.step_ids[0].with_user(self.manager).write({"name": "Lain", "duration": 9})
        revision.step_ids[-1].with_user(self.manager).unlink()
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(cycle.sop_id, sop)
        self.assertEqual(cycle.step_ids.mapped("name"), sop.step_ids.mapped("name"))
        self.assertEqual(cycle.step_ids[0].duration, 1)
        self.assertEqual(len(cycle.step_ids), 5)
        self._complete(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self.assertEqual(cycle.current_step_id.kind, "initial")

    def test_a_draft_cycle_takes_the_version_then_in_force(self):
        sop = self._create_short_sop()
        cycle = self._create_cycle()
        self.assertEqual(cycle.sop_id, sop)
        revision = self._revise(sop)
        revision.with_user(self.manager).action_make_effective()
        self.assertEqual(cycle.sop_id, revision)
        self._start(cycle)
        self.assertEqual(cycle.step_ids.sop_step_id.sop_id, revision)

    # ------------------------------------------------------------
    # checks before an SOP is in force
    # ------------------------------------------------------------

    def test_an_sop_without_rows_is_refused(self):
        self.assertNotEffective(self._draft([]), "no rows")

    def test_a_row_without_performer_is_refused(self):
        rows = self._good_rows()
        rows[0]["role_id"] = False
        self.assertNotEffective(self._draft(rows), "'Menulis' has no performer")

    def test_a_negative_duration_is_refused(self):
        draft = self._draft()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            draft.step_ids[0].with_user(self.manager).duration = -1
            draft.flush_recordset()
            self.env.flush_all()
        message = (
            self.env["lakip.sop.step"]
            ._table_objects["lakip_sop_step_duration_not_negative"]
            .get_error_message(self.env["lakip.sop.step"])
        )
        self.assertIn("cannot be negative", message)

    def test_other_than_one_signature_is_refused(self):
        self.assertNotEffective(self._draft(self._good_rows()[:1]), "exactly one signature.* has 0")
        twice = [*self._good_rows(), {"name": "Lagi", "kind": "signature"}]
        self.assertNotEffective(self._draft(twice), "exactly one signature.* has 2")

    def test_a_return_to_a_later_row_or_to_itself_is_refused(self):
        draft = self._draft()
        for target in draft.step_ids:
            draft.step_ids[0].return_step_id = target
            self.assertNotEffective(draft, "'Menulis' must return to an earlier row")

    def test_a_return_to_a_row_of_another_sop_is_refused(self):
        draft = self._draft()
        draft.step_ids[1].return_step_id = self.sop.step_ids[0]
        self.assertNotEffective(draft, "earlier row of this SOP")

    def test_a_branch_backwards_is_refused(self):
        draft = self._draft([*self._good_rows(), {"name": "Perlu?", "kind": "decision"}])
        draft.step_ids[2].branch_step_id = draft.step_ids[0]
        self.assertNotEffective(draft, "must go on with a later row")

    def test_a_branch_of_a_row_that_is_no_decision_is_refused(self):
        draft = self._draft()
        draft.step_ids[0].branch_step_id = draft.step_ids[1]
        self.assertNotEffective(draft, "branches but is not a decision")

    def test_a_decision_that_leads_nowhere_is_refused(self):
        rows = [{"name": "Perlu?", "kind": "decision"}, *self._good_rows()]
        self.assertNotEffective(self._draft(rows), "needs a row to go to")

    def test_rows_on_a_draft_need_a_drafting_row_before_them(self):
        for kind in ("revision", "discussion", "initial"):
            rows = [{"name": "Awal", "kind": kind}, *self._good_rows()]
            self.assertNotEffective(self._draft(rows), "'Awal' needs a drafting row before it")

    def test_an_archive_row_needs_the_signature_before_it(self):
        rows = [{"name": "Arsip", "kind": "archive"}, *self._good_rows()]
        self.assertNotEffective(self._draft(rows), "'Arsip' needs a signature row before it")

    def test_a_branch_around_the_only_drafting_row_is_refused(self):
        rows = [{"name": "Perlu?", "kind": "decision"}, *self._good_rows()]
        draft = self._draft(rows)
        draft.step_ids[0].branch_step_id = draft.step_ids[2]
        self.assertNotEffective(draft, "'Menandatangani' needs a drafting row before it")

    def test_a_branch_around_the_signature_is_refused(self):
        rows = [
            {"name": "Menulis", "kind": "drafting"},
            {"name": "Perlu?", "kind": "decision"},
            {"name": "Sah", "kind": "signature"},
            {"name": "Tutup"},
        ]
        draft = self._draft(rows)
        draft.step_ids[1].branch_step_id = draft.step_ids[3]
        self.assertNotEffective(draft, "signature row cannot be left out")

    def test_rows_that_change_or_paraf_the_report_after_the_signature_are_refused(self):
        for kind in ("drafting", "revision", "initial"):
            rows = [*self._good_rows(), {"name": "Susulan", "kind": kind}]
            self.assertNotEffective(self._draft(rows), "'Susulan' .* before the signature")

    def test_a_return_from_behind_the_signature_to_before_it_is_refused(self):
        rows = [*self._good_rows(), {"name": "Terkirim?", "kind": "decision"}]
        draft = self._draft(rows)
        draft.step_ids[2].return_step_id = draft.step_ids[0]
        self.assertNotEffective(draft, "'Terkirim\\?' cannot return behind the signature")

    def test_an_owner_who_could_not_open_a_cycle_is_refused(self):
        draft = self._draft()
        draft.owner_role_id = False
        self.assertNotEffective(draft, "which role owns")
        for code, vals in (
            ("tim", {"holder_source": "team"}),
            ("luar", {"is_external": True}),
            ("tanpa_hak", {"group_id": False}),
            ("kurang_hak", {"group_id": self.env.ref("lakip_sop.group_lakip_team").id}),
        ):
            vals = {"group_id": self.env.ref("lakip_sop.group_lakip_planning_head").id, **vals}
            draft.owner_role_id = self.env["lakip.role"].create(
                {"name": f"Pemilik {code}", "code": code, **vals}
            )
            with self.subTest(code=code):
                self.assertNotEffective(draft, f"Pemilik {code}")

    def test_all_problems_are_named_at_once(self):
        rows = [
            {"name": "Satu", "role_id": False},
            {"name": "Dua", "kind": "archive"},
        ]
        with self.assertRaises(UserError) as caught:
            self._draft(rows).action_make_effective()
        for part in ("'Satu'", "'Dua'", "exactly one signature"):
            self.assertIn(part, str(caught.exception))

    def test_an_effective_sop_cannot_be_made_effective_again(self):
        with self.assertRefused("not a draft"):
            self.sop.with_user(self.manager).action_make_effective()

    # ------------------------------------------------------------
    # access
    # ------------------------------------------------------------

    def test_only_the_administrator_may_edit(self):
        draft = self._draft()
        for user in (self.planning_head, self.secretary, self.agency_head):
            with self.subTest(user=user.name):
                self.assertTrue(draft.with_user(user).name, "everybody may read it")
                with self.assertRaises(AccessError):
                    draft.with_user(user).name = "Lain"
                with self.assertRaises(AccessError):
                    draft.step_ids[0].with_user(user).name = "Lain"
                with self.assertRaises(AccessError):
                    draft.with_user(user).action_make_effective()
                with self.assertRaises(AccessError):
                    self.sop.with_user(user).action_revise()
                with self.assertRaises(AccessError):
                    draft.with_user(user).unlink()
        draft.with_user(self.manager).name = "Lain"
        draft.with_user(self.manager).action_make_effective()

    def test_another_companys_sop_is_not_seen(self):
        other = self._create_company("Dinas Lain")
        sop = self._draft()
        stranger = self._create_user("stranger", "Orang Lain", other)
        stranger.group_ids = [Command.link(self.env.ref("lakip_sop.group_lakip_manager").id)]
        env = self.env(user=stranger, context={"allowed_company_ids": other.ids})
        seen = env["lakip.sop"].search([])
        self.assertNotIn(sop.id, seen.ids)
        self.assertIn(self.sop.id, seen.ids)
        self.assertFalse(env["lakip.sop.step"].search([("sop_id", "=", sop.id)]))
