"""Rules of safety that no general checker knows, as small looks at the sources of the app.

``make lint`` runs them; ``tests/test_rules.py`` shows of each rule that it fires. What is known to
general checkers (eval, exec, pickle, yaml.load, shell=True, mktemp, weak hashes, bind to all
addresses, passwords in the source) is ruff's set "S", the rules of bandit.

A rule is a generator of ``(line, sentence)``: :data:`PYTHON` are given the tree and the lines of a
file, :data:`TEXTS` a regular expression by suffix.
"""

import ast
import re

from .base import ADDON_DIR, ROOT, say

#: Modules that speak to other machines. The app makes no call to the outside.
NETWORK = frozenset(
    "aiohttp ftplib http.client httpx imaplib paramiko poplib requests smtplib socket "
    "socketserver telnetlib urllib.request urllib3 xmlrpc.client".split()
)
_ELEVATING_KEYWORDS = frozenset(
    ("bypass_access", "bypass_search_access", "compute_sudo", "related_sudo", "su")
)
_PARSING = frozenset(("XML", "fromstring", "iterparse", "parse"))

#: suffix -> (regular expression, what is wrong)
TEXTS = {
    ".js": (
        (r"\.(inner|outer)HTML\b", "HTML is put into the page as a string"),
        (r"\binsertAdjacentHTML\b|\bdocument\.write", "HTML is put into the page as a string"),
        (r"\bmarkup\(", "markup() of a value: use the template form markup`...`, which escapes"),
        (r"\beval\(|\bnew Function\(", "text is run as a program"),
        (r"""["'`](https?:)?//\w""", "an address of another machine"),
        (r"\bset(Timeout|Interval)\(\s*[\"'`]", "text is run as a program"),
    ),
    ".xml": (
        (r"\bt-raw\b", "t-raw shows markup as it was typed: use t-out"),
        (r"\bt-esc\b", "t-esc is old: use t-out"),
        (r"""href=["']javascript:""", "a script as an address"),
        (r"""\son[a-z]+=["']""", "a handler in the markup"),
        (r"""<script[^>]*>\s*[^<\s]""", "a script in the page: put it into a file"),
        (r"""\bsrc=["'](https?:)?//""", "something is loaded from another machine"),
    ),
}
TEXTS[".html"] = TEXTS[".xml"]


def check():
    """Print what breaks a rule; returns whether nothing does."""
    say("rules of safety")
    findings = [
        f"{path.relative_to(ROOT)}:{line}: {sentence}"
        for path in sorted(ADDON_DIR.rglob("*"))
        if path.is_file() and "description" not in path.parts and "tests" not in path.parts
        for line, sentence in look(path.suffix, path)
    ]
    print("\n".join(findings), end="\n" if findings else "")
    return not findings


def look(suffix, path):
    """Yield ``(line, sentence)`` of what breaks a rule in one file."""
    if suffix == ".py":
        source = path.read_text()
        tree, lines = ast.parse(source), source.splitlines()
        for node in ast.walk(tree):
            for child in ast.iter_child_nodes(node):
                child.parent = node
        for rule in PYTHON:
            yield from rule(tree, lines)
    for pattern, sentence in TEXTS.get(suffix, ()):
        source = path.read_text()
        for found in re.finditer(pattern, source):
            yield source.count("\n", 0, found.start()) + 1, sentence


# ------------------------------------------------------------
# PYTHON
# ------------------------------------------------------------


def sudo_says_why(tree, lines):
    """Rights are set aside with the reason in a comment ``# sudo:``, at the line or above it."""
    for node in ast.walk(tree):
        if _is_elevated(node) and not _has_reason(node, lines, "# sudo:"):
            yield node.lineno, "rights are set aside without '# sudo: <reason>'"


def sql_is_wrapped(tree, lines):
    """SQL is a constant text, in ``SQL()`` or alone, and its values are arguments."""
    for call in _calls(tree):
        name, args = _name(call), call.args
        if name == "execute" and not (args and (_is_constant(args[0]) or _is_call(args[0], "SQL"))):
            yield call.lineno, "SQL that is neither a constant nor wrapped by SQL()"
        if name == "SQL" and args and not _is_constant(args[0]):
            yield call.lineno, "SQL() of a text that is put together"


