"""Pictures made ready for a document: plain Python on Pillow, no ORM."""

import io

from PIL import Image, UnidentifiedImageError

__all__ = ["PictureError", "as_png"]

_BROKEN = (
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    UnidentifiedImageError,
    ValueError,
)


class PictureError(ValueError):
    """The bytes cannot be read as a picture."""


def as_png(content: bytes, most: int) -> bytes:
    """Return a picture as a PNG of at most ``most`` pixels a side.

    The caller has looked at its dimensions: they are unpacked here.

    :raises PictureError: it is broken

    >>> source = io.BytesIO()
    >>> Image.new("CMYK", (400, 100)).save(source, "JPEG")
    >>> Image.open(io.BytesIO(as_png(source.getvalue(), 200))).size
    (200, 50)
    """
    try:
        with Image.open(io.BytesIO(content)) as source:
            picture = source.convert("RGBA")
    except _BROKEN as error:
        # What Pillow raises for a broken picture depends on where it breaks.
        raise PictureError("The picture cannot be read.") from error
    picture.thumbnail((most, most))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
