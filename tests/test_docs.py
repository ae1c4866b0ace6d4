"""README and docs hold what they promise: links, pictures, commands and the names on the screen."""

import re
import unittest
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import polib
from PIL import Image

from odoo.modules.module import get_module_path

from dev.shots import catalogue

ROOT = Path(__file__).resolve().parent.parent
ADDON = Path(get_module_path("lakip_sop"))
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", *DOCS]
INDEX = ADDON / "static" / "description" / "index.html"
#: Of Odoo's own words, those of these apps may be quoted.
ODOO_APPS = ("base", "web", "mail", "base_setup")
#: Bytes of all pictures together.
LARGEST = 6_000_000


@cache
def _words():
    """Return the words on the screen: ours and Odoo's, in Indonesian and English."""
    files = [ADDON / "i18n" / "id.po"]
    files += [Path(get_module_path(app), "i18n", "id.po") for app in ODOO_APPS]
    entries = [entry for file in files for entry in polib.pofile(str(file))]
    texts = (text for entry in entries for text in (entry.msgid, entry.msgstr))
    return {re.sub(r"<[^>]+>", "", text).strip() for text in texts}


def _prose(page):
    """Return the text of a page without its blocks of code."""
    return re.sub(r"(?s)```.*?```", "", page.read_text())


def _anchors(page):
    """Return the anchors of the headings of a page, as GitHub makes them."""
    headings = re.findall(r"(?m)^#+ (.+)$", _prose(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class _Images(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.tags = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "img":
            self.found.append(dict(attrs))


class TestDocs(unittest.TestCase):
    def test_links_lead_somewhere(self):
        for page in PAGES:
            for target in re.findall(r"\]\(([^)\s]+)\)", _prose(page)):
                if re.match(r"https?:", target):
                    continue
                with self.subTest(page=page.name, target=target):
                    file, _hash, anchor = target.partition("#")
                    linked = (page.parent / file).resolve() if file else page
                    self.assertTrue(linked.exists())
                    if anchor:
                        self.assertIn(anchor, _anchors(linked))

    def test_pictures_say_what_they_show(self):
        for page in PAGES:
            for alt, target in re.findall(r"!\[([^]]*)\]\(([^)]+)\)", _prose(page)):
                with self.subTest(page=page.name, target=target):
                    self.assertGreater(len(alt), 5)

    def test_every_picture_can_be_retaken(self):
        """What README, docs and the app list show is in the catalogue of ``make screenshots``."""
        made = {file for _scene, shots in catalogue.SCENES for shot in shots for file in shot.files}
        there = set((ROOT / "docs" / "images").glob("*.png"))
        there |= set((ADDON / "static" / "description").glob("*.png"))
        self.assertEqual(there ^ made, set())

    def test_every_picture_of_the_docs_is_shown(self):
        shown = {
            (page.parent / target).resolve()
            for page in PAGES
            for target in re.findall(r"!\[[^]]*\]\(([^)]+)\)", _prose(page))
        }
        self.assertEqual(set((ROOT / "docs" / "images").glob("*.png")) - shown, set())

    def test_pictures_are_small(self):
        sizes = {
            file: file.stat().st_size
            for folder in (ROOT / "docs" / "images", ADDON / "static" / "description")
            for file in folder.glob("*.png")
        }
        self.assertLess(sum(sizes.values()), LARGEST)
        self.assertEqual([file.name for file, size in sizes.items() if size > 200_000], [])

    def test_docs_quote_the_words_on_the_screen(self):
        """A name of a menu, a button or a tab, in bold, is what the screen says."""
        for page in DOCS:
            for quoted in re.findall(r"\*\*(.+?)\*\*", _prose(page), re.S):
                # a path names each menu of its way
                for name in re.sub(r"\s+", " ", quoted).split(" > "):
                    with self.subTest(page=page.name, name=name):
                        self.assertTrue(name in _words(), f"the screen does not say '{name}'")

    def test_one_page_a_role(self):
        index = _prose(ROOT / "docs" / "README.md")
        for page in DOCS:
            if page.name != "README.md":
                self.assertIn(f"({page.name})", index)

    def test_commands_of_the_readme_exist(self):
        targets = set(re.findall(r"(?m)^([a-z0-9]+):.*##", (ROOT / "Makefile").read_text()))
        named = set(
            re.findall(r"`(?:[A-Z]+=\S+ )?make ([a-z0-9]+)", (ROOT / "README.md").read_text())
        )
        named |= set(re.findall(r"(?m)^make ([a-z0-9]+)", (ROOT / "README.md").read_text()))
        self.assertLessEqual({"run", "test"}, named)
        self.assertEqual(named - targets, set())


class TestAppList(unittest.TestCase):
    def setUp(self):
        self.page = _Images()
        self.page.feed(INDEX.read_text())

    def test_pictures_are_there(self):
        self.assertGreater(len(self.page.found), 3)
        for image in self.page.found:
            self.assertTrue((INDEX.parent / image["src"]).is_file(), image["src"])
            self.assertTrue(image["alt"])

    def test_nothing_that_odoo_takes_out(self):
        self.assertFalse(self.page.tags & {"script", "style", "link", "iframe", "form"})

    def test_sizes(self):
        self.assertEqual(Image.open(INDEX.parent / "icon.png").size, (128, 128))
        self.assertEqual(Image.open(INDEX.parent / "banner.png").size, (1120, 560))
