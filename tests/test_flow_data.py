"""What the SOP page shows of an SOP and of a cycle, to whom, and at what cost."""

import json

from odoo import Command
from odoo.exceptions import AccessError

from .common import LakipCase, local

#: Queries that the page of a live cycle costs at most, with nothing in the caches of the records.
LIVE_QUERIES = 29
SOP_QUERIES = 8


class FlowCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without a language of the base there is Indonesian alone, and words of time are in it.
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.division_a | cls.division_b).is_lakip_division = True
        division = cls.env.ref("lakip_sop.group_lakip_division")
        for user in (cls.head_a, cls.staff_a, cls.head_b):
            user.group_ids = [Command.link(division.id)]

    def _make_sop(self, rows):
        """Return an effective SOP of ``rows`` and the two without which there is none."""
        return self._create_sop(
            [
                *rows,
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {
                    "name": "Mengesahkan",
                    "kind": "signature",
                    "role": "agency_head",
                    "back": len(rows),
                },
            ]
        )

    def _read(self, record, user):
        """Return what ``user`` sees of ``record``, as the client gets it."""
        self.env.flush_all()
        self.env.invalidate_all()
        record = record.with_user(user).with_context(lang=user.lang, tz=user.tz)
        return json.loads(json.dumps(record.get_flow_data()))

    def _row(self, cycle, user):
        """Return the row whose turn it is, as ``user`` sees it."""
        rows = self._read(cycle, user)["rows"]
        return next(row for row in rows if row["state"] == "active")

    def _count(self, record, user):
        """Return the queries of a page whose access rules are known already."""
        for _turn in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            record.with_user(user).get_flow_data()
        return self.cr.sql_log_count - before


class TestFlowDataOfSop(FlowCase):
    def test_sop_09(self):
        data = self._read(self.sop, self.staff_a)
        self.assertEqual(
            (data["model"], data["id"], data["is_live"]), ("lakip.sop", self.sop.id, False)
        )
        names = [actor["name"] for actor in data["actors"]]
        self.assertEqual(len(names), 5)
        self.assertEqual(
            [row["number"] for row in data["rows"]][:6], ["1", "2", "3", "4", "5", "7"]
        )
        by_number = {row["number"]: row for row in data["rows"]}
        self.assertEqual(by_number["1"]["actor"], names.index(self.roles["secretary"].name))
        self.assertEqual(
            by_number["1"]["participants"], [names.index(self.roles["planning_head"].name)]
        )
        self.assertEqual(by_number["1"]["time"], "30 minutes")
        self.assertEqual(by_number["1"]["output"], "Disposisi")
        # As printed there is no row 6: row 8 is the seventh.
        for number in ("9", "10", "11"):
            self.assertEqual(by_number[number]["return_to"], 6)
        self.assertNotIn("state", by_number["1"])

    def test_field_gives_the_same(self):
        sop = self.sop.with_user(self.staff_a).with_context(lang="en_US")
        self.assertEqual(
            sop.web_read({"flow_data": {}})[0]["flow_data"], self._read(self.sop, self.staff_a)
        )

    def test_ways_of_a_decision(self):
        sop = self._make_sop(
            [
                {"name": "Mulai", "kind": "start", "role": "planning_head"},
                {"name": "Setuju?", "kind": "decision", "role": "secretary", "branch": 3},
                {"name": "Lanjut", "kind": "task", "role": "planning_head"},
                {"name": "Sudah benar?", "kind": "decision", "role": "secretary", "back": 2},
            ]
        )
        rows = self._read(sop, self.staff_a)["rows"]
        self.assertEqual([row["branch_to"] for row in rows], [None, 3, None, None, None, None])
        self.assertEqual([row["return_to"] for row in rows], [None, None, None, 2, None, 4])

    def test_a_way_that_cannot_be_drawn_is_left_out(self):
        sop = self.env["lakip.sop"].create({"number": "1", "name": "X"})
        first, second = self.env["lakip.sop.step"].create(
            [
                {"sop_id": sop.id, "sequence": 1, "name": "a", "kind": "decision"},
                {"sop_id": sop.id, "sequence": 2, "name": "b"},
            ]
        )
        first.return_step_id = second
        second.branch_step_id = first
        rows = self._read(sop, self.manager)["rows"]
        self.assertEqual([(row["return_to"], row["branch_to"]) for row in rows], [(None, None)] * 2)
        self.assertIsNone(rows[0]["actor"])

    def test_the_page_follows_while_rows_are_entered(self):
        sop = self.sop.with_user(self.manager)
        draft = self.env["lakip.sop"].with_user(self.manager).browse(sop.action_revise()["res_id"])
        agency_head = self.roles["agency_head"]
        vals = {
            "name": "Memberi arahan",
            "participant_role_ids": [Command.link(agency_head.id)],
        }
        changed = draft.onchange(
            {"step_ids": [Command.update(draft.step_ids[0].id, vals)]},
            ["step_ids"],
            {"flow_data": {}, "step_ids": {"fields": {"name": {}}}},
        )
        data = changed["value"]["flow_data"]
        self.assertEqual(data["rows"][0]["name"], "Memberi arahan")
        self.assertEqual(data["rows"][0]["id"], draft.step_ids[0].id)
        self.assertEqual(len({row["id"] for row in data["rows"]}), 11)
        self.assertEqual(data["rows"][8]["return_to"], 6)
        actors = [actor["id"] for actor in data["actors"]]
        self.assertEqual(len(actors), len(set(actors)))
        self.assertIn(actors.index(agency_head.id), data["rows"][0]["participants"])

    def test_queries_do_not_grow(self):
        rows = [
            {"name": f"Baris {index}", "kind": "task", "role": role, "takes_part": ["secretary"]}
            for index, role in enumerate(["team", "planning_head"] * 14)
        ]
        sop = self._make_sop(rows)
        few, many = (self._count(record, self.staff_a) for record in (self.sop, sop))
        self.assertEqual(few, many)
        self.assertLessEqual(many, SOP_QUERIES)


