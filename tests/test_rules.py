"""Each rule of safety of ``make lint`` fires on what it forbids, and on nothing beside it."""

import ast

import pytest

from dev import rules

#: rule -> (what it forbids, what it allows)
PYTHON = {
    rules.sudo_says_why: (
        (
            "self.sudo().write({})",
            "def do(self):\n    # sudo: of another paragraph\n    a = 1\n\n    self.sudo().b = 2",
            "self.with_user(SUPERUSER_ID)",
            "records.sudo(True).unlink()",
            "x = fields.Char(compute='_compute_x', compute_sudo=True)",
            "x = fields.Char(related='y.x', related_sudo=True)",
            "self._search([], bypass_access=True)",
        ),
        (
            "self.sudo().write({})  # sudo: the reason",
            "# sudo: the reason\nself.sudo().write({})",
            "# sudo: the reason\nif x:\n    a.sudo().b = 1\n    c.sudo().d = 1",
            "records.sudo(False).write({})",
            "x = fields.Char(\n    related='y.x',\n    related_sudo=True,  # sudo: no secret\n)",
            "x = fields.Char(related='y.x', related_sudo=False)",
        ),
    ),
    rules.sql_is_wrapped: (
        (
            "self.env.cr.execute(query)",
            "self.env.cr.execute(f'SELECT {x}')",
            "SQL(f'SELECT {x}')",
            "SQL('SELECT ' + x)",
            "SQL('SELECT %s' % x)",
        ),
        (
            "self.env.cr.execute('SELECT 1')",
            "self.env.cr.execute(SQL('SELECT %s', x))",
            "SQL(', ').join(parts)",
        ),
    ),
    rules.xml_resolves_no_entities: (
        (
            "etree.fromstring(content)",
            "etree.parse(stream)",
            "etree.iterparse(stream, tag=tags)",
            "etree.XMLParser()",
            "etree.XMLParser(resolve_entities=True)",
        ),
        (
            "etree.fromstring(content, etree.XMLParser(resolve_entities=False))",
            "etree.iterparse(stream, resolve_entities=False)",
            "etree.XMLParser(**_PARSER)",
        ),
    ),
    rules.nothing_is_fetched: (
        (
            "import requests",
            "import urllib.request",
            "from urllib import request",
            "from http.client import HTTPSConnection",
            "import socket",
        ),
        (
            "from urllib.parse import quote",
            "from odoo.http import request",
            "from . import socket",
            "import smtplib  # network: its exceptions",
        ),
    ),
    rules.routes_are_closed: (
        (
            "@http.route('/x', auth='none', methods=['POST'])\ndef x(self): pass",
            "@http.route('/x', auth='user', methods=['POST'], csrf=False)\ndef x(self): pass",
            "@http.route('/x', auth='user', methods=['POST'], cors='*')\ndef x(self): pass",
            "@http.route('/x', auth='user')\ndef x(self): pass",
            "@http.route('/x', auth='user', methods=['GET'])\ndef x(self): pass",
        ),
        (
            "@http.route('/x', auth='user', methods=['POST'])\ndef x(self): pass",
            "@http.route('/x', auth='user', methods=['GET'], readonly=True)\ndef x(self): pass",
            "# route: why\n@http.route('/x', auth='user', methods=['GET'])\ndef x(self): pass",
            "@http.route()\ndef x(self): pass",
        ),
    ),
    rules.markup_is_constant: (
        ("Markup(body)", "Markup(f'<p>{name}</p>')", "Markup('<p>%s</p>' % name)"),
        ("Markup('<p>%s</p>') % name", "Markup(body)  # markup: made by QWeb"),
    ),
}
TEXTS = {
    ".js": (
        (
            "el.innerHTML = name;",
            "el.insertAdjacentHTML('beforeend', name)",
            "document.write(name)",
            "markup(name)",
            "new Function(name)",
            "fetch('https://example.com/x')",
            "setTimeout('run()', 1)",
        ),
        ("el.textContent = name;", "markup`<b>${name}</b>`", "rpc('/web/x')", "setTimeout(run, 1)"),
    ),
    ".xml": (
        (
            "<t t-raw='name' />",
            "<t t-esc='name' />",
            "<a href='javascript:run()'>x</a>",
            "<a onclick='run()'>x</a>",
            "<script>run()</script>",
            "<img src='https://example.com/x.png' />",
        ),
        ("<t t-out='name' />", "<X onClick='run' />", "<a t-on-click='run'>x</a>",
         "<script src='/x' />"),
    ),
}  # fmt: skip


def _python(rule, source):
    tree = ast.parse(source)
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node
    return list(rule(tree, source.splitlines()))


def test_each_rule_is_tried():
    assert set(PYTHON) == set(rules.PYTHON)
    assert set(TEXTS) <= set(rules.TEXTS)
    for suffix, (forbidden, _allowed) in TEXTS.items():
        assert len(forbidden) >= len(rules.TEXTS[suffix])


@pytest.mark.parametrize("rule", PYTHON, ids=lambda rule: rule.__name__)
def test_python(rule):
    forbidden, allowed = PYTHON[rule]
    for source in forbidden:
        assert _python(rule, source), source
    for source in allowed:
        assert not _python(rule, source), source


@pytest.mark.parametrize("suffix", TEXTS)
def test_texts(suffix, tmp_path):
    path = tmp_path / f"x{suffix}"
    forbidden, allowed = TEXTS[suffix]
    for source in forbidden:
        path.write_text(source)
        assert list(rules.look(suffix, path)), source
    for source in allowed:
        path.write_text(source)
        assert not list(rules.look(suffix, path)), source


def test_the_app_keeps_them():
    assert rules.check()
