"""Factories of performance data: a cycle that collects, sasaran, indicators, programs."""

from odoo import Command

from .test_request import RequestCase


class PerformanceCase(RequestCase):
    """A cycle whose collection row runs, with one sasaran of two divisions."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team_member.group_ids += cls.env.ref("lakip_sop.group_lakip_team")
        cls.cycle = cls._create_cycle()
        cls.cycle.with_user(cls.planning_head).action_start()
        cls.cycle.current_step_id.with_user(cls.planning_head).action_complete()
        cls.step = cls.cycle.current_step_id
        cls.objective = cls._create_objective("Meningkatnya kualitas layanan digital")
        cls.indicator = cls._create_indicator("Indeks SPBE", target="3,5", unit="indeks")
        cls.foreign = cls._create_indicator(
            "Persentase informasi publik", department=cls.division_b, target="90", unit="%"
        )

    @classmethod
    def _create_objective(cls, name, cycle=None, **vals):
        return (
            cls.env["lakip.objective"]
            .with_user(cls.team_member)
            .create({"cycle_id": (cycle or cls.cycle).id, "name": name, **vals})
            .with_user(cls.env.user)
        )

    @classmethod
    def _create_indicator(cls, name, objective=None, department=None, **vals):
        vals.setdefault("direction", "higher")
        return (
            cls.env["lakip.indicator"]
            .with_user(cls.team_member)
            .create(
                {
                    "objective_id": (objective or cls.objective).id,
                    "department_id": (department or cls.division_a).id,
                    "name": name,
                    **vals,
                }
            )
            .with_user(cls.env.user)
        )

    @classmethod
    def _create_program(cls, name, budget=0.0, department=None, **vals):
        return (
            cls.env["lakip.program"]
            .with_user(cls.team_member)
            .create(
                {
                    "cycle_id": cls.cycle.id,
                    "objective_id": cls.objective.id,
                    "department_id": (department or cls.division_a).id,
                    "name": name,
                    "budget": budget,
                    **vals,
                }
            )
            .with_user(cls.env.user)
        )

    @classmethod
    def _create_many(cls, count, name="Indikator", **vals):
        """Return ``count`` indicators of one sasaran, each with last year's figures."""
        return (
            cls.env["lakip.indicator"]
            .with_user(cls.team_member)
            .create(
                [
                    {
                        "objective_id": cls.objective.id,
                        "department_id": cls.division_a.id,
                        "name": f"{name} {index}",
                        "direction": "higher",
                        "target": "80",
                        "year_ids": [
                            Command.create({"year": 2025, "target": "70", "realization": "72"})
                        ],
                        **vals,
                    }
                    for index in range(count)
                ]
            )
            .with_user(cls.env.user)
        )
