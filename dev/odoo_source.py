"""Odoo 19 itself: the folder ODOO_PATH, or Debian's package unpacked into ``.odoo``.

Debian's ``odoo-19`` is the complete community edition. It is downloaded and verified by
apt with a private state in the cache folder, so neither root nor a change of the machine's
own package sources is needed.
"""

import os
import re
import shutil
from pathlib import Path

from .base import (
    CACHE,
    ODOO,
    ODOO_CONF,
    PYTHON,
    ROOT,
    VAR,
    Trouble,
    digest,
    is_stamped,
    run,
    stamp,
    step,
)

# Links of the package that lead out of it. They come from Debian 13: Odoo needs Font
# Awesome 4.7, and unstable has 7.
SUITE_ODOO, SUITE_LINKED = "sid", "trixie"
LINKED = (
    "fonts-font-awesome",
    "fonts-inconsolata",
    "fonts-roboto-unhinted",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
DEBS = CACHE / "debs"
OWN_ODOO = "set ODOO_PATH to the folder of an Odoo 19 you have, as in `make run ODOO_PATH=...`."


def ensure():
    """Get Odoo, put it on the path of ``.venv`` and write ``.var/odoo.conf``.

    Returns the folder that holds the package ``odoo``.
    """
    given = os.environ.get("ODOO_PATH")
    path = _check_given(Path(given).expanduser().resolve()) if given else _ensure_unpacked()
    site = run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        "The Python environment is broken: remove the folder .venv and run make again.",
    ).strip()
    stamp(Path(site) / "odoo.pth", f"{path}\n")
    addons = [path / "odoo" / "addons", path / "addons", ROOT]
    options = {
        "addons_path": ",".join(str(folder) for folder in addons if folder.is_dir()),
        "data_dir": VAR / "data",
        "http_interface": "127.0.0.1",
        "list_db": False,
    }
    stamp(
        ODOO_CONF,
        "[options]\n" + "".join(f"{name} = {value}\n" for name, value in options.items()),
    )
    return path


def _check_given(path):
    for folder in (path, path / "usr/lib/python3/dist-packages", path.parent):
        release = folder / "odoo" / "release.py"
        if release.is_file():
            version = re.search(r"version_info\s*=\s*\(([^,]+),", release.read_text())
            if not version or version.group(1).strip() != "19":
                raise Trouble(f"ODOO_PATH={path} is not Odoo 19: give the folder of an Odoo 19.0.")
            return folder
    raise Trouble(f"ODOO_PATH={path} holds no Odoo: give the folder that contains odoo/release.py.")


def _ensure_unpacked():
    path = ODOO / "usr/lib/python3/dist-packages"
    complete = ODOO / "complete.stamp"
    wanted = digest(SUITE_ODOO, SUITE_LINKED, LINKED)
    if is_stamped(complete, wanted):
        return path
    if not shutil.which("dpkg-deb"):
        raise Trouble(f"This machine has no dpkg to unpack Debian's Odoo 19: {OWN_ODOO}")
    packages = _ensure_downloaded()
    with step("Unpacking Odoo 19 into .odoo"):
        shutil.rmtree(ODOO, ignore_errors=True)
        ODOO.mkdir()
        for package in packages:
            run(
                ["dpkg-deb", "-x", package, ODOO],
                f"{package} is damaged: remove it and run make again.",
            )
    stamp(complete, wanted)
    return path


def _ensure_downloaded():
    """The .deb files, downloaded into the cache folder unless they are there."""
    packages = {name: _cached(name) for name in ("odoo-19", *LINKED)}
    missing = [name for name, file in packages.items() if not file]
    if missing:
        if not shutil.which("apt-get"):
            raise Trouble(f"This machine has no apt to download Odoo 19 with: {OWN_ODOO}")
        _download(missing)
        packages = {name: _cached(name) for name in packages}
    return packages.values()


def _cached(name):
    return next(iter(sorted(DEBS.glob(f"{name}_*.deb"), reverse=True)), None)


def _download(names):
    state = CACHE / "apt"
    fetch = state / "fetch"
    for folder in (state / "lists/partial", state / "cache/archives/partial", fetch, DEBS):
        folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "Dir::State::lists": state / "lists",
        "Dir::State::status": state / "status",
        "Dir::Cache": state / "cache",
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled": "false",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
        "APT::Get::List-Cleanup": "false",
        "APT::Sandbox::User": "root",
    }
    (state / "status").touch()
    apt = ["apt-get", *(f"-o{name}={value}" for name, value in settings.items())]
    mirror = _mirror(apt)
    sources = state / "sources.list"
    sources.write_text(
        f"deb [signed-by={KEYRING}] {mirror} {SUITE_ODOO} main\n"
        f"deb [signed-by={KEYRING}] {mirror} {SUITE_LINKED} main\n"
    )
    apt += [f"-oDir::Etc::sourcelist={sources}", "-oDir::Etc::sourceparts=/dev/null"]
    trouble = f"apt could not get Debian's Odoo 19: check the network, or {OWN_ODOO}"
    with step("Reading the package lists of Debian"):
        run([*apt, "update"], trouble)
    wanted = [f"{name}/{SUITE_ODOO if name == 'odoo-19' else SUITE_LINKED}" for name in names]
    with step("Downloading Odoo 19 (120 MB)" if "odoo-19" in names else "Downloading fonts"):
        run([*apt, "download", *wanted], trouble, cwd=fetch)
    for file in fetch.glob("*.deb"):
        file.replace(DEBS / file.name)


def _mirror(apt):
    """The Debian mirror that this machine uses already."""
    output = run([*apt, "--print-uris", "update"], f"apt has no package sources: {OWN_ODOO}")
    sites = dict.fromkeys(re.findall(r"'(\S+?)/dists/", output))
    sites = [site for site in sites if site.rstrip("/").endswith("/debian")]
    if not sites:
        raise Trouble(f"This machine's apt knows no Debian mirror: {OWN_ODOO}")
    return sites[0]
