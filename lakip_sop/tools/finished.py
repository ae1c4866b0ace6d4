"""What a button returns when its work is done: a word about it, with the way to the result."""


def finished(title, message, link, *, url=None, action=None):
    """Return the client action that tells the person and offers ``link``.

    It reaches them on whatever page they are by then: see ``static/src/progress``.

    :param link: what the way to the result is called
    :param url: the result, opened beside the page; or
    :param action: the action that opens it within the web client

    >>> finished("LAKIP 2026", "Version 2 is there.", "Open", url="/web/content/7")["tag"]
    'lakip_finished'
    """
    return {
        "type": "ir.actions.client",
        "tag": "lakip_finished",
        "params": {
            "title": title,
            "message": message,
            "link": link,
            "url": url,
            "action": action,
        },
    }
