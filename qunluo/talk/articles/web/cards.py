"""The picture that a shared link shows: title, community and author on the product's paper."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from qunluo.kernel.ui.fonts import chinese_font

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT, EDGE = 1200, 630, 80
PAPER, INK, QUIET, MOSS = "#fbfaf7", "#17211c", "#566159", "#00795a"
TITLE_SIZE, SMALL_SIZE, LINES_MOST = 68, 34, 4


def card_png(title: str, community: str, author: str) -> bytes:
    """1200 × 630 pixels (Open Graph), Chinese or Latin text."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 14), fill=MOSS)
    large, small = _font(TITLE_SIZE), _font(SMALL_SIZE)
    draw.text((EDGE, 84), community, font=small, fill=MOSS)
    for number, line in enumerate(wrapped(title, large, WIDTH - 2 * EDGE)):
        draw.text((EDGE, 160 + number * int(TITLE_SIZE * 1.35)), line, font=large, fill=INK)
    draw.text((EDGE, HEIGHT - 100), author, font=small, fill=QUIET)
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def wrapped(title: str, font: FreeTypeFont, width: int) -> list[str]:
    """Lines that fit: Chinese breaks anywhere, Latin between words; the last ends in … when cut."""
    lines, line = [], ""
    for piece in _pieces(title):
        if line and font.getlength((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line.rstrip())
    if len(lines) > LINES_MOST:
        lines = [*lines[: LINES_MOST - 1], lines[LINES_MOST - 1][:-1] + "…"]
    return lines


def _pieces(title: str) -> list[str]:
    """Words with the space behind them, Chinese characters one by one."""
    pieces, word = [], ""
    for character in title:
        if character.isascii() and not character.isspace():
            word += character
            continue
        if character.isspace():
            pieces.append(word + character)
            word = ""
            continue
        if word:
            pieces.append(word)
            word = ""
        pieces.append(character)
    return [*pieces, word] if word else pieces


@lru_cache(4)
def _font(size: int) -> FreeTypeFont:
    return ImageFont.truetype(str(chinese_font()), size)
