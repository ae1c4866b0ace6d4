"""A database of the first release, made by ``make dump``, becomes one of today.

No warning, no figure changed, no trace of the past in the model or on the screens, and work goes
on where it was.
"""

from odoo.tests import common

from dev import databases, dump, figures

from .other_database import OtherDatabaseCase

DATABASE = "lakip_test_upgrade"
#: What the upgrade adds to what is there: channels of the running cycles and what is said in them,
#: with a notice to those whose decision waits. A search saved on My Work is one on all steps now.
ADDED = {
    "discuss_channel": 8,
    "discuss_channel_member": 35,
    "mail_message": 10,
    "mail_message_res_partner_rel": 2,
    "mail_notification": 2,
}
CHANGED = {"ir_filters.action_id"}
#: What stands in the files of the app, as the database has it: (kind, name, value).
_MODEL = """
SELECT 'column', table_name || '.' || column_name,
       data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
  FROM information_schema.columns WHERE table_schema = 'public'
   AND (table_name LIKE 'lakip%' OR column_name LIKE '%lakip%')
UNION ALL
SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conname LIKE '%lakip%'
UNION ALL
SELECT 'index', indexname, indexdef
  FROM pg_indexes WHERE schemaname = 'public' AND indexname LIKE '%lakip%'
UNION ALL
SELECT 'xmlid', name, model FROM ir_model_data
 WHERE module = 'lakip_sop' AND model <> 'ir.model.fields.selection' AND name !~ '{demo}'
UNION ALL
SELECT 'label', d.name, f.field_description::text || coalesce(f.help::text, '')
  FROM ir_model_fields f JOIN ir_model_data d ON d.model = 'ir.model.fields' AND d.res_id = f.id
 WHERE d.module = 'lakip_sop'
UNION ALL
SELECT 'choice', f.model || '.' || f.name || '.' || s.value, s.name::text
  FROM ir_model_fields_selection s JOIN ir_model_fields f ON f.id = s.field_id
 WHERE f.model LIKE 'lakip.%'
UNION ALL
SELECT 'view', d.name, v.active || regexp_replace(v.arch_db::text, 'name=\\\\"[0-9]+\\\\"', '', 'g')
  FROM ir_ui_view v JOIN ir_model_data d ON d.model = 'ir.ui.view' AND d.res_id = v.id
 WHERE d.module = 'lakip_sop'
UNION ALL
SELECT 'action', d.name, concat_ws(' ', a.name, a.help, a.path, a.res_model, a.domain, a.context,
                         a.view_mode, a.target, a.search_view_id IS NULL)
  FROM ir_act_window a JOIN ir_model_data d
    ON d.model = 'ir.actions.act_window' AND d.res_id = a.id
 WHERE d.module = 'lakip_sop'
UNION ALL
SELECT 'menu', d.name, m.name::text || m.sequence || coalesce(p.name::text, '')
  FROM ir_ui_menu m JOIN ir_model_data d ON d.model = 'ir.ui.menu' AND d.res_id = m.id
  LEFT JOIN ir_ui_menu p ON p.id = m.parent_id
 WHERE d.module = 'lakip_sop'
UNION ALL
SELECT 'right', a.name, concat_ws(' ', g.name, perm_read, perm_write, perm_create, perm_unlink)
  FROM ir_model_access a JOIN ir_model_data d ON d.model = 'ir.model.access' AND d.res_id = a.id
  LEFT JOIN res_groups g ON g.id = a.group_id
 WHERE d.module = 'lakip_sop'
UNION ALL
SELECT 'rule', r.name, concat_ws(' ', domain_force, perm_read, perm_write, perm_create, perm_unlink)
  FROM ir_rule r JOIN ir_model_data d ON d.model = 'ir.rule' AND d.res_id = r.id
 WHERE d.module = 'lakip_sop'
"""
#: Names of demo records, which a database without them lacks.
_DEMO = "^(hr_department|hr_employee|lakip_officer|res_company|res_partner|res_users)_|_diskominfo$"


class TestUpgrade(OtherDatabaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = dump.restore("19.0.1.0.0", DATABASE)
        cls.addClassCleanup(databases.drop, DATABASE)

    def _compare(self):
        """Return what the database has more, and other, than the dump had."""
        return figures.compare(self.before, figures.read(DATABASE))

    def _read_model(self, database):
        """Return the app as ``database`` has it, a line a thing."""
        query = f"SELECT replace(concat_ws(' ', t.*), E'\\n', ' ') FROM ({_MODEL}) t"
        return set(databases.postgres.query(query.replace("{demo}", _DEMO), database))

    def test_upgrade(self):
        self.assertEqual(self._compare(), ({}, set()), "restoring")
        self._odoo(DATABASE, "-u", "lakip_sop", log="upgrade")
        self.assertEqual(self._compare(), (ADDED, CHANGED), "upgrading")
        self._check_model()
        self._pytest(DATABASE, "with_upgraded.py")

    def _check_model(self):
        """Nothing of the first release is left, nothing of today is missing."""
        fresh, upgraded = map(self._read_model, (common.get_db_name(), DATABASE))
        self.assertGreater(len(fresh), 4000)
        self.assertEqual(sorted(upgraded - fresh), [], "left over")
        self.assertEqual(sorted(fresh - upgraded), [], "missing")
