"""The first hour of an administrator: the checklist and the wizards it leads to."""

from base64 import b64decode, b64encode

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form

from .common import LakipCase, signature_png


class SetupCase(LakipCase):
    """A company as Odoo makes it, and an administrator of Odoo who is no superuser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fresh = cls.env["res.company"].create({"name": "Dinas Baru", "city": "Singkawang"})
        cls.admin = cls._create_user("baru", "Administrator Baru", cls.fresh)
        cls.admin.group_ids = [
            Command.link(cls.env.ref(name).id)
            for name in (
                "base.group_system",
                "hr.group_hr_manager",
                "lakip_sop.group_lakip_manager",
            )
        ]
        # Who administers LAKIP and has none of Odoo's rights
        cls.lakip_admin = cls._create_user("lakip", "Administrator LAKIP", cls.fresh)
        cls.lakip_admin.group_ids = [Command.link(cls.env.ref("lakip_sop.group_lakip_manager").id)]

    def _as(self, model, user=None):
        user = user or self.admin
        return (
            self.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=self.fresh.ids, lang="en_US")
        )

    def _checklist(self, user=None):
        return self._as("lakip.setup", user).get_checklist()

    def _states(self, user=None):
        return {step["key"]: step["state"] for step in self._checklist(user)["steps"]}

    def _step(self, key, user=None):
        return next(step for step in self._checklist(user)["steps"] if step["key"] == key)

    def _open(self, key, user=None):
        """Return the form of the wizard that the button of a step opens."""
        action = self._as("lakip.setup", user).action_open(key)
        return Form(self._as(action["res_model"], user).with_context(**action["context"]))

    def _apply(self, form):
        return form.save().action_apply()

    def _populate(self):
        """An agency that has worked with Odoo's Employees before it installs LAKIP."""
        cls = type(self)
        self.departments = self.env["hr.department"]
        for name in ("Sekretariat", "Bidang Aplikasi", "Bidang Statistik"):
            self.departments += cls._create_department(name, self.fresh)
        people = (
            ("Hartono", "Kepala Dinas Komunikasi dan Informatika", None),
            ("Sri Wahyuni", "Sekretaris Dinas", self.departments[0]),
            ("Joko", "Plt. Kasubbag Rencana Kerja dan Monev", self.departments[0]),
            ("Maya", "Kepala Bidang Aplikasi", self.departments[1]),
            ("Rizal", "Kepala Bidang Statistik", self.departments[2]),
        )
        self.employees = {}
        for name, title, department in people:
            self.employees[name] = cls._create_employee(
                name,
                self.fresh,
                job_title=title,
                department_id=department.id if department else False,
                work_email=f"{name.split()[0].lower()}@baru.example.com",
            )
        self.departments[1].manager_id = self.employees["Maya"]
        self.departments[2].manager_id = self.employees["Rizal"]


