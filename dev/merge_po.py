"""``python -m dev.merge_po TEMPLATE.pot LANGUAGE.po CODE``: keep translations, follow the .pot."""

import sys
from pathlib import Path

import polib


def merge(template, old):
    """A catalogue with the entries of ``template`` and the translations of ``old``.

    Nothing is guessed from similar texts: a changed text comes back untranslated.

    >>> template, old = polib.POFile(), polib.POFile()
    >>> template.append(polib.POEntry(msgid="Sign"))
    >>> template.append(polib.POEntry(msgid="Return"))
    >>> old.append(polib.POEntry(msgid="Sign", msgstr="Tanda tangani"))
    >>> old.append(polib.POEntry(msgid="Gone", msgstr="Hilang"))
    >>> [(entry.msgid, entry.msgstr) for entry in merge(template, old)]
    [('Sign', 'Tanda tangani'), ('Return', '')]
    """
    known = {(entry.msgctxt, entry.msgid): entry for entry in old if not entry.obsolete}
    merged = polib.POFile(wrapwidth=78)
    merged.header = template.header
    merged.metadata = {**template.metadata, **old.metadata}
    for entry in template:
        former = known.get((entry.msgctxt, entry.msgid))
        if former:
            entry.msgstr, entry.tcomment = former.msgstr, former.tcomment
            entry.flags = list(dict.fromkeys([*entry.flags, *former.flags]))
        merged.append(entry)
    return merged


def main(pot, po, code):
    po = Path(po)
    old = polib.pofile(str(po)) if po.exists() else polib.POFile()
    merged = merge(polib.pofile(str(pot)), old)
    merged.metadata.update(
        {"Language": code, "Plural-Forms": "nplurals=1; plural=0;", "Language-Team": "Indonesian"}
    )
    text = f"{merged}\n" if not str(merged).endswith("\n") else str(merged)
    if not po.exists() or po.read_text() != text:
        po.write_text(text)
    missing = merged.untranslated_entries()
    print(f"   {len(merged)} texts, {len(missing)} not translated")
    for entry in missing:
        print(f"   not translated: {entry.msgid!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
