"""SOPs of other shape, entered as data: other actors, units, lengths, decisions, no Python."""

from odoo import Command

from .common import LakipCase, docx_bytes, local

#: Actors of a made-up SOP: code, name, access group. None of the codes is known to the app.
ACTORS = [
    ("zz_camat", "Camat", "agency_head"),
    ("zz_sekcam", "Sekretaris Kecamatan", "secretary"),
    ("zz_kasi", "Kepala Seksi", "planning_head"),
    ("zz_penyusun", "Penyusun", "team"),
    ("zz_operator", "Operator", "division"),
    ("zz_arsiparis", "Arsiparis", False),
]


class OtherSopCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {}
        for index, (code, name, group) in enumerate(ACTORS):
            cls.roles[code] = cls.env["lakip.role"].create(
                {
                    "name": name,
                    "code": code,
                    "sequence": 100 + index,
                    "group_id": group and cls.env.ref(f"lakip_sop.group_lakip_{group}").id,
                }
            )
            cls.people[code] = cls._create_person(code, f"{name} Uji")
            cls._create_officer(code, cls.people[code])
        cls.roles["zz_bappeda"] = cls.env["lakip.role"].create(
            {
                "name": "Bappeda",
                "code": "zz_bappeda",
                "sequence": 110,
                "is_external": True,
            }
        )
        # Who records for those outside the office
        cls.people["zz_bappeda"] = cls.people["zz_kasi"]

    @classmethod
    def _create_sop(cls, rows, **vals):
        vals.setdefault("owner_role_id", cls.roles["zz_kasi"].id)
        return super()._create_sop(rows, **vals)

    @classmethod
    def _create_cycle(cls, year=2026, company=None, **vals):
        vals.setdefault("member_ids", [])
        return super()._create_cycle(year, company, **vals)

    def _start(self, cycle):
        cycle.with_user(self.people["zz_kasi"]).action_start()
        return cycle.current_step_id

    def _do_row(self, cycle):
        """Do the current row as the one whose turn it is; return its name."""
        step = cycle.current_step_id
        user = step.user_ids.ensure_one()
        self.assertEqual(user, self._person(step))
        self.assertTurn(step, user)
        self.assertTrue(step.with_user(user).is_my_turn)
        if step.kind in ("initial", "signature"):
            self._approve(cycle, user)
            return step.name
        if step.kind in ("drafting", "revision"):
            self._upload_report(cycle, user, text=f"{step.name} {step.round}")
        self._complete(cycle, user)
        return step.name

    def _person(self, step):
        return self.people[step.role_id.code]

    def _run(self, cycle):
        """Do all rows to the end; return their names in the order they were done."""
        done = []
        while cycle.current_step_id:
            done.append(self._do_row(cycle))
            self.assertLess(len(done), 99, "the cycle never ends")
        return done


