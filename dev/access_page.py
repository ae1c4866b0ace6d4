"""``make access``: docs/hak-akses.md, ``tests/access_table.py`` in the words of the screen.

Run as ``.venv/bin/python -m dev.access_page``; ``tests/test_access_table.py`` compares.
"""

import re

import polib
from lxml import etree

from tests import access_table as table

from .base import ADDON_DIR, LANGUAGE, ROOT

PAGE = ROOT / "docs" / "hak-akses.md"
#: Letters of the page: lihat, buat, ubah, hapus.
LETTERS = {"r": "L", "c": "B", "w": "U", "d": "H", "y": "✓"}
NONE = "–"
INTRODUCTION = """\
# Hak akses: siapa boleh apa

Halaman ini memuat setiap jenis data dan setiap tindakan penting: siapa yang boleh, dan pada
keadaan apa. Setiap sel diuji: {cells} percobaan dilakukan sebagai orang yang bersangkutan lewat
panggilan web (RPC) yang sama dengan yang dipakai layar, lalu hasilnya dibandingkan dengan tabel
ini. Satu sel yang berbeda menggagalkan pengujian. Yang diuji adalah server, bukan tombol yang
disembunyikan; setiap percobaan dibatalkan lagi sehingga tidak memengaruhi yang berikutnya.

Dua hal diperiksa untuk setiap tindakan. *Grup* menentukan apa yang boleh dilihat dan disentuh.
*Giliran* menentukan kapan. Giliran sebuah langkah ada pada pejabat yang menjabat hari itu, atau
Plt./Plh.-nya; giliran Tim Penyusun ada pada anggota SK Tim siklus itu; giliran mengisi data ada
pada orang bidang yang dimintai. Tanpa giliran, grup saja tidak cukup untuk memaraf,
menandatangani, menyelesaikan langkah atau menyerahkan data. Administrator pun tidak memaraf dan
tidak menandatangani.

Grup tidak dicabut dengan sendirinya ketika masa jabatan berakhir atau seseorang keluar dari SK
Tim. Gilirannya hilang seketika, tetapi ia tetap dapat melihat, dan dengan grup tim penyusun masih
dapat mengisi sasaran, indikator, program dan bab sampai laporan ditandatangani. Grup itu dicabut
oleh administrator pada data pengguna.
"""
PEOPLE = """
## Orang

Setiap kolom adalah seorang pengguna. Semuanya, kecuali O, dari satu perangkat daerah.
"""
MOMENTS = """
## Keadaan

Satu siklus dijalankan dari draf sampai selesai, dan pada setiap keadaan semua orang mencoba.
Giliran milik orang yang disebut; bagi semua yang lain itu bukan gilirannya.
"""
RECORDS = """
## Data

L lihat · B buat · U ubah · H hapus · – ditolak. Kolom *Diuji* menyebut apa yang dicoba pada baris
itu; yang sama dengan keadaan sebelumnya tidak diulang.
"""
ACTS = """
## Tindakan

✓ boleh · – ditolak.
"""
STRANGERS = """
## Orang luar

Mereka yang tidak mempunyai bagian dalam perangkat daerah ini mencoba semua data dan tindakan di
atas, masing-masing pada baris pertamanya. Semuanya ditolak, kecuali yang berikut. Jendela dan
langkah awal yang dibuka O adalah milik perangkat daerahnya sendiri.
"""
CLOSING = """
## Membuat ulang halaman ini

Halaman ini dihasilkan dari `tests/access_table.py` dengan `make access`; jangan diubah dengan
tangan.
"""


class Words:
    """The words of the screen in Indonesian: names of models and labels of buttons."""

    def __init__(self):
        code = LANGUAGE.partition("_")[0]
        entries = polib.pofile(str(ADDON_DIR / "i18n" / f"{code}.po"))
        self._texts = {_bare(entry.msgid): _bare(entry.msgstr) for entry in entries}
        self._models = {
            place.rpartition(".model_")[2]: entry.msgstr
            for entry in entries
            for place, _line in entry.occurrences
            if place.startswith("model:ir.model,name:")
        }
        self._buttons = {}
        for folder in ("views", "wizards"):
            for file in sorted((ADDON_DIR / folder).glob("*.xml")):
                self._read_buttons(etree.parse(file))

    def _read_buttons(self, views):
        for view in views.iterfind(".//record[@model='ir.ui.view']"):
            model = view.findtext("field[@name='model']")
            for button in view.iterfind(".//button[@type='object']"):
                label = button.get("string") or "".join(button.itertext()).strip()
                if label:
                    self._buttons.setdefault((model, button.get("name")), label)
                    self._buttons.setdefault(button.get("name"), label)

    def get_model(self, name):
        """Return the name of a model; as long as it is not translated, the technical one."""
        return self._models.get(name.replace(".", "_")) or name

    def get_name(self, name):
        """Return what a line is about: 'model:which', 'model.method:which' or an address."""
        path, _colon, which = name.partition(":")
        model, _dot, method = path.rpartition(".")
        text = table.ACT_NAMES.get(path)
        if not text and method.startswith("action_"):
            # The lines of a list may have their button in the view of another model.
            label = self._buttons.get((model, method)) or self._buttons[method]
            text = self._texts.get(label) or label
        if not text:
            text = self.get_model(path)
        elif not path.startswith("/"):
            text = f"{self.get_model(model)}: {text}"
        return f"{text} ({table.WHICH[which]})" if which else text


def _bare(text):
    return re.sub(r"<[^>]+>", "", text).strip()


def render():
    """Return the text of the page."""
    words = Words()
    parts = [
        INTRODUCTION.format(cells=f"{table.count_cells():,}".replace(",", ".")),
        PEOPLE,
        _table(("Kolom", "Siapa"), [*table.PEOPLE.items(), *table.OTHERS.items()]),
        MOMENTS,
        _table(("Keadaan", "Arti"), table.MOMENTS.values()),
        RECORDS,
        *_sections(words, table.RECORDS, table.PEOPLE, with_tried=True),
        ACTS,
        *_sections(words, table.ACTS, table.PEOPLE),
        STRANGERS,
        *_sections(words, table.STRANGERS, table.OTHERS),
        CLOSING,
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _sections(words, text, columns, with_tried=False):
    """Return the tables of ``text``, each below its heading."""
    parts = []
    has_moment = any(line.moment for line in table.read(text, columns))
    head = (
        "Apa",
        *(["Keadaan"] if has_moment else []),
        *(["Diuji"] if with_tried else []),
        *columns,
    )
    for heading, lines in table.read_groups(text, columns):
        rows = [
            (
                words.get_name(line.name),
                *([table.MOMENTS[line.moment][0]] if has_moment else []),
                *([_letters(line.tried)] if with_tried else []),
                *(_letters(line.cells[code]) for code in columns),
            )
            for line in lines
        ]
        if heading:
            parts.append(f"### {heading}")
        parts.append(_table(head, rows))
    return parts


def _letters(cell):
    return "".join(letter for key, letter in LETTERS.items() if key in cell) or NONE


def _table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(render())
