"""The pictures of README, docs and the app list: who sees what, and where the file goes.

To add a picture, add a line to the scene in which its screen can be seen. Addresses may name
records, as ``{cycle}``: ``scenes.py`` says which.
"""

from dataclasses import dataclass

from ..base import ADDON_DIR, ROOT

IMAGES = ROOT / "docs" / "images"
DESCRIPTION = ADDON_DIR / "static" / "description"

FORM = ".o_form_view .o_form_renderer"
LIST = ".o_list_view .o_list_renderer"
KANBAN = ".o_kanban_view .o_kanban_renderer"
HOME = ".o_lakip_home_page .o_sop_flow"
DISCUSS = ".o-mail-DiscussContent .o-mail-Message"
CARD = ".o_lakip_approval_card"
DIALOG = ".modal .modal-body .o_form_renderer"


@dataclass(frozen=True)
class Picture:
    """A file of ``docs/images``.

    :ivar in_description: whether the app list shows it too (``static/description``)
    """

    file: str
    in_description: bool = False

    @property
    def files(self):
        folders = [IMAGES, DESCRIPTION] if self.in_description else [IMAGES]
        return [folder / f"{self.file}.png" for folder in folders]


@dataclass(frozen=True)
class Shot(Picture):
    """A picture of a screen.

    :ivar user: login of who sees it; None without login
    :ivar url: on the server, or a file of this folder
    :ivar wait: selector of what must be there
    :ivar do: acts before the picture is taken, see below
    :ivar crop: selector of the part that is shown
    :ivar phone: whether it is seen on a phone
    :ivar full: whether the whole page is shown, however long
    :ivar window: width and height, where the usual ones would cut what matters
    """

    user: str | None = None
    url: str = ""
    wait: str = "body"
    do: tuple = ()
    crop: str = ""
    phone: bool = False
    full: bool = False
    window: tuple | None = None
    transparent = False


@dataclass(frozen=True)
class Drawing(Shot):
    """A drawing of this folder, for the app list only."""

    transparent: bool = False

    @property
    def files(self):
        return [DESCRIPTION / f"{self.file}.png"]


@dataclass(frozen=True)
class Page(Picture):
    """A picture of the page of a Word file on which ``text`` stands.

    :ivar nth: the first, second ... such page; -1: the last
    :ivar part: of the height of the page that is shown, from above
    """

    user: str = ""
    url: str = ""
    text: str = ""
    nth: int = 1
    part: float = 0


# ------------------------------------------------------------
# ACTS
# ------------------------------------------------------------


def click(selector):
    """Click what ``selector`` finds first."""
    return lambda page: page.locator(selector).first.click()


def press(selector):
    """Click what ``selector`` finds first, though a window that opened by itself may cover it."""
    return lambda page: page.locator(selector).first.dispatch_event("click")


def wait(selector):
    """Wait until ``selector`` finds something that is seen."""
    return lambda page: page.locator(selector).first.wait_for()


def fill(selector, text):
    """Type ``text`` into a field."""
    return lambda page: page.locator(selector).first.fill(text)


def scroll(selector):
    """Bring what ``selector`` finds first to the top of the window."""
    return lambda page: page.locator(selector).first.evaluate(
        "element => element.scrollIntoView({block: 'start'})"
    )


def draw(selector):
    """Draw a signature with the mouse."""

    def act(page):
        box = page.locator(selector).first.bounding_box()
        points = (
            (0.2, 0.7), (0.28, 0.2), (0.33, 0.75), (0.4, 0.35), (0.45, 0.7),
            (0.55, 0.3), (0.6, 0.65), (0.8, 0.5),
        )  # fmt: skip
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=12)
        page.mouse.up()

    return act


def tab(name):
    """Open a page of a form's notebook."""
    return click(f".o_notebook_headers a[name='{name}']")


# ------------------------------------------------------------
# PICTURES
# ------------------------------------------------------------

_REQUEST = "/odoo/action-lakip_sop.lakip_request_action"
_CHANNEL = "/odoo/discuss?active_id=discuss.channel_{channel}"
_PENDING = f"{CARD}[data-state=pending]"

