"""As much of Odoo's own apps as a cycle has of ours: what the peers of the benchmarks work on.

For each cycle a task with ten subtasks in ``project``, with as many files; a time off with two
approvals in ``hr_holidays``; a document with three tiers in ``base_tier_validation``.
"""

from datetime import timedelta

from odoo import Command, fields

from tests.common import docx_bytes

from .parts import find_threads

#: A task and its subtasks are as many records as SOP 09 has rows.
ROWS = 11
FILES = 40
#: Roles of those who decide a document, in order.
DECIDERS = ("planning_head", "secretary", "agency_head")


class Twin:
    """What happens beside the cycle of an agency; nothing where the apps are not installed."""

    def __init__(self, agency):
        self.env = agency.env
        self.agency = agency
        self.has_project = "project.task" in self.env
        self.has_leaves = "hr.leave" in self.env
        self.has_tiers = "lakip.bench.document" in self.env
        if self.has_project:
            agency.users["planning_head"].group_ids |= self.env.ref("project.group_project_user")
            self.project = self._create_project()
            self.tasks = self._create_tasks()
        if self.has_leaves:
            self.leave = self._create_leave()
        if self.has_tiers:
            self.document = self._create_document()

    def reach(self, place, count):
        """Go on to the stage at ``place`` of ``count``, as users do."""
        if self.has_project:
            self._reach_task(place)
        if place == count - 1:
            self._decide()

    def find_agency(self):
        """Return what there is one of an agency, for the copier."""
        return [self.project.alias_id, self.project] if self.has_project else []

    def find_parts(self):
        """Return what there is one of a cycle, for the copier."""
        parts = []
        if self.has_project:
            personal = self.env["project.task.stage.personal"]
            parts += [self.tasks, personal.search([("task_id", "in", self.tasks.ids)])]
        if self.has_leaves:
            parts.append(self.leave)
        if self.has_tiers:
            parts += [self.document, self.document.review_ids]
        return parts + find_threads(parts) if parts else []

    # ------------------------------------------------------------
    # PROJECT
    # ------------------------------------------------------------

    def _create_project(self):
        stages = self.env["project.task.type"].create([{"name": "Running"}, {"name": "Done"}])
        return self.env["project.project"].create(
            {
                "name": f"LAKIP {self.agency.company.name}",
                "company_id": self.agency.company.id,
                "type_ids": [Command.set(stages.ids)],
                "user_id": self.agency.users["planning_head"].id,
            }
        )

    def _create_tasks(self):
        user = self.agency.users["planning_head"]
        task = self.env["project.task"].create(
            {
                "name": "LAKIP 2025",
                "project_id": self.project.id,
                "user_ids": [Command.set(user.ids)],
                "date_deadline": fields.Datetime.now() + timedelta(days=2),
            }
        )
        task.child_ids = [
            Command.create(
                {
                    "name": f"Row {number}",
                    "project_id": self.project.id,
                    "user_ids": [Command.set(user.ids)],
                    "date_deadline": fields.Datetime.now() + timedelta(days=2),
                }
            )
            for number in range(1, ROWS)
        ]
        return task | task.child_ids

    def _reach_task(self, place):
        """Do the subtask before ``place``, give the next one an activity, files and a message."""
        user = self.agency.users["planning_head"]
        if 0 < place <= ROWS:
            done = self.tasks[place % ROWS]
            done.state = "1_done"
            done.activity_ids.action_feedback(feedback="Selesai")
        if place < ROWS:
            task = self.tasks[(place + 1) % ROWS]
            task.with_user(user).message_post(
                body="Bahan terlampir.",
                attachments=[
                    (f"Bahan {number}.docx", docx_bytes(f"Bahan {number}"))
                    for number in range(-(-FILES // ROWS))
                ],
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
            task.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)
        else:
            self.tasks[0].stage_id = self.project.type_ids[1]

    # ------------------------------------------------------------
    # APPROVALS
    # ------------------------------------------------------------

    def _create_leave(self):
        kind = self.env["hr.leave.type"].create(
            {
                "name": "Cuti",
                "requires_allocation": False,
                "leave_validation_type": "both",
                "company_id": False,
            }
        )
        monday = fields.Date.today() + timedelta(days=14 - fields.Date.today().weekday())
        return self.env["hr.leave"].create(
            {
                "employee_id": self.agency.users["staff"].employee_id.id,
                "holiday_status_id": kind.id,
                "request_date_from": monday,
                "request_date_to": monday + timedelta(days=2),
            }
        )

    def _create_document(self):
        model = self.env["ir.model"]._get("lakip.bench.document")
        self.env["tier.definition"].create(
            [
                {
                    "name": role,
                    "model_id": model.id,
                    "reviewer_id": self.agency.users[role].id,
                    "sequence": 30 - place,
                    "approve_sequence": True,
                    # Not those of the benchmark's own documents
                    "definition_domain": "[('name', '=', 'LAKIP 2025')]",
                }
                for place, role in enumerate(DECIDERS)
            ]
        )
        document = self.env["lakip.bench.document"].create({"name": "LAKIP 2025"})
        document.with_user(self.agency.users["staff"]).request_validation()
        return document

    def _decide(self):
        """Everything is decided at the end of the cycle."""
        if self.has_leaves:
            self.leave.action_approve()
        if self.has_tiers:
            for role in DECIDERS:
                self.document.with_user(self.agency.users[role]).validate_tier()
