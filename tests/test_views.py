"""What the views read: for each role without an error, and no query a record."""

from odoo.exceptions import UserError
from odoo.tests import Form

from .common import LakipCase
from .pages import read_spec

MANY = 20
#: Queries of a cycle that is opened, with nothing in the caches of the records; the holidays are
#: read for the badge and for the page.
OPENING_QUERIES = 42
ACTIONS = (
    "lakip_agenda_action",
    "lakip_approval_action",
    "lakip_correction_action",
    "lakip_cycle_action",
    "lakip_delivery_action",
    "lakip_document_action",
    "lakip_indicator_action",
    "lakip_objective_action",
    "lakip_officer_action",
    "lakip_program_action",
    "lakip_request_action",
    "lakip_request_action_mine",
    "lakip_role_action",
    "lakip_scale_action",
    "lakip_selfcheck_action",
    "lakip_section_action",
    "lakip_sop_action",
    "lakip_request_analysis_action",
    "lakip_step_action",
    "lakip_step_analysis_action",
    "lakip_step_round_action",
    "lakip_step_round_action_returned",
    "lakip_work_action",
)


class TestViews(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.short_sop = cls._create_short_sop()

    def _start_cycles(self, count, first):
        cycles = self.env["lakip.cycle"].union(
            *(self._create_cycle(first + index) for index in range(count))
        )
        for cycle in cycles:
            self._start(cycle)
        return cycles

    def _read(self, records, view_type, user):
        """Read ``records`` as the client does for its view; return values and queries."""
        model = records.with_user(user)
        spec = read_spec(model.get_view(view_type=view_type)["arch"], model)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        values = model.web_search_read([("id", "in", records.ids)], spec, limit=80)["records"]
        self.assertEqual(len(values), len(records))
        return values, self.cr.sql_log_count - before

    def test_views_of_each_action_load(self):
        cycle = self._create_cycle(2040)
        self._start(cycle)
        self.team_member.group_ids += self.env.ref("lakip_sop.group_lakip_team")
        for user in (self.planning_head, self.manager, self.agency_head, self.team_member):
            for name in ACTIONS:
                action = self.env["ir.actions.act_window"]._for_xml_id(f"lakip_sop.{name}")
                model = self.env[action["res_model"]].with_user(user)
                with self.subTest(user=user.name, action=name):
                    for view_type in action["view_mode"].split(","):
                        self.assertTrue(model.get_view(view_type=view_type)["arch"])

    def test_list_and_kanban_reads_do_not_grow(self):
        """A row of a list, a card or a step costs no query of its own."""
        one = self._start_cycles(1, 2040)
        many = self._start_cycles(MANY, 2050)
        self._read(one, "list", self.planning_head)  # fills what is cached for good
        for view_type in ("list", "kanban"):
            for records_one, records_many in (
                (one, many),
                (one.current_step_id, many.current_step_id),
                (one.step_ids, many[:5].step_ids),
            ):
                with self.subTest(model=one._name, view_type=view_type):
                    _values, few = self._read(records_one, view_type, self.planning_head)
                    _values, lots = self._read(records_many, view_type, self.planning_head)
                    self.assertEqual(few, lots)

    def test_cycles_are_in_columns_that_hold_some(self):
        """A phone shows the first column: no empty one of drafts stands before what runs."""
        cycles = self._start_cycles(1, 2040) | self._create_cycle(2041)
        model = self.env["lakip.cycle"].with_user(self.planning_head)
        for shown, states in ((cycles, ["draft", "running"]), (cycles[0], ["running"])):
            groups = model.web_read_group([("id", "in", shown.ids)], ["state"])["groups"]
            self.assertEqual([group["state"] for group in groups], states)

    def test_cycle_form_shows_the_button_that_is_mine(self):
        cycle = self._create_cycle(2040)
        self._start(cycle)
        for user, expected in ((self.planning_head, "action_complete"), (self.secretary, None)):
            values, _queries = self._read(cycle, "form", user)
            rows = values[0]["flow_data"]["rows"]
            self.assertEqual(len(rows), len(cycle.step_ids))
            button = rows[0]["button"]
            self.assertEqual(button and button["method"], expected)
            self.assertFalse(any(row["button"] for row in rows[1:]))

    def test_opening_a_cycle(self):
        """The form with its page in one read: the same for 11 and 30 rows.

        Of the queries some 18 are the page's; the others are those of counts, tabs and buttons.
        """
        task = {"kind": "task", "role": "planning_head", "duration": 1}
        last = [
            {"name": "Menulis", "kind": "drafting", "role": "team"},
            {"name": "Mengesahkan", "kind": "signature", "role": "agency_head"},
        ]
        counts = []
        for count in (11, 30):
            sop = self._create_sop(
                [*({"name": f"Baris {index}", **task} for index in range(count - 2)), *last]
            )
            cycle = self._create_cycle(2040 + count, sop_id=sop.id)
            self._start(cycle)
            self._read(cycle, "form", self.planning_head)  # fills what is cached for good
            values, queries = self._read(cycle, "form", self.planning_head)
            self.assertEqual(len(values[0]["flow_data"]["rows"]), count)
            counts.append(queries)
        self.assertEqual(*counts)
        self.assertLessEqual(counts[1], OPENING_QUERIES)

    def test_next_button_follows_the_kind(self):
        cycle = self._create_cycle(2040)
        step = self._start(cycle)
        self.assertEqual(step.with_user(self.planning_head).next_button, "complete")
        step = self._complete(cycle)
        self.assertEqual(step.with_user(self.team_member).next_button, "open")
        self._upload_report(cycle)
        step.invalidate_recordset()
        self.assertEqual(step.with_user(self.team_member).next_button, "complete")
        step = self._complete(cycle)
        self.assertEqual(step.with_user(self.secretary).next_button, "initial")
        self.assertFalse(step.with_user(self.agency_head).next_button)
        step = self._approve(cycle)
        self.assertEqual(step.with_user(self.agency_head).next_button, "signature")
        self.assertEqual(
            step.with_user(self.agency_head).report_approval_ids.mapped("state"),
            ["approved", "pending"],
        )

    def test_time_is_told_in_words(self):
        self.env["res.lang"]._activate_lang("en_US")
        with self.at("2027-01-04 08:00"):
            cycle = self._create_cycle(2040)
            step = self._start(cycle).with_context(lang="en_US")
        self.assertEqual(step.standard_text, "1 day")
        with self.at("2027-01-04 16:00"):
            step.invalidate_recordset()
            # Without the night: of the next working day it is half an hour.
            self.assertEqual(step.time_text, "30 minutes of work left")
            self.assertEqual(step.elapsed_hours, 7.0)
        with self.at("2027-01-11 08:00"):
            step.invalidate_recordset()
            # Since Tuesday at 8:00, without the week-end.
            self.assertEqual(step.time_text, "Late by 4 days of work")
            self._complete(cycle)
            step.invalidate_recordset()
            self.assertEqual(step.time_text, "Done late")

    def test_a_list_survives_a_company_without_working_time(self):
        cycle = self._create_cycle(2040)
        step = self._start(cycle)
        self.company.resource_calendar_id.attendance_ids.unlink()
        step.invalidate_recordset()
        with self.assertRaises(UserError):
            step._get_worked_hours()
        self.assertEqual(step.elapsed_hours, 0.0)

    def test_owner_flag_is_not_that_of_the_superuser(self):
        cycle = self._create_cycle(2040)
        step = self._start(cycle)
        self.assertTrue(step.with_user(self.planning_head).is_owner)
        self.assertFalse(step.with_user(self.team_member).is_owner)

    def test_division_staff_open_the_app_on_their_requests(self):
        division = self.env.ref("lakip_sop.group_lakip_division")
        self.staff_a.group_ids += division
        steps = self.env["lakip.step"]
        action = steps.with_user(self.staff_a)._get_home_action()
        self.assertEqual(action["res_model"], "lakip.request")
        action = steps.with_user(self.planning_head)._get_home_action()
        self.assertEqual(action["tag"], "lakip_sop.home")

    def test_counts_of_the_button_box(self):
        cycle = self._create_cycle(2040)
        self._start(cycle)
        self._complete(cycle)
        self._upload_report(cycle)
        self._upload_report(cycle, text="again")
        self._complete(cycle)
        self._approve(cycle)
        cycle.invalidate_recordset()
        for user in (self.planning_head, self.manager):
            counted = cycle.with_user(user)
            self.assertEqual(counted.document_count, 1)
            self.assertEqual(counted.approval_count, 1)
            self.assertEqual(counted.correction_count, 0)
            self.assertEqual(
                counted.action_open_documents()["domain"], [("cycle_id", "=", cycle.id)]
            )

    def test_cycle_is_opened_by_its_form(self):
        form = Form(self.env["lakip.cycle"].with_user(self.planning_head))
        form.year = 2041
        with form.member_ids.new() as member:
            member.employee_id = self.team_member.employee_id
        cycle = form.save()
        self.assertEqual(cycle.name, "LAKIP 2041")
        self.assertEqual(cycle.sop_id, self.short_sop)
        self.assertEqual(len(cycle.flow_data["rows"]), 5)

    def test_members_are_edited_on_the_row_of_the_decree(self):
        cycle = self._create_cycle(2040, sop_id=self.sop.id)
        self._start(cycle)
        cycle.current_step_id.with_user(self.secretary).instruction = "Bentuk tim"
        step = self._complete(cycle, self.secretary)
        self.assertEqual(step.kind, "decree")
        with Form(step.with_user(self.planning_head)) as form:
            with form.member_ids.new() as member:
                member.employee_id = self.staff_a.employee_id
        self.assertIn(self.staff_a.employee_id, cycle.member_ids.employee_id)