class TestChecklist(SetupCase):
    def test_a_fresh_company_has_everything_open(self):
        checklist = self._checklist()
        self.assertEqual(checklist["company"], "Dinas Baru")
        self.assertEqual((checklist["done"], checklist["total"]), (0, 7))
        self.assertEqual(set(self._states().values()), {"open"})
        self.assertFalse(checklist["is_closed"])
        self.assertFalse(checklist["is_complete"])

    def test_nobody_else_sees_or_changes_it(self):
        for user in (self.planning_head, self.staff_a):
            setup = self.env["lakip.setup"].with_user(user)
            self.assertFalse(setup.get_checklist())
            for method in ("action_open", "action_skip", "action_resume"):
                with self.assertRefused("Only the LAKIP administrator", AccessError):
                    getattr(setup, method)("worktime")
            with self.assertRefused("Only the LAKIP administrator", AccessError):
                setup.action_close()

    def test_skip_resume_and_close_are_of_one_company(self):
        setup = self._as("lakip.setup")
        setup.action_skip("holidays")
        self.assertEqual(self._states()["holidays"], "skipped")
        other = self.env["lakip.setup"].with_user(self.manager).get_checklist()
        self.assertNotIn("skipped", [step["state"] for step in other["steps"]])
        setup.action_resume("holidays")
        self.assertEqual(self._states()["holidays"], "open")
        self.assertTrue(setup.action_close()["is_closed"])
        self.assertFalse(
            self.env["lakip.setup"].with_user(self.manager).get_checklist()["is_closed"]
        )
        self.assertFalse(setup.action_close(False)["is_closed"])

    def test_a_step_that_is_skipped_and_done_is_done(self):
        setup = self._as("lakip.setup")
        setup.action_skip("divisions")
        self._populate()
        self.departments[0].is_lakip_division = True
        self.assertEqual(self._states()["divisions"], "done")
        self.departments[0].is_lakip_division = False
        self.assertEqual(self._states()["divisions"], "skipped")

    def test_unknown_steps_are_refused(self):
        for key in ("nothing", "__class__", None):
            with self.assertRefused("There is no such step"):
                self._as("lakip.setup").action_open(key)

    def test_complete_when_nothing_is_open(self):
        setup = self._as("lakip.setup")
        for step in self._checklist()["steps"]:
            checklist = setup.action_skip(step["key"])
        self.assertTrue(checklist["is_complete"])
        self.assertEqual(checklist["done"], 0)

    def test_queries_do_not_grow_with_the_agency(self):
        self._populate()
        self.departments.is_lakip_division = True
        self._create_person("satu", "Orang Pertama", self.departments[0], self.fresh)

        def count():
            self.env.invalidate_all()
            self._checklist()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._checklist()
            return self.env.cr.sql_log_count - before

        few = count()
        for number in range(12):
            department = self._create_department(f"Bidang {number}", self.fresh)
            department.is_lakip_division = True
            self._create_person(f"orang{number}", f"Orang {number}", department, self.fresh)
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 40)


class TestWorktime(SetupCase):
    def test_the_hours_of_the_asn_are_proposed(self):
        form = self._open("worktime")
        self.assertEqual(form.calendar_id, self.env.ref("lakip_sop.resource_calendar_asn"))
        self.assertIn("Monday–Thursday", form.hours_text)
        form.zone = "Asia/Makassar"
        self._apply(form)
        calendar = self.fresh.resource_calendar_id
        self.assertEqual((calendar.tz, calendar.company_id), ("Asia/Makassar", self.fresh))
        self.assertEqual(calendar.name, "Jam Kerja ASN 37,5 jam (WITA)")
        self.assertEqual(calendar._get_hours_per_week(), 37.5)
        # That of the other companies stays on its clock.
        self.assertEqual(self.env.ref("lakip_sop.resource_calendar_asn").tz, "Asia/Jakarta")
        step = self._step("worktime")
        self.assertEqual(step["state"], "done")
        self.assertEqual(step["detail"], "Jam Kerja ASN 37,5 jam (WITA), WITA")

    def test_own_hours_are_kept(self):
        calendar = self.fresh.resource_calendar_id
        calendar.attendance_ids.filtered(lambda line: line.hour_to == 17).hour_to = 16.5
        calendar.tz = "Asia/Jayapura"
        self.assertEqual(self._states()["worktime"], "done")
        form = self._open("worktime")
        self.assertEqual((form.calendar_id, form.zone), (calendar, "Asia/Jayapura"))
        self._apply(form)
        self.assertEqual(self.fresh.resource_calendar_id, calendar)

    def test_a_second_time_makes_no_second_copy(self):
        for zone in ("Asia/Makassar", "Asia/Jakarta", "Asia/Makassar"):
            form = self._open("worktime")
            form.calendar_id = self.env.ref("lakip_sop.resource_calendar_asn")
            form.zone = zone
            self._apply(form)
        copies = self.env["resource.calendar"].search(
            [("company_id", "=", self.fresh.id), ("name", "ilike", "ASN")]
        )
        self.assertEqual(len(copies), 1)
        self.assertEqual(self.fresh.resource_calendar_id, copies)

    def test_it_takes_the_right_to_change_the_company(self):
        step = self._step("worktime", self.lakip_admin)
        self.assertIn("Only an Odoo administrator", step["refusal"])
        with self.assertRefused("Only an Odoo administrator"):
            self._as("lakip.setup", self.lakip_admin).action_open("worktime")
        wizard = self._as("lakip.worktime.wizard", self.lakip_admin).create({})
        with self.assertRefused("Only an Odoo administrator", AccessError):
            wizard.action_apply()

    def test_not_for_a_company_of_others(self):
        wizard = self._as("lakip.worktime.wizard").create({"company_id": self.company.id})
        with self.assertRefused("own companies|access", AccessError):
            wizard.action_apply()


