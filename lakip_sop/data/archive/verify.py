"""Memeriksa arsip ini tanpa Odoo: python verify.py [kepala rantai yang tercetak di dokumen]"""
import hashlib
import json
import sys
from pathlib import Path
def link(last, data):  # rumus aplikasi: lihat "formula" di data/keputusan.json
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256((last + text).encode()).hexdigest()
root, wrong, heads = Path(__file__).resolve().parent, [], ["0" * 64]
files = [path for path in sorted(root.rglob("*")) if path.is_file()]
files = {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}
try:
    listed = {s[66:]: s[:64] for s in (root / "manifest.sha256").read_text("utf-8").splitlines()}
    wrong += [f"Berkas {'diubah' if n in files else 'hilang'}: {n}" for n in listed if files.get(n) != listed[n]]
    wrong += [f"Berkas tambahan: {n}" for n in files if n not in {*listed, "manifest.sha256"}]
    ledger = json.loads((root / "data" / "keputusan.json").read_text("utf-8"))
    for place, row in enumerate(ledger["rows"], 1):
        expected = [place, heads[-1]]
        for data, name in zip(row["links"], row["files"]):
            heads.append(link(heads[-1], data))
            if files.get(name) not in data.values():
                wrong.append(f"Bukan berkas yang diputuskan: {row['title']}: {name}")
        if expected != [row["links"][0]["sequence"], row["previous_hash"]] or heads[-1] != row["hash"]:
            wrong.append(f"Keputusan diubah, atau yang sebelumnya hilang: {row['title']}")
            heads.append(row["hash"])
    wrong += [f"Kepala rantai tidak ada: {h}" for h in (ledger["head"], *sys.argv[1:]) if h not in heads]
except (AttributeError, LookupError, OSError, TypeError, ValueError) as error:
    wrong.append(f"Arsip tidak terbaca: {error!r}")
print(f"{len(files)} berkas diperiksa, kepala rantai {heads[-1]}", *wrong, sep="\n")
sys.exit("ARSIP TIDAK UTUH" if wrong else print("ARSIP UTUH: semua berkas dan keputusan benar"))
