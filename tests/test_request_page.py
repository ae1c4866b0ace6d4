"""The page on which a division hands in: who gets it, what it says, and what it takes."""

from datetime import timedelta

from lxml import etree

from odoo import Command, fields
from odoo.http import Request
from odoo.tests import HttpCase

from .test_filecheck import make_docx, make_pdf, make_xlsx
from .test_request import RequestCase
from .test_request_files import RequestFileCase
from .test_tours import TourCase

PAGE = "lakip_sop.lakip_request_view_form_division"


class TestRequestPage(RequestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A database in Indonesian has no English: sentences would come translated.
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.page = cls.env.ref(PAGE)
        cls.team_form = cls.env.ref("lakip_sop.lakip_request_view_form")

    def _start_sent(self, at="2027-01-04 10:00"):
        """Return the request to division A, sent then; its five days end on 2027-01-11 10:00."""
        with self.at(at):
            step = self._start_collection()
            self._send(step)
        return self._get_request(step, self.division_a)

    # ------------------------------------------------------------
    # WHO GETS IT
    # ------------------------------------------------------------

    def test_form_by_user(self):
        """Activities and addresses name no view: the server chooses."""
        request = self._start_sent()
        model = self.env["lakip.request"]
        for user, view in (
            (self.staff_a, self.page),
            (self.head_a, self.page),
            (self.team_member, self.team_form),
            (self.planning_head, self.team_form),
        ):
            with self.subTest(user=user.name):
                own = model.with_user(user)
                self.assertEqual(own.get_view(view_type="form")["id"], view.id)
                # A list is no form, and a view that is named is what was asked for.
                self.assertNotEqual(own.get_view(view_type="list")["id"], self.page.id)
                named = own.get_view(self.team_form.id, "form")
                self.assertEqual(named["id"], self.team_form.id)
        for user in (self.staff_a, self.head_a):
            action = request.with_user(user).get_formview_action()
            self.assertEqual(action["views"], [(self.page.id, "form")])
        action = request.with_user(self.team_member).get_formview_action()
        self.assertEqual(action["views"], [(False, "form")])

    def test_a_member_of_the_team_who_hands_in_as_well(self):
        request = self._start_sent()
        self.staff_a.group_ids += self.env.ref("lakip_sop.group_lakip_team")
        own = request.with_user(self.staff_a)
        self.assertEqual(own.get_formview_id(), self.page.id)
        self.assertEqual(request.get_formview_id(access_uid=self.staff_a.id), self.page.id)
        self.assertEqual(own.action_open_team_form()["views"], [(self.team_form.id, "form")])
        self._submit(request, self.staff_a)
        self.assertFalse(own.get_formview_id(), "now it is looked through")

    def test_my_requests_open_the_one_under_way(self):
        model = self.env["lakip.request"].with_user(self.staff_a)
        request = self._start_sent()
        for act in (lambda: None, lambda: self._submit(request, self.staff_a)):
            act()
            action = model._get_mine_action()
            self.assertEqual(action["res_id"], request.id)
            self.assertEqual(action["views"][0], (self.page.id, "form"))
        self.assertEqual(self.env["lakip.step"].with_user(self.staff_a)._get_home_action()["res_id"],
                         request.id)  # fmt: skip
        request.with_user(self.team_member).action_accept()
        action = model._get_mine_action()
        self.assertFalse(action.get("res_id"), "nothing is under way: the list of all")
        self.assertEqual([view for _id, view in action["views"]][:2], ["list", "form"])

    def test_my_requests_list_several(self):
        self._start_sent()
        with self.at("2027-01-04 11:00"):
            self._send(self._start_collection(year=2027))
        action = self.env["lakip.request"].with_user(self.staff_a)._get_mine_action()
        self.assertFalse(action.get("res_id"))

    # ------------------------------------------------------------
    # WHAT IT SAYS
    # ------------------------------------------------------------

    def test_until_when_in_words(self):
        request = self._start_sent().with_user(self.staff_a)
        self.assertEqual(request.deadline_text, "Monday, January 11, 2027 at 10:00\u202fAM WIB")
        self.env["res.lang"]._activate_lang("id_ID")
        indonesian = request.with_context(lang="id_ID")
        self.assertIn("Senin, 11 Januari 2027", indonesian.deadline_text)
        self.assertIn("10.00 WIB", indonesian.deadline_text)

    def test_who_handed_in_and_when(self):
        request = self._start_sent()
        self.assertFalse(request.submitted_text)
        with self.at("2027-01-05 14:00"):
            self._submit(request, self.staff_a)
        self.assertEqual(
            request.with_user(self.head_a).submitted_text,
            "Handed in by Staf A on Tuesday, January 5, 2027 at 2:00\u202fPM WIB.",
        )
        with self.at("2027-01-12 14:00"):
            request.with_user(self.team_member).action_return("Lengkapi")
            self._submit(request, self.staff_a)
        self.assertIn(", after the deadline.", request.submitted_text)

    def test_working_time_left(self):
        request = self._start_sent().with_user(self.staff_a)
        for moment, text in (
            ("2027-01-04 10:00", "5 days of work left"),
            ("2027-01-08 07:30", "1.3 days of work left"),
            ("2027-01-08 13:30", "6 hours of work left"),
            ("2027-01-09 12:00", "2 hours 30 minutes of work left"),
            ("2027-01-11 09:15", "45 minutes of work left"),
            ("2027-01-11 10:20", "Late by 20 minutes of work"),
            ("2027-01-13 10:00", "Late by 2 days of work"),
        ):
            with self.subTest(moment), self.at(moment):
                self.env.invalidate_all()
                self.assertEqual(request.left_text, text)

    def test_no_time_runs(self):
        request = self._start_sent()
        with self.at("2027-01-05 10:00"):
            request.step_id.with_user(self.planning_head).action_hold("Banjir")
            self.env.invalidate_all()
            own = request.with_user(self.staff_a)
            self.assertTrue(own.is_on_hold)
            self.assertFalse(own.left_text)
            request.step_id.with_user(self.planning_head).action_resume()
            self._submit(request, self.staff_a)
            self.assertFalse(own.left_text)

    def test_progress_counts_what_is_required(self):
        request = self._start_sent().with_user(self.staff_a)
        total = len(request.item_ids.filtered("required"))
        self.assertEqual((request.answered_count, request.required_count), (0, total))
        required, optional = (
            request.item_ids.filtered("required"),
            request.item_ids.filtered(lambda item: not item.required),
        )
        required[0].note = "Ada."
        required[1].note = "   "
        optional[0].note = "Foto menyusul."
        self._attach(required[2].with_user(self.env.user), self.staff_a)
        request.invalidate_recordset()
        self.assertEqual(request.answered_count, 2)
        self.assertEqual(request.progress_text, f"2/{total}")

    def test_remarks_after_a_return(self):
        request = self._start_sent()
        self._submit(request, self.staff_a)
        team = request.with_user(self.team_member)
        team.item_ids[1].write({"review": "not_ok", "review_note": "Jumlah tidak cocok"})
        self.assertFalse(request.return_points)
        team.action_return("Lengkapi")
        self.assertEqual(
            request.with_user(self.staff_a).return_points,
            [{"item_id": request.item_ids[1].id, "name": request.item_ids[1].name,
              "note": "Jumlah tidak cocok"}],
        )  # fmt: skip
        self._submit(request, self.staff_a)
        self.assertFalse(request.return_points)

    def test_files_now_and_before(self):
        request = self._start_sent()
        item = request.item_ids[0]
        first = self._attach(item, self.staff_a, "lama.docx")
        self._attach(item, self.head_a, "baru.docx")
        item.with_user(self.staff_a).attachment_ids = [Command.unlink(first.id)]
        own = item.with_user(self.staff_a)
        own.invalidate_recordset()
        self.assertEqual([(file["name"], file["user"]) for file in own.files],
                         [("baru.docx", "Kabid A")])  # fmt: skip
        self.assertEqual([file["id"] for file in own.old_files], first.ids)

    def test_reading_more_requests_costs_no_more_queries(self):
        """A row of the list, and the page with its items, cost no query of their own."""
        request = self._start_sent()
        requests = request.step_id.request_ids
        for one in requests:
            self._attach(one.item_ids[0], one.user_ids[0])
        names = ["deadline_text", "left_text", "progress_text", "return_points", "is_on_hold"]
        counts = []
        for ids in (requests.ids, requests.ids[:1], requests.ids):
            self.env.flush_all()
            self.env.invalidate_all()
            records = self.env["lakip.request"].with_user(self.team_member).browse(ids)
            before = self.cr.sql_log_count
            records.read(names)
            items = records.item_ids.ids
            self.env["lakip.request.item"].with_user(self.team_member).browse(items).read(
                ["files", "old_files"]
            )
            counts.append(self.cr.sql_log_count - before)
        self.assertGreater(len(requests), 1)
        self.assertEqual(counts[1], counts[2])

    def test_page_has_nothing_of_the_team(self):
        self._start_sent()
        arch = self.env["lakip.request"].with_user(self.staff_a).get_view(self.page.id)["arch"]
        buttons = {node.get("name") for node in etree.fromstring(arch).iter("button")}
        self.assertEqual(buttons, {"action_submit", "action_open_letter"})


class TestRequestPageHttp(RequestFileCase, HttpCase):
    """Files as the page sends them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        for user in (cls.staff_a, cls.head_a, cls.head_b, cls.team_member):
            user.password = user.login
            user.lang = "en_US"
        cls.authenticated = None

    def _send_file(self, name, content, user=None, request=None, item=True, replaced=None):
        """Post a file as ``user``; return what the page gets."""
        user = user or self.staff_a
        self.authenticate(user.login, user.login)
        item = self.item if item is True else item
        response = self.url_open(
            f"/lakip/request/{(request or self.request).id}/file",
            data={
                "csrf_token": Request.csrf_token(self),
                "item_id": item.id if item else "",
                "replaced_id": replaced.id if replaced else "",
            },
            files=[("ufile", (name, content))],
        )
        response.raise_for_status()
        self.env.invalidate_all()
        return response.json()

    def test_a_file_is_kept_at_its_item(self):
        answer = self._send_file("a.xlsx", make_xlsx())
        file = self.item.attachment_ids
        self.assertEqual((answer, file.name), ({"file": file.id}, "a.xlsx"))
        self.assertEqual((file.create_uid, file.res_id), (self.staff_a, self.item.id))

    def test_sent_twice_it_is_kept_once(self):
        """The answer was lost on its way: the page tries again."""
        content = make_xlsx()
        first = self._send_file("a.xlsx", content)
        self.assertEqual(self._send_file("a.xlsx", content), first)
        self.assertEqual(len(self.item.attachment_ids), 1)
        other = self._send_file("b.xlsx", content)
        self.assertNotEqual(other, first, "another name is another file")
        loose = self._send_file("c.xlsx", content, item=None)
        self.assertEqual(self._send_file("c.xlsx", content, item=None), loose)
        self.assertEqual(len(self._get_loose().attachment_ids), 1)

    def test_replaced_file_moves_to_the_earlier_ones(self):
        self._send_file("a.xlsx", make_xlsx())
        first = self.item.attachment_ids
        content = make_docx()  # once: each holds the time at which it was made
        answer = self._send_file("b.docx", content, replaced=first)
        self.assertEqual(self.item.attachment_ids.ids, [answer["file"]])
        self.assertEqual(self.item.old_attachment_ids, first)
        # Tried again, as the answer was lost
        self.assertEqual(self._send_file("b.docx", content, replaced=first), answer)
        self.assertEqual(self.item.attachment_ids.ids, [answer["file"]])

    def test_refused_files_leave_nothing(self):
        self._send_file("baik.pdf", make_pdf())
        self.company.lakip_max_file_count = 1
        before = self.env["ir.attachment"].search_count([("res_model", "=", self.item._name)])
        for name, content, sentence in (
            ("b.pdf", make_docx(), "'b.pdf' is not what its name says"),
            ("c.pdf", b"", "'c.pdf' is empty"),
            ("d.docx", make_docx(), "holds 2 files, and 1 at most"),
        ):
            with self.subTest(name):
                answer = self._send_file(name, content)
                self.assertEqual(list(answer), ["refusal"])
                self.assertIn(sentence, answer["refusal"])
        self.assertEqual(self.item.attachment_ids.mapped("name"), ["baik.pdf"])
        after = self.env["ir.attachment"].search_count([("res_model", "=", self.item._name)])
        self.assertEqual(after, before)

    def test_another_division_and_the_team_send_nothing(self):
        for user in (self.head_b, self.team_member):
            answer = self._send_file("a.xlsx", make_xlsx(), user=user)
            self.assertEqual(list(answer), ["refusal"])
            self.assertNotIn("Bidang Informasi Publik", answer["refusal"])
        self.assertFalse(self.item.attachment_ids)

    def test_item_of_another_request(self):
        """Nobody gets a file into, or out of, a request that is not theirs."""
        other = self._get_request(self.step, self.division_b)
        secret = self._attach(other.item_ids[0], self.head_b)
        answer = self._send_file("a.xlsx", make_xlsx(), item=other.item_ids[0])
        self.assertEqual(list(answer), ["refusal"])
        self._send_file("a.xlsx", make_xlsx(), replaced=secret)
        self.assertEqual(other.item_ids.attachment_ids, secret)
        self.assertNotIn(secret, self.item.old_attachment_ids)

    def test_another_company_sends_nothing(self):
        company = self._create_company("Dinas Lain")
        stranger = self._create_person("stranger", "Orang Lain", company=company)
        stranger.group_ids += self.env.ref("lakip_sop.group_lakip_division")
        stranger.password = stranger.login
        own = self.env["lakip.request"].with_user(stranger)
        self.assertFalse(own.with_context(allowed_company_ids=company.ids).search([]))
        answer = self._send_file("a.xlsx", make_xlsx(), user=stranger)
        self.assertEqual(list(answer), ["refusal"])
        self.assertFalse(self.item.attachment_ids)

    def test_after_handing_in(self):
        self._submit(self.request, self.staff_a)
        answer = self._send_file("a.xlsx", make_xlsx(), user=self.head_a)
        self.assertIn("was handed in by Staf A already", answer["refusal"])
        self.assertFalse(self.item.attachment_ids)

    def test_only_a_page_of_this_site_sends_files(self):
        self.authenticate(self.staff_a.login, self.staff_a.login)
        response = self.url_open(
            f"/lakip/request/{self.request.id}/file",
            data={"item_id": self.item.id},
            files=[("ufile", ("a.xlsx", make_xlsx()))],
        )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self.item.attachment_ids)

    def test_link_in_a_message_opens_the_page(self):
        self.authenticate(self.staff_a.login, self.staff_a.login)
        response = self.url_open(
            f"/mail/view?model=lakip.request&res_id={self.request.id}", allow_redirects=False
        )
        self.assertIn(f"/odoo/lakip.request/{self.request.id}", response.headers["Location"])
        self.assertIn(f"view_id={self.env.ref(PAGE).id}", response.headers["Location"])


class TestRequestPageTours(RequestFileCase, TourCase):
    def test_at_a_desk(self):
        """Drop, be refused, replace, put back, hand in; corrected after a return."""
        url = "/odoo/action-lakip_sop.ir_actions_server_my_requests"
        self._tour("division_staff_at_a_desk", self.staff_a, url=url)
        request = self.request
        self.assertEqual((request.state, request.submitted_user_id), ("submitted", self.staff_a))
        self.assertEqual(
            set(request.item_ids.attachment_ids.mapped("name")),
            {"realisasi.csv", "anggaran-baru.csv", "program.csv"},
        )
        self.assertEqual(request.item_ids.old_attachment_ids.mapped("name"), ["anggaran.csv"])
        self.assertFalse(request.item_ids.filtered("is_loose"))

        team = request.with_user(self.team_member)
        budget = team.item_ids.filtered(lambda item: "anggaran" in item.name)
        budget.write({"review": "not_ok", "review_note": "Jumlah tidak cocok"})
        team.action_return("Lengkapi")
        # From the message that tells of it
        self._tour(
            "division_staff_after_return",
            self.staff_a,
            url=f"/mail/view?model=lakip.request&res_id={request.id}",
        )
        self.assertEqual(request.state, "submitted")
        self.assertIn("anggaran-3.csv", budget.attachment_ids.mapped("name"))


class TestFinished(RequestCase):
    """What a button says at its end leads to the result."""

    def test_sending_the_requests(self):
        step = self._start_collection()
        action = step.with_user(self.team_member).action_send_requests()
        self.assertEqual(action["tag"], "lakip_finished")
        self.assertIn("Bidang Aplikasi Informatika", action["params"]["message"])
        domain = action["params"]["action"]["domain"]
        self.assertEqual(self.env["lakip.request"].search(domain), step.request_ids)

    def test_writing_a_document(self):
        step = self._start_collection()
        self._send(step)
        step.request_ids.with_user(self.planning_head)
        for request in step.request_ids:
            self._submit(request, request.user_ids[0])
        step.request_ids.with_user(self.team_member).action_accept()
        self._complete(step.cycle_id)
        self._complete(step.cycle_id)
        drafting = step.cycle_id.current_step_id
        self.assertEqual(drafting.kind, "drafting")
        action = drafting.with_user(self.team_member).action_generate_document()
        document = drafting._get_document("report")[drafting]
        self.assertEqual(action["params"]["title"], document.display_name)
        self.assertEqual(
            action["params"]["url"], f"/web/content/{document.attachment_id.id}?download=true"
        )

    def test_loading_the_holidays(self):
        wizard = self.env["lakip.holiday.wizard"].with_user(self.manager).create(
            {"year": 2027, "company_id": self.company.id}
        )  # fmt: skip
        params = wizard.action_apply()["params"]
        self.assertIn("Stored: 26", params["message"])
        leaves = self.env["resource.calendar.leaves"].with_user(self.manager)
        found = leaves.search(params["action"]["domain"])
        self.assertEqual(len(found), 26)
        self.assertFalse(found.resource_id)
        self.assertLess(max(found.mapped("date_from")) - fields.Datetime.to_datetime("2027-01-01"),
                        timedelta(days=366))  # fmt: skip