class TestHolidays(SetupCase):
    def test_this_year_and_the_next_are_loaded(self):
        with self.at("2026-03-02 08:00"):
            form = self._open("holidays")
            self.assertTrue(form.has_next_year)
            self._apply(form)
            step = self._step("holidays")
        self.assertEqual(step["state"], "done")
        self.assertRegex(step["detail"], r"2026: \d+ days. 2027: \d+ days")

    def test_one_year_at_a_time_as_before(self):
        wizard = self._as("lakip.holiday.wizard").create({"year": 2026})
        self.assertEqual({line.date.year for line in wizard.line_ids}, {2026})
        wizard.has_next_year = True
        self.assertEqual({line.date.year for line in wizard.line_ids}, {2026, 2027})


class TestDivisions(SetupCase):
    def test_departments_that_are_there_are_proposed(self):
        self._populate()
        form = self._open("divisions")
        self.assertEqual(len(form.line_ids), 3)
        result = self._apply(form)
        self.assertTrue(all(self.departments.mapped("is_lakip_division")))
        self.assertIn("Bidang Aplikasi", result["params"]["message"])
        self.assertEqual(self._states()["divisions"], "done")
        self.assertIn("Nobody can sign in yet", self._step("divisions")["detail"])

    def test_a_tick_taken_away_counts(self):
        self._populate()
        self.departments.is_lakip_division = True
        form = self._open("divisions")
        with form.line_ids.edit(0) as line:
            line.is_chosen = False
        self._apply(form)
        self.assertEqual(self.departments.mapped("is_lakip_division").count(True), 2)

    def test_its_head_gets_a_login(self):
        self._populate()
        form = self._open("divisions")
        wizard = form.save()
        heads = wizard.line_ids.filtered("employee_id")
        self.assertEqual(
            set(heads.mapped("login")), {"maya@baru.example.com", "rizal@baru.example.com"}
        )
        result = wizard.action_apply()
        self.assertIn("New logins", result["params"]["message"])
        self.assertEqual(self.employees["Maya"].user_id.login, "maya@baru.example.com")

    def test_without_departments_the_usual_ones_are_made(self):
        form = self._open("divisions")
        self.assertTrue(form.is_new)
        self.assertEqual(len(form.line_ids), 4)
        with form.line_ids.edit(1) as line:
            line.name = "Bidang Kehumasan"
        with form.line_ids.edit(3) as line:
            line.is_chosen = False
        self._apply(form)
        departments = self.env["hr.department"].search([("company_id", "=", self.fresh.id)])
        self.assertEqual(
            set(departments.mapped("name")),
            {"Sekretariat", "Bidang Kehumasan", "Bidang Aplikasi Informatika"},
        )
        self.assertTrue(all(departments.mapped("is_lakip_division")))

    def test_without_rights_in_employees_one_marks_but_makes_nothing(self):
        with self.assertRefused("administrator of the app Employees"):
            self._apply(self._open("divisions", self.lakip_admin))
        self._populate()
        form = self._open("divisions", self.lakip_admin)
        self.assertFalse(form.may_create_users)
        wizard = form.save()
        with self.assertRefused("may make logins"):
            wizard.action_apply()
        wizard.line_ids.login = False
        wizard.action_apply()
        self.assertTrue(all(self.departments.mapped("is_lakip_division")))

    def test_departments_of_others_are_refused(self):
        self._populate()
        self.admin.company_ids |= self.company
        wizard = self._open("divisions").save()
        wizard = wizard.with_context(allowed_company_ids=(self.fresh | self.company).ids)
        wizard.line_ids[0].department_id = self.division_a
        with self.assertRefused("must be departments of the company"):
            wizard.action_apply()


