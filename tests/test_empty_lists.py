"""Every list of the app says what belongs there and how to begin, to each reader in their role."""

from io import BytesIO

import polib
from lxml import html

from odoo import Command
from odoo.tools.translate import trans_export

from .common import LakipCase

#: Fewer words would only repeat the title.
FEWEST_WORDS = 12


class TestEmptyLists(LakipCase):
    def _get_actions(self):
        """Return ``{name: action}`` of the app's window actions that show lists."""
        data = self.env["ir.model.data"].search(
            [("module", "=", "lakip_sop"), ("model", "=", "ir.actions.act_window")]
        )
        actions = self.env["ir.actions.act_window"].browse(data.mapped("res_id"))
        names = {record.res_id: record.name for record in data}
        # A form or a dialog is never empty.
        return {
            names[action.id]: action
            for action in actions
            if action.target != "new" and action.view_mode != "form"
        }

    def _get_help(self, user, name):
        action = self.env["ir.actions.act_window"].with_user(user)._for_xml_id(f"lakip_sop.{name}")
        return action["help"]

    def test_every_list_says_how_to_begin(self):
        actions = self._get_actions()
        self.assertGreater(len(actions), 15)
        for name, action in actions.items():
            with self.subTest(name):
                root = html.fragment_fromstring(action.help or "", create_parent="div")
                title, *rest = root.xpath("./p")
                self.assertEqual(title.get("class"), "o_view_nocontent_smiling_face")
                self.assertTrue(rest, "a title alone says nothing")
                text = " ".join(part.text_content() for part in rest)
                self.assertGreaterEqual(len(text.split()), FEWEST_WORDS)

    def test_every_help_can_be_translated(self):
        stream = BytesIO()
        trans_export(None, ["lakip_sop"], stream, "po", self.env)
        sources = {entry.msgid for entry in polib.pofile(stream.getvalue().decode())}
        field = self.env["ir.actions.act_window"]._fields["help"]
        for name, action in self._get_actions().items():
            terms = field.get_trans_terms(action.with_context(lang="en_US").help)
            with self.subTest(name):
                self.assertTrue(terms)
                self.assertEqual(set(terms) - sources, set())

    def test_each_reader_is_told_what_they_can_do(self):
        division = self.env.ref("lakip_sop.group_lakip_division")
        self.staff_a.group_ids = [Command.link(division.id)]
        told = {
            user.name: self._get_help(user, "lakip_cycle_action")
            for user in (self.staff_a, self.planning_head, self.manager)
        }
        staff, owner, manager = told.values()
        self.assertIn("as soon as it is your turn", staff)
        self.assertNotIn("<em>New</em>", staff)
        self.assertIn("<em>New</em>", owner)
        self.assertNotIn("Getting Started", owner)
        self.assertIn("Getting Started", manager)
        self.assertNotIn("as soon as it is your turn", manager)
        for text in told.values():
            self.assertIn("o_view_nocontent_smiling_face", text)

    def test_helps_of_other_apps_stay_as_they_are(self):
        text = '<p class="other">Do <b>this</b></p>\nnow'
        self.assertEqual(self.env["res.partner"].get_empty_list_help(text), text)
        self.assertFalse(self.env["res.country"].get_empty_list_help(False))

    def test_lists_behind_buttons_have_the_help_as_well(self):
        cycle = self._create_cycle()
        step = self._start(cycle)
        for record, method in (
            (step, "action_open_corrections"),
            (step, "action_open_deliveries"),
            (cycle, "action_open_documents"),
            (cycle, "action_open_approvals"),
            (cycle, "action_open_requests"),
            (cycle, "action_open_sections"),
            (cycle, "action_open_objectives"),
        ):
            with self.subTest(method):
                action = getattr(record.with_user(self.planning_head), method)()
                self.assertIn("o_view_nocontent_smiling_face", action["help"])