def xml_resolves_no_entities(tree, lines):
    """XML is read by a parser that expands no entity and fetches nothing."""
    for call in _calls(tree):
        if _name(call) == "XMLParser" and not _keyword(call, "resolve_entities", False):
            yield call.lineno, "an XML parser that resolves entities"
        is_etree = isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "etree"
        if is_etree and _name(call) in _PARSING:
            given = _keyword(call, "resolve_entities", False) or len(call.args) > 1
            if not given and not any(one.arg == "parser" for one in call.keywords):
                yield call.lineno, "XML is read without a parser that resolves no entities"


def nothing_is_fetched(tree, lines):
    """The app calls no other machine; ``# network:`` says what else such a module is for."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        if not NETWORK.isdisjoint(names) and "# network:" not in lines[node.lineno - 1]:
            yield node.lineno, "the app makes no call to other machines"


def routes_are_closed(tree, lines):
    """No route without login rules, without token, open to other sites, or that changes by GET;
    ``# route:`` in the line above says why a GET has to write all the same."""
    for function in ast.walk(tree):
        for call in getattr(function, "decorator_list", ()):
            # one without arguments takes over what it overrides
            if not isinstance(call, ast.Call) or _name(call) != "route" or not call.args:
                continue
            if _keyword(call, "auth", "none"):
                yield call.lineno, "a route with auth='none'"
            if _keyword(call, "csrf", False) or any(one.arg == "cors" for one in call.keywords):
                yield call.lineno, "a route that other sites may call"
            methods = next((one.value for one in call.keywords if one.arg == "methods"), None)
            if methods is None:
                yield call.lineno, "a route that does not say its methods"
            elif (
                "GET" in ast.unparse(methods)
                and not _keyword(call, "readonly", True)
                and "# route:" not in lines[call.lineno - 2]
            ):
                yield call.lineno, "a GET that may change something"


def markup_is_constant(tree, lines):
    """What is declared to be safe HTML is a text of the source."""
    for call in _calls(tree):
        if _name(call) == "Markup" and call.args and not _is_constant(call.args[0]):
            if not _has_reason(call, lines, "# markup:"):
                yield call.lineno, "Markup() of a value without '# markup: <reason>'"


PYTHON = (
    sudo_says_why,
    sql_is_wrapped,
    xml_resolves_no_entities,
    nothing_is_fetched,
    routes_are_closed,
    markup_is_constant,
)


# ------------------------------------------------------------
# HELPERS
# ------------------------------------------------------------


def _calls(tree):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call):
    """Return the last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _is_call(node, name):
    return isinstance(node, ast.Call) and _name(node) == name


def _is_constant(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _keyword(call, name, value):
    """Return whether ``name=value`` is given, also by a constant of the module: ``**_PARSER``."""
    for keyword in call.keywords:
        if keyword.arg is None and name == "resolve_entities":
            return ast.unparse(keyword.value) == "_PARSER"
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return keyword.value.value == value
    return False


def _is_elevated(node):
    if isinstance(node, ast.keyword):
        truth = isinstance(node.value, ast.Constant) and node.value.value is True
        return node.arg in _ELEVATING_KEYWORDS and truth
    if not isinstance(node, ast.Call):
        return False
    if _name(node) == "sudo":
        return not (node.args and isinstance(node.args[0], ast.Constant) and not node.args[0].value)
    return _name(node) in ("browse", "with_user") and any(
        ast.unparse(arg) == "SUPERUSER_ID" for arg in node.args
    )


def _has_reason(node, lines, mark):
    """Return whether a comment with ``mark`` stands in the statement of ``node`` or above it, with
    no empty line between, or so at a statement around it in the same function."""
    while node is not None and not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
        if isinstance(node, ast.stmt):
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno
            first = node.lineno
            while first > 1 and lines[first - 2].strip():
                first -= 1
            if any(mark in line for line in lines[first - 1 : last]):
                return True
        node = getattr(node, "parent", None)
    return False