class TestFlowDataOfCycle(FlowCase):
    def test_a_draft_shows_the_sop(self):
        data = self._read(self._create_cycle(sop_id=self.sop.id), self.staff_a)
        self.assertEqual((data["model"], data["is_live"]), ("lakip.cycle", False))
        self.assertEqual(len(data["rows"]), 11)
        self.assertNotIn("state", data["rows"][0])

    def test_a_new_cycle_shows_the_sop_that_is_chosen(self):
        short = self._create_short_sop()
        cycles = self.env["lakip.cycle"].with_user(self.planning_head)
        spec = {"flow_data": {}, "sop_id": {"fields": {}}}
        value = cycles.onchange({}, [], spec)["value"]
        self.assertEqual(len(value["flow_data"]["rows"]), 5)
        self.assertFalse(value["flow_data"]["is_live"])
        value = cycles.onchange({"sop_id": self.sop.id, "state": "draft"}, ["sop_id"], spec)
        self.assertEqual(len(value["value"]["flow_data"]["rows"]), 11)
        self.assertTrue(short)

    def test_states_people_and_documents(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        with self.at("2027-01-04 08:00"):
            self._start(cycle)
        with self.at("2027-01-04 10:00"):
            self._complete(cycle)
            self._upload_report(cycle)
            self._upload_report(cycle, text="again")
            data = self._read(cycle, self.secretary)
        done, active, waiting = data["rows"][:3]
        self.assertTrue(data["is_live"])
        self.assertEqual(data["title"], "LAKIP 2026")
        self.assertEqual(
            [(row["state"], row["state_text"]) for row in (done, active, waiting)],
            [("done", "Done"), ("active", "Active"), ("waiting", "Waiting")],
        )
        self.assertEqual([user["id"] for user in done["users"]], self.planning_head.ids)
        self.assertEqual([user["name"] for user in active["users"]], ["Anggota Tim"])
        self.assertFalse(waiting["users"])
        self.assertEqual(done["actual_text"], "2 hours of 1 day")
        self.assertFalse(done["is_late"])
        report = cycle._get_report()[cycle]
        self.assertEqual(
            active["documents"],
            [
                {
                    "id": report.id,
                    "name": "LAKIP 2026",
                    "version": 2,
                    "state_text": "Current",
                    "url": f"/web/content/{report.attachment_id.id}?download=true",
                }
            ],
        )
        self.assertEqual((active["round"], waiting["round"]), (1, 0))
        self.assertEqual(active["deadline"], "2027-01-06T03:00:00Z")
        self.assertEqual(active["deadline_text"], "Wed 6 Jan, 10:00")
        self.assertIsNone(waiting["deadline"])

    def test_time_left_is_working_time(self):
        cycle = self._create_cycle(
            sop_id=self._make_sop(
                [{"name": "Kerja", "kind": "task", "role": "planning_head", "duration": 2}]
            ).id
        )
        with self.at("2027-01-07 08:00"):  # a Thursday
            self._start(cycle)
        for moment, left, late in (
            ("2027-01-07 08:00", "2 days of work left", False),
            ("2027-01-07 14:00", "1.3 days of work left", False),
            ("2027-01-08 15:00", "2 hours of work left", False),
            ("2027-01-09 10:00", "30 minutes of work left", False),
            ("2027-01-11 07:45", "15 minutes of work left", False),
            ("2027-01-11 11:00", "Late by 3 hours of work", True),
            ("2027-01-13 08:00", "Late by 2 days of work", True),
        ):
            with self.subTest(moment=moment), self.at(moment):
                row = self._row(cycle, self.planning_head)
                self.assertEqual((row["left_text"], row["is_late"]), (left, late))

    def test_late_on_the_evening_of_the_deadline(self):
        cycle = self._create_cycle(
            sop_id=self._make_sop(
                [{"name": "Kerja", "kind": "task", "role": "planning_head", "duration": 1}]
            ).id
        )
        with self.at("2027-01-07 07:30"):
            self._start(cycle)
        with self.at("2027-01-07 20:00"):
            self.assertEqual(self._row(cycle, self.planning_head)["left_text"], "Late")

    def test_words_are_those_of_the_reader(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.secretary.lang = "id_ID"
        cycle = self._create_cycle(sop_id=self.sop.id)
        with self.at("2027-01-08 08:00"):
            self._start(cycle)
            row = self._row(cycle, self.secretary)
        self.assertEqual(row["deadline_text"], "Jum 8 Jan, 08.30")
        self.assertEqual(row["time"], "30 menit")
        self.secretary.tz = "Asia/Jayapura"
        with self.at("2027-01-08 08:00"):
            row = self._row(cycle, self.secretary)
        self.assertEqual(row["deadline_text"], "Jum 8 Jan, 10.30")

    def test_on_hold(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        step = self._start(cycle)
        step.with_user(self.planning_head).action_hold("Menunggu peraturan")
        row = self._row(cycle, self.planning_head)
        self.assertTrue(row["is_on_hold"])
        self.assertEqual(row["left_text"], "On hold")
        self.assertEqual(row["button"]["method"], "action_resume")
        self.assertIsNone(self._row(cycle, self.secretary)["button"])
        step.with_user(self.planning_head).action_resume()
        self.assertEqual(
            self._row(cycle, self.planning_head)["button"]["method"], "action_complete"
        )

    def test_no_working_time(self):
        """The page is there even when no deadline can be counted."""
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        self._start(cycle)
        self.company.resource_calendar_id.attendance_ids.unlink()
        row = self._row(cycle, self.planning_head)
        self.assertTrue(row["deadline_text"])
        self.assertEqual((row["left_text"], row["actual_text"]), ("", ""))

    def test_the_one_button_that_is_mine(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)

        def button(user):
            found = self._row(cycle, user)["button"]
            return found and (found["method"], found["label"], bool(found["confirm"]))

        self._start(cycle)
        self.assertEqual(button(self.planning_head), ("action_complete", "Complete", False))
        self.assertIsNone(button(self.secretary))
        self._complete(cycle)
        self.assertEqual(button(self.team_member), ("action_open", "Go On", False))
        self._upload_report(cycle)
        self.assertEqual(button(self.team_member), ("action_complete", "Complete", False))
        self._complete(cycle)
        self.assertEqual(button(self.secretary), ("action_approve", "Paraf", True))
        self.assertIsNone(button(self.agency_head))
        self._approve(cycle)
        self.assertEqual(button(self.agency_head), ("action_approve", "Sign", False))
        rows = self._read(cycle, self.agency_head)["rows"]
        self.assertEqual([bool(row["button"]) for row in rows], [False] * 3 + [True, False])

    def test_blockers_lead_to_the_cure_of_the_one_whose_turn_it_is(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        self._start(cycle)
        self._complete(cycle)
        own = self._row(cycle, self.team_member)["blockers"]
        self.assertEqual([blocker["action"] for blocker in own], ["action_upload_document"])
        others = self._row(cycle, self.secretary)["blockers"]
        self.assertEqual([blocker["action"] for blocker in others], [""])
        self.assertEqual(own[0]["message"], others[0]["message"])

    def test_rounds(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        self._start(cycle)
        self._complete(cycle)
        self._upload_report(cycle)
        step = self._complete(cycle)
        step.pending_approval_id.with_user(self.secretary).action_return("Kurang")
        rows = self._read(cycle, self.secretary)["rows"]
        self.assertEqual([row["round"] for row in rows], [1, 2, 1, 0, 0])
        self.assertEqual(rows[2]["state"], "waiting")
        self.assertEqual((rows[2]["actual_text"], rows[2]["left_text"]), ("", ""))


class TestFlowDataRights(FlowCase):
    def _collect(self):
        """Return a cycle whose row 'collection' has asked both divisions, and that row."""
        cycle = self._create_cycle(
            sop_id=self._make_sop(
                [{"name": "Data", "kind": "collection", "role": "team", "duration": 5}]
            ).id
        )
        step = self._start(cycle)
        step.with_user(self.team_member).action_send_requests()
        return cycle, step

    def test_division_staff_see_no_other_division(self):
        cycle, step = self._collect()
        request_a = step.request_ids.filtered(lambda req: req.department_id == self.division_a)
        self.assertEqual(len(step.request_ids), 2)
        data = self._read(cycle, self.staff_a)
        row = data["rows"][0]
        self.assertNotIn(self.division_b.name, json.dumps(data))
        self.assertEqual(len(row["blockers"]), 1)
        self.assertIn(self.division_a.name, row["blockers"][0]["message"])
        self.assertEqual(row["blockers"][0]["action"], "")
        self.assertEqual(len(row["documents"]), 1)
        self.assertIn(self.division_a.name, row["documents"][0]["name"])
        self.assertEqual(row["button"]["method"], "action_open_my_requests")
        action = step.with_user(self.staff_a).action_open_my_requests()
        self.assertEqual((action["res_model"], action["res_id"]), ("lakip.request", request_a.id))
        # The team sees both.
        team = json.dumps(self._read(cycle, self.team_member))
        self.assertIn(self.division_a.name, team)
        self.assertIn(self.division_b.name, team)

    def test_what_was_handed_in_leaves_no_button(self):
        cycle, step = self._collect()
        for request in step.request_ids:
            for item in request.item_ids:
                item.note = "Ada"
        request_b = step.request_ids.filtered(lambda req: req.department_id == self.division_b)
        request_b.with_user(self.head_b).action_submit()
        self.assertIsNone(self._row(cycle, self.head_b)["button"])
        self.assertTrue(self._row(cycle, self.staff_a)["button"])

    def test_recipients_are_not_told_to_division_staff(self):
        partner = self.env["res.partner"].create({"name": "Inspektorat Rahasia"})
        self.company.lakip_recipient_ids = partner
        cycle = self._create_cycle(
            sop_id=self._create_sop(
                [
                    {"name": "Menulis", "kind": "drafting", "role": "team"},
                    {"name": "Mengesahkan", "kind": "signature", "role": "agency_head", "back": 0},
                    {"name": "Mengarsip", "kind": "archive", "role": "planning_head"},
                ]
            ).id
        )
        self._start(cycle)
        self._upload_report(cycle)
        self._complete(cycle)
        self._approve(cycle)
        self.assertIn(partner.name, json.dumps(self._read(cycle, self.planning_head)))
        self.assertNotIn(partner.name, json.dumps(self._read(cycle, self.staff_a)))

    def test_other_company(self):
        other = self._create_company("Dinas Lain")
        stranger = self._create_user("stranger", "Orang Lain", other)
        stranger.group_ids = [Command.link(self.env.ref("lakip_sop.group_lakip_manager").id)]
        cycle = self._create_cycle()
        self._start(cycle)
        own_sop = self._create_short_sop()
        for record in (cycle, own_sop):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                self._read(record, stranger)
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(stranger).web_read({"flow_data": {}})

    def test_without_a_right_of_the_app(self):
        cycle = self._create_cycle()
        outsider = self._create_user("outsider", "Pegawai Lain")
        with self.assertRaises(AccessError):
            self._read(cycle, outsider)

    def test_a_person_that_may_not_be_read_is_left_out(self):
        cycle = self._create_cycle(sop_id=self._create_short_sop().id)
        self._start(cycle)
        self._complete(cycle)
        rule = self.env["ir.rule"].create(
            {
                "name": "nobody sees the head of planning",
                "model_id": self.env["ir.model"]._get_id("res.users"),
                "domain_force": f"[('id', '!=', {self.planning_head.id})]",
            }
        )
        self.assertEqual(self._read(cycle, self.secretary)["rows"][0]["users"], [])
        rule.unlink()
        self.assertTrue(self._read(cycle, self.secretary)["rows"][0]["users"])


class TestFlowDataQueries(FlowCase):
    def _run(self, count):
        """Return a cycle of ``count`` rows of which the third from the end is active."""
        rows = [
            {"name": f"Baris {index}", "kind": "task", "role": "planning_head", "duration": 1,
             "takes_part": ["secretary", "team"]}
            for index in range(count - 3)
        ]  # fmt: skip
        rows.append({"name": "Data", "kind": "collection", "role": "team", "duration": 5})
        cycle = self._create_cycle(2030 + count, sop_id=self._make_sop(rows).id)
        self._start(cycle)
        for _row in rows[:-1]:
            cycle.current_step_id.with_user(self.planning_head).note = "Sudah"
            self._complete(cycle)
        step = cycle.current_step_id
        self.assertEqual(step.kind, "collection")
        step.with_user(self.team_member).action_send_requests()
        return cycle

    def test_the_same_for_11_and_30_rows(self):
        few, many = self._run(11), self._run(30)
        for user in (self.planning_head, self.team_member, self.staff_a):
            with self.subTest(user=user.name):
                counts = [self._count(cycle, user) for cycle in (few, many)]
                self.assertEqual(counts[0], counts[1])
                self.assertLessEqual(counts[1], LIVE_QUERIES)

    def test_each_kind_of_row(self):
        """SOP 09 as it goes along, for the one whose turn it is."""
        cycle = self._create_cycle(sop_id=self.sop.id)
        with self.at("2027-01-04 08:00"):
            step = self._start(cycle)
            self.assertLessEqual(self._count(cycle, self.secretary), LIVE_QUERIES)
            step.with_user(self.secretary).instruction = "Siapkan"
            self._complete(cycle)
            self.assertLessEqual(self._count(cycle, self.planning_head), LIVE_QUERIES)
        self.assertEqual(cycle.current_step_id.date_start, local("2027-01-04 08:00"))