class SevenActorsCase(OtherSopCase):
    """One SOP with seven actors, one of them outside, that has all the oddities of real pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sop = cls._create_sop(
            [
                {"name": "Mulai", "kind": "start", "role": "zz_camat", "number": False},
                {"name": "Memerintahkan", "role": "zz_camat", "duration": 45,
                 "duration_unit": "second", "number": "1"},
                {"name": "Data lengkap?", "kind": "decision", "role": "zz_sekcam", "branch": 5,
                 "duration": 2, "duration_unit": "week", "number": "2"},
                {"name": "Mengirim pagu", "role": "zz_bappeda", "duration": 1,
                 "duration_unit": "month", "number": "3"},
                {"name": "Merekam", "role": "zz_operator", "number": "3",
                 "takes_part": ("zz_bappeda", "zz_kasi")},
                {"name": "Menyusun", "kind": "drafting", "role": "zz_penyusun", "duration": 1.5,
                 "duration_unit": "week", "number": "5"},
                {"name": "Layak?", "kind": "decision", "role": "zz_kasi", "back": 5,
                 "number": False},
                {"name": "Paraf Kasi", "kind": "initial", "role": "zz_kasi", "back": 5,
                 "number": "9"},
                {"name": "Paraf Sekcam", "kind": "initial", "role": "zz_sekcam", "back": 5,
                 "number": "9"},
                {"name": "Tanda tangan", "kind": "signature", "role": "zz_camat", "back": 5,
                 "number": "IV"},
                {"name": "Menerima", "role": "zz_bappeda", "number": ""},
                {"name": "Menyimpan", "role": "zz_arsiparis", "duration": 90,
                 "duration_unit": "minute", "number": "12"},
                {"name": "Selesai", "kind": "end", "role": "zz_arsiparis", "number": False},
            ]
        )  # fmt: skip


class TestSevenActors(SevenActorsCase):
    def test_it_runs_to_its_end(self):
        self.assertEqual(len(self.sop.role_ids), 7)
        cycle = self._create_cycle()
        self._start(cycle)
        self.assertEqual(
            self._run(cycle),
            [
                "Memerintahkan",
                "Data lengkap?",
                "Mengirim pagu",
                "Merekam",
                "Menyusun",
                "Layak?",
                "Paraf Kasi",
                "Paraf Sekcam",
                "Tanda tangan",
                "Menerima",
                "Menyimpan",
            ],
        )
        self.assertEqual(cycle.state, "done")
        self.assertEqual(cycle.progress, 100)
        self.assertEqual(set(cycle.step_ids.mapped("state")), {"done"})
        self.assertEqual(cycle._get_report()[cycle].state, "signed")
        cycle.invalidate_recordset(["approval_ids"])
        self.assertEqual(cycle.approval_ids.mapped("state"), ["approved"] * 3)
        self.assertChainHolds(cycle)

    def test_rows_mulai_and_selesai_complete_themselves(self):
        cycle = self._create_cycle()
        step = self._start(cycle)
        self.assertEqual(cycle.step_ids[0].state, "done")
        self.assertEqual(step.name, "Memerintahkan")
        self.assertFalse(
            cycle.step_ids[0].with_context(active_test=False).activity_ids,
            "nobody is asked to do what is no work",
        )
        self._run(cycle)
        end = cycle.step_ids[-1]
        self.assertEqual(end.state, "done")
        self.assertEqual(end.date_done, cycle.date_done)

    def test_deadlines_in_seconds_weeks_months_and_minutes(self):
        cycle = self._create_cycle()
        with self.at("2027-01-04 10:00"):
            step = self._start(cycle)
            self.assertEqual(step.date_deadline, local("2027-01-04 10:00").replace(second=45))
            self._do_row(cycle)
            self.assertEqual(cycle.current_step_id.date_deadline, local("2027-01-18 10:00"))
            self._do_row(cycle)
            # a month is 20 working days
            self.assertEqual(cycle.current_step_id.date_deadline, local("2027-02-01 10:00"))
            self._do_row(cycle)
            self.assertFalse(cycle.current_step_id.date_deadline)
            self._do_row(cycle)
            # 7.5 days of 7.5 hours: Wednesday 13 Jan 10:00 and half a day
            self.assertEqual(cycle.current_step_id.duration, 1.5)
            self.assertEqual(cycle.current_step_id.date_deadline, local("2027-01-13 14:45"))
            for _row in range(6):
                self._do_row(cycle)
            self.assertEqual(cycle.current_step_id.name, "Menyimpan")
            self.assertEqual(cycle.current_step_id.date_deadline, local("2027-01-04 11:30"))

    def test_the_owner_records_for_an_agency_outside(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._do_row(cycle)
        self._do_row(cycle)
        step = cycle.current_step_id
        self.assertEqual(step.role_id, self.roles["zz_bappeda"])
        self.assertTurn(step, self.people["zz_kasi"])
        with self.assertRefused("is the turn of Kepala Seksi Uji"):
            step.with_user(self.people["zz_operator"]).action_complete()
        step.with_user(self.people["zz_kasi"]).note = "Pagu diterima lewat surat."
        step.with_user(self.people["zz_kasi"]).action_complete()
        self.assertEqual(step.done_user_id, self.people["zz_kasi"])

    def test_no_leads_forward_and_leaves_the_rows_between_out(self):
        cycle = self._create_cycle()
        self._start(cycle)
        self._do_row(cycle)
        decision = cycle.current_step_id
        decision.with_user(self.people["zz_sekcam"]).action_answer_no()
        self.assertEqual(decision.state, "done")
        self.assertEqual(cycle.current_step_id.name, "Menyusun")
        left_out = cycle.step_ids[3:5]
        self.assertEqual(left_out.mapped("state"), ["cancelled"] * 2)
        self.assertFalse(left_out.user_ids)
        self.assertIn("Menyusun", decision.message_ids[0].body, "the answer is on record")
        self._run(cycle)
        self.assertEqual(cycle.state, "done")
        self.assertEqual(cycle.progress, 100)

    def test_no_leads_back_with_a_reason(self):
        cycle = self._create_cycle()
        self._start(cycle)
        for _row in range(5):
            self._do_row(cycle)
        decision = cycle.current_step_id
        self.assertEqual(decision.name, "Layak?")
        kasi = decision.with_user(self.people["zz_kasi"])
        with self.assertRefused("no other way to go on"):
            kasi.action_answer_no()
        action = kasi.action_return()
        self.assertEqual(action["res_model"], "lakip.reason.wizard")
        kasi.action_return("Belum memuat analisis")
        self.assertEqual(cycle.current_step_id.name, "Menyusun")
        self.assertEqual(cycle.current_step_id.round, 2)
        self.assertEqual(decision.round_ids.reason, "Belum memuat analisis")
        with self.assertRefused("newer version"):
            self._complete(cycle)
        self._run(cycle)
        self.assertEqual(decision.round, 2)
        self.assertEqual(cycle.state, "done")

    def test_rows_left_out_come_back_with_a_return_before_the_decision(self):
        sop = self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "zz_penyusun"},
                {"name": "Rapi?", "kind": "decision", "role": "zz_kasi", "branch": 3},
                {"name": "Merapikan", "role": "zz_operator"},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 0},
            ],
            number="78",
        )
        cycle = self._create_cycle(sop_id=sop.id)
        self._start(cycle)
        self._do_row(cycle)
        cycle.current_step_id.with_user(self.people["zz_kasi"]).action_answer_no()
        self.assertEqual(cycle.step_ids[2].state, "cancelled")
        cycle.current_step_id.with_user(self.people["zz_camat"]).action_return("Kurang rapi")
        self.assertEqual(cycle.step_ids[2].state, "waiting")
        self.assertEqual(self._run(cycle), ["Menulis", "Rapi?", "Merapikan", "Sah"])

    def test_a_role_without_access_group_can_still_act(self):
        self.assertFalse(self.roles["zz_arsiparis"].group_id)
        self.assertTrue(
            self.people["zz_arsiparis"].has_group("lakip_sop.group_lakip_division"),
            "whoever has a turn may at least see it",
        )

    def test_the_activity_says_what_the_row_says(self):
        cycle = self._create_cycle()
        step = self._start(cycle)
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "=", step.id)]
        )
        self.assertEqual(activity.summary, "Memerintahkan")


class TestLength(OtherSopCase):
    def test_five_rows(self):
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "zz_penyusun"},
                {"name": "Memaraf", "kind": "initial", "role": "zz_kasi", "back": 0},
                {"name": "Memaraf lagi", "kind": "initial", "role": "zz_sekcam", "back": 1},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 2},
                {"name": "Simpan", "role": "zz_arsiparis"},
            ]
        )
        cycle = self._create_cycle()
        self._start(cycle)
        self.assertEqual(len(self._run(cycle)), 5)
        self.assertEqual(cycle.state, "done")

    def test_twenty_five_rows_with_one_sequence(self):
        """Rows pasted in without an order stand in the order they were entered."""
        codes = [code for code, _name, _group in ACTORS]
        rows = [
            {"name": f"Baris {index}", "role": codes[index % len(codes)], "sequence": 10}
            for index in range(25)
        ]
        rows[3].update(kind="decision", branch=6)
        rows[10].update(kind="drafting", role="zz_penyusun")
        rows[15].update(kind="initial", role="zz_kasi", back=10)
        rows[20].update(kind="signature", role="zz_camat", back=10)
        self._create_sop(rows)
        cycle = self._create_cycle()
        self._start(cycle)
        for _row in range(3):
            self._do_row(cycle)
        cycle.current_step_id.with_user(self._person(cycle.current_step_id)).action_answer_no()
        self.assertEqual(cycle.current_step_id.name, "Baris 6")
        self.assertEqual(cycle.step_ids[4:6].mapped("state"), ["cancelled"] * 2)
        self.assertEqual(self._run(cycle), [f"Baris {index}" for index in range(6, 25)])
        self.assertEqual(cycle.state, "done")

    def test_a_team_named_by_a_decree_with_the_same_sequence_is_not_missing(self):
        self._create_sop(
            [
                {"name": "SK", "kind": "decree", "role": "zz_kasi", "sequence": 10},
                {"name": "Menulis", "kind": "drafting", "role": "team", "sequence": 10},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "sequence": 10},
            ]
        )
        cycle = self._create_cycle(member_ids=[])
        self._start(cycle)
        self.assertEqual(cycle.current_step_id.kind, "decree")

    def test_rows_without_time_standard_are_never_late(self):
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "zz_penyusun"},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 0,
                 "duration": 1, "duration_unit": "hour"},
            ]
        )  # fmt: skip
        cycle = self._create_cycle(2026)
        with self.at("2027-01-04 10:00"):
            step = self._start(cycle)
        self.assertFalse(step.date_deadline)
        self.assertFalse(step.standard_hours)
        search = self.env["lakip.step"].search
        with self.at("2029-01-04 10:00"):
            step.invalidate_recordset()
            self.assertFalse(step.is_late)
            self.assertNotIn(step, search([("is_late", "=", True)]))
            self.assertIn(step, search([("is_late", "=", False)]))
            self._do_row(cycle)
            self.assertFalse(step.is_late)
            self.assertNotIn(step, search([("is_late", "=", True)]))
        signature = cycle.current_step_id
        with self.at("2029-01-04 11:00"):
            signature.invalidate_recordset()
            self.assertFalse(signature.is_late)
        with self.at("2029-01-04 11:01"):
            signature.invalidate_recordset()
            self.assertTrue(signature.is_late)
            self.assertIn(signature, search([("is_late", "=", True)]))
            self.assertEqual(self.env["lakip.cycle"].search([("is_late", "=", True)]), cycle)
            self._do_row(cycle)
            self.assertTrue(signature.is_late, "done after its deadline")

    def _each_returns_to_the_one_before(self):
        """Return a cycle that waits for the signature."""
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "zz_penyusun"},
                {"name": "Paraf 1", "kind": "initial", "role": "zz_kasi", "back": 0},
                {"name": "Paraf 2", "kind": "initial", "role": "zz_sekcam", "back": 1},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 2},
            ]
        )
        cycle = self._create_cycle()
        self._start(cycle)
        for _row in range(3):
            self._do_row(cycle)
        return cycle

    def test_a_paraf_before_the_row_returned_to_stays_given(self):
        """The file is the same and its row is not done again, so it must not be lost."""
        cycle = self._each_returns_to_the_one_before()
        cycle.current_step_id.with_user(self.people["zz_camat"]).action_return("Periksa lagi")
        self.assertEqual(cycle.current_step_id.name, "Paraf 2")
        self.assertChainHolds(cycle)
        self.assertEqual(self._run(cycle), ["Paraf 2", "Sah"])
        cycle.invalidate_recordset(["approval_ids"])
        ledger = cycle.approval_ids.filtered("hash").sorted("sequence")
        self.assertEqual(
            ledger.mapped(lambda row: (row.step_id.name, row.state)),
            [
                ("Paraf 1", "approved"),
                ("Paraf 2", "void"),
                ("Sah", "returned"),
                ("Paraf 2", "approved"),
                ("Sah", "approved"),
            ],
        )
        self.assertChainHolds(cycle)

    def test_a_decision_returns_behind_what_was_given_before(self):
        """A return of another kind, after a return that reached less far, is kept as well."""
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "zz_penyusun"},
                {"name": "Paraf 1", "kind": "initial", "role": "zz_kasi", "back": 0},
                {"name": "Paraf 2", "kind": "initial", "role": "zz_sekcam", "back": 1},
                {"name": "Rapi?", "kind": "decision", "role": "zz_kasi", "back": 2},
                {"name": "Lengkap?", "kind": "decision", "role": "zz_kasi", "back": 0},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 2},
            ]
        )
        cycle = self._create_cycle()
        self._start(cycle)
        for _row in range(3):
            self._do_row(cycle)
        kasi = self.people["zz_kasi"]
        cycle.current_step_id.with_user(kasi).action_return("Belum rapi")
        self._do_row(cycle)
        self._do_row(cycle)
        self._do_row(cycle)
        cycle.current_step_id.with_user(self.people["zz_camat"]).action_return("Paraf kabur")
        self.assertChainHolds(cycle)
        self._do_row(cycle)
        self._do_row(cycle)
        cycle.current_step_id.with_user(kasi).action_return("Kurang lengkap")
        self.assertEqual(cycle.current_step_id.name, "Menulis")
        self.assertChainHolds(cycle)
        self.assertFalse(
            self.env["lakip.approval"].search(
                [("cycle_id", "=", cycle.id), ("state", "in", ("pending", "approved"))]
            )
        )
        self._run(cycle)
        self.assertEqual(cycle.state, "done")
        self.assertChainHolds(cycle)

    def test_each_returns_to_the_one_before(self):
        cycle = self._each_returns_to_the_one_before()
        cycle.current_step_id.with_user(self.people["zz_camat"]).action_return("Periksa lagi")
        self.assertEqual(cycle.current_step_id.name, "Paraf 2")
        cycle.current_step_id.with_user(self.people["zz_sekcam"]).action_return("Tabel salah")
        self.assertEqual(cycle.current_step_id.name, "Paraf 1")
        cycle.current_step_id.with_user(self.people["zz_kasi"]).action_return("Perbaiki")
        self.assertEqual(self._run(cycle), ["Menulis", "Paraf 1", "Paraf 2", "Sah"])
        signed = cycle._get_report()[cycle]
        self.assertEqual(
            signed.source_id.approval_ids.filtered(lambda row: row.state == "approved").step_id,
            cycle.step_ids[1:],
        )
        self.assertChainHolds(cycle)


class TestKindsInOtherOrder(OtherSopCase):
    def test_drafting_and_revision_without_a_discussion(self):
        self._create_sop(
            [
                {"name": "Menulis", "kind": "drafting", "role": "zz_penyusun"},
                {"name": "Memperbaiki", "kind": "revision", "role": "zz_penyusun"},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 1},
            ]
        )
        cycle = self._create_cycle()
        self._start(cycle)
        self._do_row(cycle)
        draft = cycle._get_report()[cycle]
        self._complete(cycle)
        self.assertEqual(cycle.current_step_id.kind, "signature", "nobody asked for a change")
        self.assertEqual(cycle.current_step_id.pending_approval_id.document_id, draft)
        cycle.current_step_id.with_user(self.people["zz_camat"]).action_return("Kurang")
        self.assertEqual(cycle.current_step_id.kind, "revision")
        with self.assertRefused("1 correction points are still open"):
            self._complete(cycle)
        cycle.correction_ids.with_user(self.people["zz_penyusun"]).action_resolve()
        with self.assertRefused("newer version"):
            self._complete(cycle)
        self._do_row(cycle)
        self._do_row(cycle)
        self.assertEqual(cycle.state, "done")

    def test_a_decree_after_the_meeting_and_data_asked_by_a_person(self):
        """Meeting, collection, decree, draft: the order and the actors are the SOP's affair."""
        self._create_sop(
            [
                {"name": "Rapat", "kind": "meeting", "role": "zz_penyusun",
                 "takes_part": ("zz_operator", "division"), "duration": 2},
                {"name": "Minta data", "kind": "collection", "role": "zz_penyusun",
                 "takes_part": ("division",), "duration": 1, "duration_unit": "week"},
                {"name": "SK Tim", "kind": "decree", "role": "zz_kasi", "duration": 1},
                {"name": "Arahan", "kind": "direction", "role": "zz_camat", "duration": 1,
                 "duration_unit": "hour"},
                {"name": "Menulis", "kind": "drafting", "role": "team", "duration": 1},
                {"name": "Sah", "kind": "signature", "role": "zz_camat", "back": 4},
                {"name": "Arsip", "kind": "archive", "role": "zz_arsiparis", "duration": 1},
            ]
        )  # fmt: skip
        self.company.lakip_recipient_ids = self.env["res.partner"].create({"name": "Bappeda"})
        writer = self.people["zz_penyusun"]
        cycle = self._create_cycle()
        with self.at("2027-01-04 08:00"):
            step = self._start(cycle)
            self.assertTurn(step, writer)
        with self.at("2027-01-05 10:00"):
            own = step.with_user(writer)
            own.action_mark_all_present()
            own.minutes = "<p>Disepakati.</p>"
            own.action_complete()
            step = cycle.current_step_id
            self.assertEqual(step.kind, "collection")
            requests = step.request_ids.with_user(writer)
            self.assertEqual(len(requests), 3)
            requests.action_waive("Data sudah ada di kecamatan.")
            self._complete(cycle, writer)
            with self.assertRefused("no members"):
                self._complete(cycle)
            cycle.with_user(self.people["zz_kasi"]).member_ids = [
                Command.create({"employee_id": writer.employee_id.id})
            ]
            self._complete(cycle)
            cycle.current_step_id.with_user(self.people["zz_camat"]).instruction = "Tulis."
            self._complete(cycle)
            self.assertTurn(cycle.current_step_id, writer)
            self._upload_report(cycle)
            self._complete(cycle)
            self._approve(cycle)
            step = cycle.current_step_id
            self.assertEqual(step.kind, "archive")
            own = step.with_user(self.people["zz_arsiparis"])
            own.hardcopy_location = "Lemari 1"
            delivery = own.delivery_ids
            receipt = own.env["ir.attachment"].create(
                {
                    "name": "tanda_terima.docx",
                    "raw": docx_bytes("Diterima"),
                    "res_model": delivery._name,
                    "res_id": delivery.id,
                }
            )
            delivery.write(
                {
                    "date": "2027-01-05",
                    "receiver": "Petugas",
                    "receipt_attachment_ids": [Command.link(receipt.id)],
                }
            )
            delivery.action_deliver()
            self._complete(cycle)
        self.assertEqual(cycle.state, "done")
        self.assertChainHolds(cycle)