class TestOfficers(SetupCase):
    def test_job_titles_propose_and_logins_are_made(self):
        self._populate()
        wizard = self._open("officers").save()
        self.assertEqual(
            {line.role_id.code: line.employee_id.name for line in wizard.line_ids},
            {"agency_head": "Hartono", "secretary": "Sri Wahyuni", "planning_head": "Joko"},
        )
        self.assertEqual(
            {line.role_id.code: line.capacity for line in wizard.line_ids},
            {"agency_head": "definitive", "secretary": "definitive", "planning_head": "plt"},
        )
        mails = self.env["mail.mail"].search_count([])
        result = wizard.action_apply()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails, "no invitation")
        self.assertIn("hartono@baru.example.com", result["params"]["message"])
        head = self.employees["Hartono"].user_id
        self.assertEqual(head.company_ids, self.fresh)
        self.assertTrue(head.has_group("lakip_sop.group_lakip_agency_head"))
        self.assertFalse(head.has_group("lakip_sop.group_lakip_manager"))
        self.assertFalse(head.has_group("hr.group_hr_user"))
        self.assertEqual(self._states()["officers"], "done")

    def test_who_holds_an_office_stays(self):
        self._populate()
        self._apply(self._open("officers"))
        officers = self.env["lakip.officer"].search([("company_id", "=", self.fresh.id)])
        form = self._open("officers")
        wizard = form.save()
        self.assertTrue(all(wizard.line_ids.mapped("is_held")))
        with self.assertRefused("at least one office"):
            wizard.action_apply()
        self.assertEqual(
            self.env["lakip.officer"].search([("company_id", "=", self.fresh.id)]), officers
        )

    def test_a_part_can_be_named_and_the_rest_later(self):
        self._populate()
        wizard = self._open("officers").save()
        wizard.line_ids.filtered(lambda line: line.role_id.code != "secretary").employee_id = False
        wizard.action_apply()
        step = self._step("officers")
        self.assertEqual(step["state"], "open")
        self.assertIn("Kepala Dinas", step["detail"])

    def test_who_cannot_sign_in_cannot_be_named(self):
        self._populate()
        wizard = self._open("officers").save()
        wizard.line_ids.login = False
        with self.assertRefused("cannot sign in yet"):
            wizard.action_apply()

    def test_logins_take_the_rights_of_odoo(self):
        self._populate()
        wizard = self._open("officers", self.lakip_admin).save()
        self.assertEqual(len(wizard.line_ids.filtered("employee_id")), 3)
        with self.assertRefused("Only an Odoo administrator"):
            wizard.action_apply()
        self.assertFalse(self.employees["Hartono"].user_id)
        for employee in self.employees.values():
            employee.user_id = self._create_user(employee.name, employee.name, self.fresh)
        wizard = self._open("officers", self.lakip_admin).save()
        wizard.action_apply()
        self.assertEqual(self._states()["officers"], "done")

    def test_a_login_in_use_is_not_taken(self):
        self._populate()
        for login, user in (
            (self.staff_a.login, "of another company"),
            (self.env.ref("base.public_user").login, "no employee"),
        ):
            wizard = self._open("officers").save()
            wizard.line_ids[0].login = login
            with self.subTest(user), self.assertRefused("belongs to somebody else"):
                wizard.action_apply()

    def test_a_free_user_is_linked(self):
        self._populate()
        user = self._create_user("bebas", "Hartono", self.fresh)
        wizard = self._open("officers").save()
        line = wizard.line_ids.filtered(lambda line: line.role_id.code == "agency_head")
        line.login = user.login
        wizard.action_apply()
        self.assertEqual(self.employees["Hartono"].user_id, user)

    def test_two_people_with_one_login_are_refused(self):
        self._populate()
        wizard = self._open("officers").save()
        wizard.line_ids.login = "sama@baru.example.com"
        with self.assertRefused("same login"):
            wizard.action_apply()

    def test_one_person_may_hold_two_offices(self):
        self._populate()
        wizard = self._open("officers").save()
        one, two = wizard.line_ids[:2]
        two.employee_id = one.employee_id
        two.capacity = "plt"
        wizard.action_apply()
        self.assertEqual(len(one.employee_id.user_id), 1)

    def test_an_invitation_is_sent_only_when_wanted(self):
        self._populate()
        wizard = self._open("officers").save()
        wizard.invite = True
        result = wizard.action_apply()
        self.assertIn("Invited by e-mail", result["params"]["message"])

    def test_an_invitation_needs_an_address(self):
        self._populate()
        for employee in self.employees.values():
            employee.work_email = False
        wizard = self._open("officers").save()
        for line in wizard.line_ids:
            line.login = f"nama{line.id}"
        wizard.invite = True
        with self.assertRefused("needs an e-mail address"):
            wizard.action_apply()