#: (scene, its pictures), in the order in which the scenes are played.
SCENES = (
    (
        "collection",
        (
            Shot("beranda", True, "kasubbag", "/odoo/lakip-home", HOME),
            Shot("beranda-ponsel", False, "kasubbag", "/odoo/lakip-home", HOME, phone=True),
            Shot("agenda", False, "kasubbag", "/odoo/lakip-agenda", ".o_calendar_view .fc-event"),
            Shot("kinerja-sop", True, "kadis", "/odoo/lakip-performance",
                 ".o_lakip_leadership table"),
            Shot("kinerja-sop-ponsel", False, "kadis", "/odoo/lakip-performance",
                 ".o_lakip_leadership table", phone=True),
            Shot("langkah-awal", False, "admin", "/odoo/lakip-start", ".o_lakip_onboarding"),
            Shot("siklus", True, "kasubbag", "/odoo/lakip/{cycle}", FORM),
            Shot("siklus-ponsel", False, "kasubbag", "/odoo/lakip/{cycle}", FORM, phone=True),
            Shot("siklus-daftar", False, "kasubbag", "/odoo/lakip", KANBAN, window=(1366, 420)),
            Shot("pekerjaan-saya", False, "tim", "/odoo/lakip-my-work", LIST, window=(1366, 420)),
            Shot("permintaan", True, "staf.informasi", _REQUEST + "_mine/{request_informasi}",
                 FORM),
            Shot("permintaan-ponsel", False, "staf.informasi",
                 _REQUEST + "_mine/{request_informasi}", FORM, phone=True),
            Shot("permintaan-periksa", False, "tim", _REQUEST + "/{request_komunikasi}", FORM),
            Shot("pengumpulan-data", False, "tim", "/odoo/lakip.step/{step_4}", FORM),
            Shot("sasaran", False, "tim", "/odoo/action-lakip_sop.lakip_objective_action", LIST,
                 window=(1366, 420)),
            Shot("indikator", False, "tim", "/odoo/action-lakip_sop.lakip_indicator_action", LIST),
            Shot("bab", False, "tim", "/odoo/action-lakip_sop.lakip_section_action", LIST),
            Shot("bab-isi", False, "tim", "/odoo/lakip.section/{section_I_A}", FORM),
            Shot("kanal", False, "tim", _CHANNEL, ".o-mail-DiscussContent .o-mail-Thread"),
            Shot("siklus-selesai", False, "kasubbag", "/odoo/lakip/{finished}", FORM),
            Shot("dokumen", False, "kasubbag", "/odoo/action-lakip_sop.lakip_document_action",
                 LIST),
            Shot("keputusan", False, "kasubbag", "/odoo/action-lakip_sop.lakip_approval_action",
                 LIST, window=(1366, 460)),
            Shot("waktu", False, "kasubbag", "/odoo/action-lakip_sop.lakip_step_round_action",
                 ".o_action_manager .o_view_controller"),
            Shot("verifikasi", True, None, "/lakip/verify/{token}", "main", full=True,
                 window=(900, 768)),
            Shot("verifikasi-ponsel", False, None, "/lakip/verify/{token}", "main", phone=True),
            Shot("audit", False, "kasubbag", "/lakip/audit/{finished}", "main"),
            Shot("aplikasi", False, "admin", "/odoo/action-base.open_module_tree/{module}", FORM,
                 window=(1366, 1500)),
            Shot("pengaturan", False, "admin", "/odoo/action-lakip_sop.res_config_settings_action",
                 ".app_settings_block[data-key=lakip_sop]"),
            Shot("sop", False, "admin", "/odoo/action-lakip_sop.lakip_sop_action/{sop}", FORM),
            Shot("pejabat", False, "admin", "/odoo/action-lakip_sop.lakip_officer_action", LIST,
                 window=(1366, 420)),
            Shot("hari-libur", False, "admin",
                 "/odoo/action-lakip_sop.lakip_holiday_wizard_action", FORM),
            Page("word-disposisi", False, "kasubbag",
                 "/web/content/{finished_document_disposition}", "DISPOSISI", part=0.65),
            Page("word-sk-tim", False, "kasubbag",
                 "/web/content/{finished_document_decree}", "KEPUTUSAN"),
            Page("word-nota-dinas", False, "kasubbag",
                 "/web/content/{finished_document_request_letter}", "NOTA DINAS"),
            Page("word-sampul", False, "kasubbag", "/web/content/{signed_report}", "LAPORAN"),
            Page("word-bab3", True, "kasubbag", "/web/content/{signed_report}",
                 "Gambar 1.", 2),
            Page("word-pengesahan", False, "kasubbag", "/web/content/{signed_report}",
                 "LEMBAR PENGESAHAN", -1),
            Page("word-sop", False, "admin", "/lakip/sop/{sop}/page", "Kelengkapan"),
            Page("word-kepatuhan", False, "kasubbag", "/lakip/cycle/{finished}/compliance",
                 "Waktu Nyata"),
        ),
    ),
    (
        "discussion",
        (Shot("pembahasan", False, "tim", "/odoo/lakip.step/{step_7}", FORM, (tab("points"),)),),
    ),
    (
        "initials",
        (Shot("paraf", False, "kasubbag", "/odoo/lakip.step/{step_9}", FORM),),
    ),
    (
        "signature",
        (
            Shot("kartu", True, "kadis", _CHANNEL, _PENDING, (scroll(_PENDING),)),
            Shot("kartu-ponsel", False, "kadis", "/odoo/discuss", ".o-mail-NotificationItem",
                 (press(".o-mail-NotificationItem:has-text('LAKIP 2026')"), scroll(_PENDING),
                  wait(_PENDING)), phone=True),
            Shot("tanda-tangan", False, "kadis", "/odoo/lakip.step/{step_11}", FORM,
                 (click("button[name=action_approve]"), wait(".modal canvas"),
                  draw(".modal canvas"))),
            Shot("tanda-tangan-ponsel", False, "kadis", "/odoo/lakip.step/{step_11}", FORM,
                 (click("button[name=action_approve]"), wait(".modal canvas"),
                  draw(".modal canvas")), phone=True),
            Shot("kembalikan", False, "kadis", "/odoo/lakip.step/{step_11}", FORM,
                 (click("button[name=action_return]"), wait(DIALOG),
                  fill(".modal [name=reason] textarea",
                       "Simpulan belum menyebut indikator yang tidak tercapai."))),
        ),
    ),
    (
        "archive",
        (
            Shot("arsip", False, "kasubbag", "/odoo/lakip.step/{step_12}", FORM),
            Drawing("icon", url="dev/shots/icon.html", crop="#icon", window=(128, 128),
                    transparent=True),
            # of the picture of the cycle, so it comes after it
            Drawing("banner", url="dev/shots/banner.html", crop="#banner", window=(1120, 560)),
        ),
    ),
)  # fmt: skip
