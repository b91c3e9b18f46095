"""A still as large as those of a P2S."""

from io import BytesIO

from PIL import Image


def noise() -> bytes:
    """Return a picture as large as those of a P2S."""
    content = BytesIO()
    Image.effect_noise((400, 225), 100).save(content, "JPEG", quality=95)
    return content.getvalue()


PICTURE = noise()
