"""Images are decoded within limits and written anew: no metadata, no second meaning, thumbnails."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from qunluo.kernel.refusal import Invalid

THUMBNAILS = (64, 160, 320, 960)
MOST_PIXELS = 50_000_000
MOST_MOVING_PIXELS = 100_000_000
MOST_FRAMES = 300
FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@dataclass(frozen=True)
class Picture:
    """An image as it will be stored; `thumbnails` by longest side, all WebP."""

    content: bytes
    width: int
    height: int
    thumbnails: dict[int, bytes]


def written_anew(file: IO[bytes], most_side: int) -> Picture:
    """Refuses with `files.image_too_large` or `files.broken_image`."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as image:
                _ask_size(image)
                return _moving(image) if _frames(image) > 1 else _still(image, most_side)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError):
        raise Invalid(
            "files.broken_image",
            _("This image cannot be read. Save it again as PNG or JPEG and try once more."),
        ) from None


def _frames(image: Image.Image) -> int:
    """Frames to keep; only GIF and WebP may move."""
    return int(getattr(image, "n_frames", 1)) if image.format in {"GIF", "WEBP"} else 1


def _ask_size(image: Image.Image) -> None:
    pixels = image.width * image.height
    frames = _frames(image)
    too_many = frames > MOST_FRAMES or (frames > 1 and pixels * frames > MOST_MOVING_PIXELS)
    if pixels > MOST_PIXELS or too_many:
        raise _too_large()


def _too_large() -> Invalid:
    return Invalid(
        "files.image_too_large",
        _("This image has too many pixels. Make it smaller and try once more."),
    )


def _still(image: Image.Image, most_side: int) -> Picture:
    kind = image.format or "PNG"
    if kind == "JPEG":
        image.draft("RGB", (most_side, most_side))
    upright = ImageOps.exif_transpose(image)
    plain = _in_plain_colours(upright, kind)
    plain.thumbnail((most_side, most_side), Image.Resampling.LANCZOS)
    return Picture(_encoded(plain, kind), plain.width, plain.height, _thumbnails(plain))


def _in_plain_colours(image: Image.Image, kind: str) -> Image.Image:
    see_through = "A" in image.getbands() or "transparency" in image.info
    plain = image.convert("RGBA" if see_through and kind != "JPEG" else "RGB")
    plain.info = {}
    return plain


def _encoded(image: Image.Image, kind: str) -> bytes:
    options: dict[str, Any] = {
        "JPEG": {"quality": 88, "progressive": True},
        "WEBP": {"quality": 88},
    }.get(kind, {})
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _moving(image: Image.Image) -> Picture:
    """All frames, their times and the loop; nothing else of the original."""
    kind = image.format or "GIF"
    frames, times = [], []
    for frame in ImageSequence.Iterator(image):
        times.append(max(20, int(frame.info.get("duration", 100))))
        frames.append(frame.convert("RGBA"))
    for frame in frames:
        frame.info = {}
    out = io.BytesIO()
    frames[0].save(
        out,
        kind,
        save_all=True,
        append_images=frames[1:],
        duration=times,
        loop=int(image.info.get("loop", 1)),
        **({"disposal": 2} if kind == "GIF" else {"quality": 80}),
    )
    first = frames[0]
    return Picture(out.getvalue(), first.width, first.height, _thumbnails(first))


def _thumbnails(image: Image.Image) -> dict[int, bytes]:
    """Each smaller size, largest first, each made from the one before."""
    made: dict[int, bytes] = {}
    present = image
    for side in sorted(THUMBNAILS, reverse=True):
        if side >= max(image.size):
            continue
        present = present.copy()
        present.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        present.save(out, "WEBP", quality=80)
        made[side] = out.getvalue()
    return made
