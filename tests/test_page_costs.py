"""What opening a page, handing in a file and telling people costs: a bound, and no more for many.

The caches of records are empty before each, as at the start of a request; those of rules, groups
and views are filled, as on a server.
"""

from io import BytesIO
from unittest.mock import patch

from werkzeug.datastructures import FileStorage

from odoo.tools import SQL

from .pages import read_spec
from .test_filecheck import make_xlsx
from .test_reminder import ReminderCase
from .test_request import RequestCase
from .test_request_files import RequestFileCase

MANY = 6


class CostCase(RequestCase):
    def _count(self, act):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _count_form(self, record, user, view_id=None):
        """Return how many queries the client's read of the form takes."""
        # As a request has it; without a language, it is looked for again and again.
        record = record.with_user(user).with_context(**user.with_user(user).context_get())
        spec = read_spec(record.get_view(view_id, "form")["arch"], record)
        record.web_read(spec)  # fills what is cached for good
        return self._count(lambda: record.browse(record.id).web_read(spec))


class TestUploadCost(CostCase, RequestFileCase):
    def _upload(self, name):
        file = FileStorage(BytesIO(make_xlsx()), filename=name)
        request = self.request.with_user(self.staff_a).browse(self.request.id)
        item = self.item.with_user(self.staff_a).browse(self.item.id)
        return self._count(lambda: request._receive_file(file, item))

    def test_upload(self):
        """Seven reads (request, whose it is, its row, item, company, its files and their digests),
        the lock, three writes and the clock: neither rights nor content are looked at twice."""
        self._upload("pertama.xlsx")
        one = self._upload("kedua.xlsx")
        self.assertLessEqual(one, 12)
        for number in range(MANY):
            self._upload(f"{number}.xlsx")
        self.assertEqual(self._upload("lagi.xlsx"), one)
        self.assertEqual(len(self.item.attachment_ids), MANY + 3)
        self.assertFalse(self.item.old_attachment_ids)


class TestFormCost(CostCase):
    def test_page_of_the_division(self):
        """Nothing is asked about what the team may do: its buttons are on another form."""
        page = self.env.ref("lakip_sop.lakip_request_view_form_division")
        requests = self._send(self._start_collection())
        request = self._get_request(requests.step_id, self.division_a)
        few = self._count_form(request, self.staff_a, page.id)
        self.assertLessEqual(few, 26)
        self.env["lakip.request.item"].create(
            [{"request_id": request.id, "name": f"Data {number}"} for number in range(MANY)]
        )
        for item in request.item_ids:
            self._attach(item, self.staff_a)
        self.assertLessEqual(self._count_form(request, self.staff_a, page.id), few + 1)

    def test_row_with_its_requests(self):
        """What the row lacks is looked for once, and chapters only where they are written."""
        step = self._start_collection()
        self._send(step)
        self.assertLessEqual(self._count_form(step, self.team_member), 41)

    def test_rows_of_many_agencies(self):
        """The holidays of all agencies in a list are read at once."""

        sop = self._create_short_sop(number="78", company_id=False)

        def run(company):
            cycle = self._create_cycle(2026, company, sop_id=sop.id)
            cycle._lakip_unlocked().state = "running"
            self.env["lakip.step"]._create_from_sop(cycle)
            cycle.step_ids[0]._lakip_unlocked().write(
                {"state": "active", "round": 1, "date_start": "2026-01-05 02:00:00"}
            )
            return cycle.step_ids[0]

        def count(steps):
            return self._count(
                lambda: steps.browse(steps.ids).web_read({"elapsed_hours": {}, "time_text": {}})
            )

        companies = [self._create_company(f"Dinas {place}") for place in range(MANY)]
        steps = self.env["lakip.step"].union(*map(run, companies))
        count(steps)
        self.assertEqual(count(steps), count(steps[0]))

    def test_cycles_are_read_only_where_asked(self):
        """PostgreSQL leaves out what the performance of the rows is not grouped or filtered by."""
        analysis = self.env["lakip.step.analysis"]
        for name, is_asked in (("activity", False), ("cycle_state", True)):
            query = analysis._search([])
            column = analysis._field_to_sql(query.table, name, query)
            self.env.cr.execute(SQL("EXPLAIN %s", query.select(column)))
            plan = "\n".join(line for (line,) in self.env.cr.fetchall())
            self.assertIn("lakip_step_round", plan)
            self.assertEqual("lakip_cycle" in plan, is_asked, plan)


class TestTellingCost(ReminderCase):
    def test_each_reader_is_told_of_one_message(self):
        """Odoo computes for each reader what it tells of a message: of that one, not of all that
        are posted together, which would cost the square of their number."""
        with self.at("2026-01-05 08:00"):
            cycles = self.env["lakip.cycle"].union(
                *(self._create_cycle(2040 + place) for place in range(MANY))
            )
            cycles.with_user(self.planning_head).action_start()
        messages = type(self.env["mail.message"])
        computed = []
        compute = messages._compute_starred

        def watched(records):
            computed.append(len(records))
            return compute(records)

        with self.at("2026-01-05 11:45"), patch.object(messages, "_compute_starred", watched):
            cycles.current_step_id._remind()
        self.assertGreaterEqual(len(computed), MANY)
        self.assertEqual(set(computed), {1})
