"""The pictures of simulated printers: a thing that grows under a nozzle."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
import math

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720

_WALL, _BED, _METAL, _INK = (34, 40, 44), (58, 66, 70), (150, 158, 162), (226, 232, 228)
_LEFT, _GROUND, _TALLEST = 520, 600, 330
_SWAY = 24
_STEPS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a camera sees; equal scenes are drawn once."""

    name: str
    time: str
    state: str
    layer: int = 0
    layers: int = 0
    percent: int = 0
    color: tuple[int, int, int] = (0, 174, 66)
    light: bool = True
    step: int = 0
    """Where in its movement the nozzle is."""


@lru_cache(maxsize=64)
def picture(scene: Scene) -> bytes:
    """Return a JPEG of 1280 x 720 pixels."""
    image = Image.new("RGB", (WIDTH, HEIGHT), _WALL)
    draw = ImageDraw.Draw(image)
    top = _GROUND - _TALLEST * scene.percent // 100
    draw.rectangle((220, _GROUND, 1060, _GROUND + 40), fill=_BED)
    _draw_thing(draw, top, scene.color)
    _draw_nozzle(draw, top, scene.step)
    _draw_words(draw, scene)
    if not scene.light:
        image = image.point(lambda value: value // 3)
    content = BytesIO()
    image.save(content, "JPEG", quality=80)
    return content.getvalue()


def _draw_thing(
    draw: ImageDraw.ImageDraw, top: int, color: tuple[int, int, int]
) -> None:
    """Draw a vase, as far as it is printed."""
    for y in range(_GROUND, top, -3):
        half = 90 + 40 * math.sin((_GROUND - y) / 60)
        shade = 0.8 if y % 2 else 1.0
        red, green, blue = (int(part * shade) for part in color)
        draw.rectangle((640 - half, y - 3, 640 + half, y), fill=(red, green, blue))


def _draw_nozzle(draw: ImageDraw.ImageDraw, top: int, step: int) -> None:
    """Draw the tool head above the thing."""
    x = _LEFT + _SWAY * abs((step + _STEPS // 2) % _STEPS - _STEPS // 2)
    draw.rectangle((x, top - 150, x + 110, top - 40), fill=_METAL)
    draw.polygon(((x + 35, top - 40), (x + 75, top - 40), (x + 55, top)), fill=_METAL)


def _draw_words(draw: ImageDraw.ImageDraw, scene: Scene) -> None:
    """Write the title and the state."""
    large, small = _font(40), _font(28)
    draw.text((40, 28), scene.name, fill=_INK, font=large)
    draw.text((40, 82), scene.state, fill=_INK, font=small)
    draw.text((WIDTH - 40, 28), scene.time, fill=_INK, font=large, anchor="ra")
    if scene.layers:
        words = f"Layer {scene.layer} of {scene.layers}, {scene.percent} %"
        draw.text((40, HEIGHT - 62), words, fill=_INK, font=small)
        draw.rectangle((440, HEIGHT - 52, 1240, HEIGHT - 40), outline=_INK)
        end = 440 + 8 * scene.percent
        draw.rectangle((440, HEIGHT - 52, end, HEIGHT - 40), fill=_INK)


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return the font that Pillow brings along."""
    return ImageFont.load_default(size)