class TestTeam(SetupCase):
    def test_the_officers_are_proposed_by_what_they_do(self):
        self._populate()
        self._apply(self._open("officers"))
        wizard = self._open("team").save()
        self.assertEqual(
            {line.employee_id.name: line.position for line in wizard.line_ids},
            {"Hartono": "advisor", "Sri Wahyuni": "responsible", "Joko": "chair"},
        )
        wizard.action_apply()
        cycle = self.env["lakip.cycle"].search([("company_id", "=", self.fresh.id)])
        self.assertEqual(cycle.state, "draft")
        self.assertEqual(len(cycle.member_ids), 3)
        self.assertEqual(self._states()["team"], "done")
        # Again: what was named stays, and no second cycle is made.
        wizard = self._open("team").save()
        self.assertEqual(len(wizard.line_ids), 3)
        wizard.line_ids[0].unlink()
        wizard.action_apply()
        self.assertEqual(len(cycle.member_ids), 2)
        self.assertEqual(
            self.env["lakip.cycle"].search([("company_id", "=", self.fresh.id)]), cycle
        )

    def test_nobody_and_twice_are_refused(self):
        self._populate()
        wizard = self._as("lakip.team.wizard").create({"line_ids": False})
        with self.assertRefused("at least one person"):
            wizard.action_apply()
        joko = self.employees["Joko"]
        wizard.line_ids = [Command.create({"employee_id": joko.id}) for __ in range(2)]
        with self.assertRefused("once only"):
            wizard.action_apply()


class TestLetterhead(SetupCase):
    def test_it_is_proposed_from_the_company(self):
        self.fresh.write(
            {
                "street": "Jl. Merdeka 1",
                "zip": "79123",
                "state_id": self.env.ref("base.state_id_kb").id,
                "country_id": self.env.ref("base.id").id,
            }
        )
        form = self._open("letterhead", self.lakip_admin)
        self.assertEqual(form.government, "PEMERINTAH PROVINSI KALIMANTAN BARAT")
        self.assertEqual(form.agency, "DINAS BARU")
        self.assertEqual(form.city, "Singkawang")
        self.assertIn("Jl. Merdeka 1, Singkawang 79123", form.address)
        form.emblem = b64encode(signature_png()).decode()
        self._apply(form)
        self.assertEqual(self._states()["letterhead"], "done")
        letterhead = self.fresh.sudo()._lakip_get_letterhead()
        self.assertEqual(letterhead.agency, "DINAS BARU")
        self.assertTrue(letterhead.emblem.startswith(b"\x89PNG"))
        # Opened again and applied unchanged, the emblem stays.
        kept = b64decode(self.fresh.lakip_emblem)
        self._apply(self._open("letterhead", self.lakip_admin))
        self.assertEqual(b64decode(self.fresh.lakip_emblem), kept)

    def test_a_bad_emblem_is_refused(self):
        form = self._open("letterhead")
        form.government, form.address = "PEMERINTAH", "Jalan"
        wizard = form.save()
        wizard.emblem = b64encode(b"not a picture")
        with self.assertRefused("not a PNG or JPEG"):
            wizard.action_apply()


