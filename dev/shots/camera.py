"""Takes pictures of Odoo in a real Chromium, and of pages of Word files."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Error, sync_playwright

from ..base import LANGUAGE, ROOT, say
from .catalogue import Page

BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
DESKTOP, PHONE = (1366, 768), (390, 844)
#: Milliseconds: a busy machine is slow, and nothing is wrong.
PATIENCE = 40_000
#: Colours of a picture's palette: no difference is seen, and a file has a third of the size.
COLORS = 192
#: No picture is larger than that (bytes).
LARGEST = 200_000
#: Dots per inch of the pages of Word files.
PAGE_DPI = 80
#: Nothing that moves, blinks or comes and goes by itself is in a picture; and the letters are those
#: that Odoo ships, on whatever machine it is taken.
_STILL = (
    "".join(
        f"""@font-face {{ font-family: "Segoe UI"; font-weight: {weight};
        src: url(/web/static/fonts/google/Roboto/Roboto-{name}.ttf); }}"""
        for name, weight in (("Light", 300), ("Regular", 400), ("Medium", 500), ("Bold", 700))
    )
    + """
    body { font-family: "Segoe UI", sans-serif; }
    *, *::before, *::after { transition: none !important; animation: none !important;
        caret-color: transparent !important; }
    .o_notification_manager, .o-mail-ChatBubble, .o-overlay-container .o_popover.o-tooltip {
        display: none !important; }
    ::-webkit-scrollbar { display: none; }
"""
)
#: Nothing is being loaded or drawn any more. The network is no sign: the bus never rests.
_SETTLED = """() => document.fonts.status === "loaded"
    && [...document.images].every((image) => image.complete || image.loading === "lazy")
    && !document.querySelector(".o_loading_indicator, .o_blockUI, .o-mail-Message.o-isPending")"""


class Camera:
    """Goes from screen to screen as the users of the demo, whose passwords are their logins.

    :param address: of the server
    :ivar names: what the addresses of the catalogue may name, as ``{cycle}``
    :ivar written: the files written
    :ivar failed: the pictures that could not be taken
    """

    def __init__(self, address):
        self.address = address
        self.names = {}
        self.written = []
        self.failed = []
        self._sessions = {}

    def __enter__(self):
        program = next(filter(None, map(shutil.which, BROWSERS)))
        self._playwright = sync_playwright().start()
        self._browser = self._playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text"],
        )
        return self

    def __exit__(self, *error):
        self._browser.close()
        self._playwright.stop()

    def take(self, shot):
        """Take the picture ``shot`` and write it wherever it belongs; note it when that fails."""
        try:
            if isinstance(shot, Page):
                picture = self._take_page(shot)
            else:
                picture = self._take_screen(shot)
        except (Error, OSError, ValueError, subprocess.CalledProcessError) as error:
            say(f"FAILED {shot.file}: {error}")
            self.failed.append(shot.file)
            return
        content = _optimise(picture)
        for file in shot.files:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            self.written.append(file)
            say(f"{file.relative_to(ROOT)}  {len(content) / 1000:.0f} kB")

    # ------------------------------------------------------------
    # SCREENS
    # ------------------------------------------------------------

    def _take_screen(self, shot):
        page = self._session(shot.user, shot.phone).new_page()
        try:
            width, height = shot.window or (PHONE if shot.phone else DESKTOP)
            page.set_viewport_size({"width": width, "height": height})
            page.goto(self._url(shot.url), timeout=PATIENCE)
            page.wait_for_selector(shot.wait, timeout=PATIENCE)
            page.add_style_tag(content=_STILL)
            for act in shot.do:
                act(page)
            page.wait_for_function(_SETTLED, timeout=PATIENCE)
            page.wait_for_timeout(500)
            with tempfile.NamedTemporaryFile(suffix=".png") as file:
                target = page.locator(shot.crop).first if shot.crop else page
                whole = {} if shot.crop else {"full_page": shot.full}
                target.screenshot(
                    path=file.name,
                    animations="disabled",
                    omit_background=shot.transparent,
                    **whole,
                )
                return Image.open(file.name).convert("RGBA" if shot.transparent else "RGB")
        finally:
            # or a chat that was opened here would lie over the next picture
            if page.url.startswith(self.address):
                page.evaluate("window.localStorage.clear()")
            page.close()

    def _url(self, url):
        """The address of a page of Odoo, or of a file of this folder."""
        if url.startswith("/"):
            return self.address + url.format(**self.names)
        return (ROOT / url).as_uri()

    def _session(self, user, phone=False):
        """A browser in which ``user`` (None: nobody) is logged in."""
        key = user, phone
        if key in self._sessions:
            return self._sessions[key]
        session = self._browser.new_context(
            locale=LANGUAGE.replace("_", "-"),
            timezone_id="Asia/Pontianak",
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            reduced_motion="reduce",
            color_scheme="light",
            bypass_csp=True,  # for the letters, on the page of verification
        )
        session.set_default_timeout(PATIENCE)
        if user:
            answer = session.request.post(
                f"{self.address}/web/session/authenticate",
                data={
                    "jsonrpc": "2.0",
                    "params": {
                        "db": self.names["database"],
                        "login": user,
                        "password": user,
                    },
                },
            )
            if "error" in answer.json():
                raise ValueError(f"{user} cannot log in")
        self._sessions[key] = session
        return session

    # ------------------------------------------------------------
    # PAGES OF WORD FILES
    # ------------------------------------------------------------

    def _take_page(self, shot):
        answer = self._session(shot.user).request.get(self._url(shot.url))
        if not answer.ok:
            raise ValueError(f"{shot.url} answers {answer.status}")
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            (folder / "file.docx").write_bytes(answer.body())
            _call("soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}",
                  "--convert-to", "pdf", "--outdir", folder, folder / "file.docx")  # fmt: skip
            number = _find_page(folder / "file.pdf", shot.text, shot.nth)
            _call("pdftoppm", "-png", "-singlefile", "-r", PAGE_DPI, "-f", number, "-l", number,
                  folder / "file.pdf", folder / "page")  # fmt: skip
            picture = Image.open(folder / "page.png").convert("RGB")
            if shot.part:
                picture = picture.crop((0, 0, picture.width, int(picture.height * shot.part)))
            return ImageOps.expand(picture, border=1, fill="#ced4da")


def _find_page(pdf, text, nth):
    """The number of the ``nth`` page of ``pdf`` on which ``text`` stands (spaces do not count)."""
    pages = _call("pdftotext", "-layout", pdf, "-").split("\f")
    wanted = re.sub(r"\s", "", text)
    found = [number for number, page in enumerate(pages, 1) if wanted in re.sub(r"\s", "", page)]
    if len(found) < abs(nth):
        raise ValueError(f"'{text}' stands on {len(found)} pages")
    return found[nth - 1 if nth > 0 else nth]


def _call(*command):
    return subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, text=True
    ).stdout


def _optimise(picture):
    """The bytes of ``picture`` as a PNG with a palette, of fewer colours if it is too large."""
    content = b""
    colors = COLORS
    while not content or len(content) > LARGEST and colors > 16:
        content = _encode(picture, colors)
        colors //= 2
    return content


def _encode(picture, colors):
    if picture.mode == "RGBA":
        # a palette would fray the transparent edge of an icon
        reduced = picture
    else:
        reduced = picture.quantize(
            colors, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    with tempfile.TemporaryFile() as file:
        reduced.save(file, format="PNG", optimize=True)
        file.seek(0)
        return file.read()
