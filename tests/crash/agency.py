"""The people of one agency, and what they have before an act, committed for all to see."""

from base64 import b64encode

from odoo import SUPERUSER_ID, Command, api, sql_db
from odoo.modules.registry import Registry

from tests.common import LakipCase, signature_png

PEOPLE = (
    "manager", "agency_head", "secretary", "planning_head", "team_member", "head_a", "staff_a",
    "head_b",
)  # fmt: skip
#: Divisions beyond the three of the tests: more turns than are reminded in one transaction.
MANY = 57
YEARS = range(2100, 1999, -1)
#: No row is due, and nobody is reminded, before the run is over.
_LONG = {"duration": 20}
_PAPER = (
    {"name": "Menulis", "kind": "drafting", "role": "team", **_LONG},
    {"name": "Memaraf", "kind": "initial", "role": "secretary", "back": 0, **_LONG},
    {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 0, **_LONG},
    {"name": "Mengarsipkan", "kind": "archive", "role": "planning_head", **_LONG},
)
_DATA = (
    {"name": "Menginventarisasi data", "kind": "collection", "role": "team", **_LONG},
    {"name": "Menulis", "kind": "drafting", "role": "team", **_LONG},
    {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 1, **_LONG},
)


class Agency(LakipCase):
    """The factories of the tests, in transactions that end.

    Records that it holds belong to the transaction under way: :meth:`commit` and
    :meth:`connect` move them to the next one.
    """

    #: what LakipCase makes and the acts need, by name
    _KEPT = (*PEOPLE, "company", "division_a", "division_b", "secretariat", "paper", "data",
             "many", "inspectorate")  # fmt: skip

    @classmethod
    def found(cls, database, mail_port):
        """Create the agency and return it."""
        self = cls()
        cls.database = database
        cls.ids = {}
        self.connect()
        cls._create_agency()
        cls._fill(mail_port)
        cls.ids = {name: (getattr(cls, name)._name, getattr(cls, name).ids) for name in cls._KEPT}
        cls.role_ids = {code: role.id for code, role in cls.roles.items()}
        cls.company_id = cls.company.id
        self.commit()
        return self

    @classmethod
    def _fill(cls, mail_port):
        cls.env["ir.mail_server"].create(
            {"name": "crash", "smtp_host": "127.0.0.1", "smtp_port": mail_port,
             "smtp_encryption": "none"}
        )  # fmt: skip
        calendar = cls.company.resource_calendar_id
        # Whenever the run is: it is working time.
        calendar.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {"name": "Piket", "dayofweek": str(day), "hour_from": 0, "hour_to": 24}
                )
                for day in range(7)
            ),
        ]
        for login in PEOPLE:
            user = getattr(cls, login)
            user.password = user.login
        cls.team_member.group_ids += cls.env.ref("lakip_sop.group_lakip_team")
        cls.paper = cls._create_sop(_PAPER, number="81")
        cls.data = cls._create_sop(_DATA, number="82")
        cls.many = cls.env["hr.department"].create(
            [
                {"name": f"Bidang {index}", "company_id": cls.company.id,
                 "manager_id": cls.head_b.employee_id.id}
                for index in range(MANY)
            ]
        )  # fmt: skip
        cls.inspectorate = cls.env["res.partner"].create(
            {"name": "Inspektorat", "email": "inspektorat@example.com"}
        )
        cls.company.lakip_recipient_ids = cls.inspectorate
        cls.company.lakip_number_pattern = "{nomor}/LAKIP/{tahun}"
        # Mail goes when the run says so, and files stay until it has counted them.
        cls.env["ir.cron"].search([("model_id.model", "not like", "lakip.")]).active = False

    # ------------------------------------------------------------
    # TRANSACTIONS
    # ------------------------------------------------------------

    def connect(self):
        """Begin a transaction on a new connection, whatever became of the one before."""
        cls = type(self)
        sql_db.close_all()
        cls.registry = Registry(cls.database)
        cls._adopt(api.Environment(cls.registry.cursor(), SUPERUSER_ID, {}))

    def commit(self):
        """Commit, and begin a transaction that sees what others have done meanwhile."""
        cls = type(self)
        cls.env.cr.commit()
        # What is cached elsewhere is out of date, and so is what is cached here.
        cls.registry.signal_changes()
        cls.registry.check_signaling(cls.env.cr)
        cls.env.cr.commit()
        cls._adopt(api.Environment(cls.env.cr, SUPERUSER_ID, {}))

    @classmethod
    def _adopt(cls, env):
        if cls.ids:
            env = env(context={"allowed_company_ids": [cls.company_id]})
        env.transaction.clear()
        cls.env = env
        for name, (model, ids) in cls.ids.items():
            setattr(cls, name, env[model].browse(ids))
        if cls.ids:
            cls.roles = {
                code: env["lakip.role"].browse(role_id) for code, role_id in cls.role_ids.items()
            }

    # ------------------------------------------------------------
    # BEFORE AN ACT: each returns a cycle
    # ------------------------------------------------------------

    def open_cycle(self, sop=None, departments=None):
        """Return a draft cycle of a year that is free; of an old one when none is."""
        cycles = self.env["lakip.cycle"].search(
            [("company_id", "=", self.company.id), ("state", "!=", "cancelled")], order="id"
        )
        taken = set(cycles.mapped("year"))
        year = next((year for year in YEARS if year not in taken), None)
        if not year:
            oldest = cycles.filtered(lambda cycle: cycle.state == "running")[0]
            oldest.with_user(self.planning_head).action_cancel("Tahun ini diulang.")
            year = oldest.year
        departments = departments or self.division_a | self.division_b
        return self._create_cycle(
            year, sop_id=(sop or self.paper).id, department_ids=[Command.set(departments.ids)]
        )

    def reach(self, *kinds, sop=None, departments=None):
        """Return a started cycle whose rows of ``kinds`` are done."""
        cycle = self.open_cycle(sop, departments)
        self._start(cycle)
        for kind in kinds:
            assert cycle.current_step_id.kind == kind
            if kind == "drafting":
                self._upload_report(cycle)
                self._complete(cycle)
            else:
                self._approve(cycle)
        return cycle

    def collect(self, *acts, **options):
        """Return the request of division A in a started cycle, after these acts on it."""
        cycle = self.reach(sop=self.data, **options)
        data_request = cycle.step_ids.request_ids.filtered(
            lambda one: one.department_id == self.division_a
        )
        users = {"send": self.team_member, "submit": self.head_a, "accept": self.team_member}
        for act in acts:
            if act == "submit":
                for item in data_request.item_ids:
                    item.with_user(self.head_a).note = "Sudah sesuai."
            own = data_request.with_user(users[act])
            getattr(own, f"action_{act}")()
        return data_request

    def keep_signature(self):
        """Give the head of the agency a stored signature."""
        own = self.env["lakip.signature"].with_user(self.agency_head)
        own._keep(b64encode(signature_png()))

    # ------------------------------------------------------------
    # MAIL
    # ------------------------------------------------------------

    def get_message_ids(self):
        """Return the Message-Id of all messages that there are."""
        self.env.cr.execute("SELECT message_id FROM mail_message WHERE message_id IS NOT NULL")
        return {row[0] for row in self.env.cr.fetchall()}

    def send_mail(self):
        """Send what waits, as the scheduled action does."""
        self.env["mail.mail"].process_email_queue()
        self.commit()
