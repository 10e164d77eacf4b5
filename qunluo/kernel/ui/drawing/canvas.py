"""A sheet of SVG to draw on, and how wide text will be on it."""

from __future__ import annotations

import re
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from qunluo.kernel.ui.fonts import FAMILY

FAMILIES = f"Inter, {FAMILY}, Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif"
INK, QUIET, LINE, PAPER = "#1d2b26", "#5a6660", "#d9dedb", "#ffffff"
SIZE = 12
WIDE = "\u2e80"  # from here on characters are as wide as they are high

# XML has no way to write these, escaped or not.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Anchor = Literal["start", "middle", "end"]


def width_of(text: str, size: float = SIZE) -> float:
    """About how wide a text comes out, in pixels; a little generous."""
    return sum(1.0 if sign >= WIDE else 0.58 for sign in text) * size


class Canvas:
    """Shapes in the order they are drawn; places in pixels from the upper left."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._shapes: list[str] = []

    def line(
        self, x: float, y: float, to_x: float, to_y: float, *, colour: str = LINE, thick: float = 1
    ) -> None:
        self._shapes.append(
            f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
            f' stroke="{colour}" stroke-width="{thick}"/>'
        )

    def path(self, points: list[tuple[float, float]], colour: str, *, dashed: bool = False) -> None:
        """A line through the points."""
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        dashes = ' stroke-dasharray="5 4"' if dashed else ""
        self._shapes.append(
            f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"'
            f' stroke-linejoin="round"{dashes}/>'
        )

    def area(self, points: list[tuple[float, float]], colour: str) -> None:
        """A filled shape through the points, without an edge."""
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self._shapes.append(f'<polygon points="{told}" fill="{colour}"/>')

    def dot(self, x: float, y: float, colour: str, *, is_open: bool = False) -> None:
        radius, fill = (4, PAPER) if is_open else (2.6, colour)
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{colour}"'
            ' stroke-width="1.6"/>'
        )

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        self._shapes.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{colour}" stroke="{PAPER}"/>'
        )

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self._shapes.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{max(0.0, height):.1f}"'
            f' fill="{colour}"/>'
        )

    def text(
        self, x: float, y: float, text: str, *, anchor: Anchor = "start", colour: str = QUIET
    ) -> None:
        self._shapes.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
            f"{escape(UNPRINTABLE.sub('', text))}</text>"
        )

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}" font-family={quoteattr(FAMILIES)}'
            f' font-size="{SIZE}">{"".join(self._shapes)}</svg>'
        )