class TestFirstCycle(SetupCase):
    def _start_cycle(self):
        action = self._as("lakip.setup").action_open("cycle")
        cycles = self._as("lakip.cycle")
        cycle = cycles.browse(action["res_id"]) or Form(cycles).save()
        cycle.action_start()
        return cycle

    def test_from_nothing_to_a_started_cycle(self):
        """No department, no employee: each step by its wizard alone."""
        for key in ("worktime", "holidays", "divisions"):
            self._apply(self._open(key))
        form = self._open("officers")
        for index in range(3):
            with form.line_ids.edit(index) as line:
                # As the list does for a name it does not know
                line.employee_id = self._as("hr.employee").create(
                    {"name": f"Pejabat {index}", "company_id": self.fresh.id}
                )
                line.login = f"pejabat{index}"
        self._apply(form)
        # The Sekretaris leads the Sekretariat, so that a division has somebody who can sign in.
        form = self._open("divisions")
        with form.line_ids.edit(0) as line:
            line.employee_id = self.env["hr.employee"].search(
                [("company_id", "=", self.fresh.id)], limit=1
            )
        self._apply(form)
        self._apply(self._open("team"))
        form = self._open("letterhead")
        form.government, form.address = "PEMERINTAH KOTA BARU", "Jalan Baru 1"
        self._apply(form)
        cycle = self._start_cycle()
        self.assertEqual(cycle.state, "running")
        self.assertEqual(len(cycle.department_ids), 4)
        checklist = self._checklist()
        self.assertTrue(checklist["is_complete"])
        self.assertEqual(checklist["done"], 7)

    def test_what_is_missing_is_said(self):
        with self.assertRefused("Missing"):
            self._start_cycle()

    def test_a_running_cycle_is_opened_by_the_team_step(self):
        action = self.env["lakip.setup"].with_user(self.manager).action_open("cycle")
        self.assertFalse(action["res_id"])
        cycle = self._create_cycle()
        self._start(cycle)
        for key in ("team", "cycle"):
            action = self.env["lakip.setup"].with_user(self.manager).action_open(key)
            self.assertEqual((action["res_model"], action["res_id"]), ("lakip.cycle", cycle.id))


class TestSettings(SetupCase):
    def test_each_setting_explains_itself(self):
        """A title, a help of a whole sentence, and the mark of what differs by company."""
        settings = self._as("res.config.settings")
        arch = etree.fromstring(settings.get_views([(False, "form")])["views"]["form"]["arch"])
        app = arch.xpath("//app[@name='lakip_sop']")[0]
        found = app.xpath(".//setting")
        self.assertGreater(len(found), 15)
        for setting in found:
            with self.subTest(setting.get("id")):
                self.assertTrue(setting.get("string"))
                self.assertRegex(setting.get("help"), r"^[A-Z].{30,}\.$")
                fields = [settings._fields[node.get("name")] for node in setting.xpath(".//field")]
                if any((field.related or "").startswith("company_id.") for field in fields):
                    self.assertEqual(setting.get("company_dependent"), "1")
        for block in app.xpath(".//block"):
            self.assertTrue(block.get("title"))
