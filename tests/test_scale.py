"""Scales as data: the shipped ones are those of the tools, faults are said, the past stays."""

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.lakip_sop.tools.rating import AKIP, AUDIT_OPINION, DEFAULT_SCALE

from .common import LakipCase


class TestScale(LakipCase):
    def _create_scale(self, lines, **vals):
        return (
            self.env["lakip.scale"]
            .with_user(self.manager)
            .create(
                {"name": "Skala uji", "line_ids": [Command.create(line) for line in lines], **vals}
            )
        )

    def test_shipped_scales_are_those_of_the_tools(self):
        scale = self.env.ref("lakip_sop.lakip_scale_default")
        self.assertEqual(scale._get_rating_scales()[scale], DEFAULT_SCALE)
        for name, expected in (("akip", AKIP), ("opinion", AUDIT_OPINION)):
            scale = self.env.ref(f"lakip_sop.lakip_scale_{name}")
            self.assertEqual(scale._get_grade_scales()[scale], expected)

    def test_faults_are_said(self):
        good = {"name": "Baik", "lower": "80"}
        for lines, sentence in (
            ([], "no steps"),
            ([good, {"name": "Cukup", "lower": "80"}], "start at the same limit"),
            ([{**good, "upper": "70"}], "ends below its start"),
            ([good, {"name": "Cukup", "lower": "60", "upper": "85"}], "reaches into the next"),
            ([{**good, "lower": "delapan puluh"}], r"From \(%\): 'delapan puluh' is no number"),
        ):
            with self.subTest(sentence=sentence), self.assertRefused(sentence, ValidationError):
                self._create_scale(lines)

    def test_a_step_that_is_added_is_judged_with_the_others(self):
        scale = self._create_scale([{"name": "Baik", "lower": "80"}])
        with self.assertRefused("start at the same limit", ValidationError):
            scale.line_ids.copy({"name": "Lain"})

    def test_predicates_called_the_same(self):
        with self.assertRefused("called the same", ValidationError):
            self._create_scale([{"name": "A"}, {"name": "B", "synonyms": "Baik; a"}], kind="grade")

    def test_a_copy_has_a_name_of_its_own(self):
        scale = self.env.ref("lakip_sop.lakip_scale_default").with_user(self.manager)
        copy = scale.copy()
        self.assertEqual(copy.name, f"{scale.name} (copy)")
        self.assertEqual(copy.line_ids.mapped("name"), scale.line_ids.mapped("name"))

    def test_scale_of_a_closed_cycle_stays(self):
        scale = self._create_scale([{"name": "Baik", "lower": "80"}])
        cycle = self._create_cycle(scale_id=scale.id)
        scale.line_ids.name = "Bagus"
        cycle._lakip_unlocked().state = "done"
        with self.assertRefused("was signed with this scale"):
            scale.line_ids.name = "Baik"
        with self.assertRefused("was signed with this scale"):
            scale.line_ids.unlink()
        scale.name = "Skala lama"

    def test_only_administrators_change_scales(self):
        scale = self.env.ref("lakip_sop.lakip_scale_default")
        self.assertTrue(scale.with_user(self.planning_head).line_ids.mapped("name"))
        with self.assertRaises(AccessError):
            scale.line_ids[0].with_user(self.planning_head).name = "Istimewa"

    def test_cycle_takes_the_way_of_the_company_over(self):
        scale = self._create_scale([{"name": "Baik", "lower": "80"}])
        self.company.write(
            {"lakip_scale_id": scale.id, "lakip_cap": 120, "lakip_lower_formula": "inverse"}
        )
        cycle = self._create_cycle(2031)
        self.company.lakip_cap = 100
        self.assertEqual(cycle.scale_id, scale)
        self.assertEqual(cycle._get_method().cap, 120)
        self.assertEqual(cycle._get_method().lower_formula, "inverse")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.company.lakip_cap = -1
            self.env.flush_all()
