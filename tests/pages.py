"""What the web client asks of the server when a page is opened."""

from datetime import date

from lxml import etree

from odoo.tools.safe_eval import safe_eval

_LISTS = ("list", "kanban", "form", "calendar", "activity")


def read_spec(node, model):
    """Return the specification with which the client reads the fields of a view.

    :param node: arch of the view, or the list in a form; as text or parsed
    :param model: of its fields
    """
    if isinstance(node, str):
        node = etree.fromstring(node)
    depth = len(list(node.iterancestors()))
    spec = {}
    for found in node.iterfind(".//field"):
        inside = [parent.tag for parent in found.iterancestors()]
        if "field" in inside[: len(inside) - depth]:
            continue  # of a list inside the form
        name = found.get("name")
        field = model._fields[name]
        spec[name] = {}
        if field.type in ("many2one", "many2many"):
            spec[name] = {"fields": {"display_name": {}}}
        elif field.type == "one2many":
            inner = found.find("list")
            comodel = model.env[field.comodel_name]
            spec[name] = {"fields": read_spec(inner, comodel) if inner is not None else {}}
    return spec


def open_menus(env, module=""):
    """Open each menu that the user of ``env`` sees: its views, and a read for each view.

    :param module: only menus of this module
    :returns: ``{external id of the menu: records that were read}``; an error is raised
    """
    opened = {}
    for key, menu in env["ir.ui.menu"].load_web_menus(False).items():
        if key == "root" or not menu["actionID"] or not menu["xmlid"].startswith(module):
            continue
        # sudo: as the client has actions read for it
        action = env[menu["actionModel"]].sudo().browse(menu["actionID"])._get_action_dict()
        opened[menu["xmlid"]] = open_action(env, action)
    return opened


def open_action(env, action):
    """Open an action as the client does; return the records it showed."""
    # A request knows nothing of what others have read.
    env.invalidate_all()
    if action["type"] == "ir.actions.server":
        action = env["ir.actions.server"].browse(action["id"]).run()
    if not action or action["type"] != "ir.actions.act_window":
        return None
    model = env[action["res_model"]].with_context(
        **safe_eval(action.get("context") or "{}", _scope(env))
        if isinstance(action.get("context"), str)
        else action.get("context") or {}
    )
    views = action.get("views") or [(False, "list"), (False, "form")]
    result = model.get_views([*views, (False, "search")], {"toolbar": True})
    if model.is_transient():
        return model
    domain = action.get("domain") or []
    if isinstance(domain, str):
        domain = safe_eval(domain, _scope(env))
    found = model.search(domain, limit=40)
    for __, kind in views:
        if kind in _LISTS:
            found.web_read(read_spec(result["views"][kind]["arch"], model))
    return found


def _scope(env):
    return {
        "uid": env.uid,
        "allowed_company_ids": env.companies.ids,
        "context_today": date.today,
        "active_id": False,
        "active_ids": [],
    }
