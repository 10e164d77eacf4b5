"""Icons and faces: the parts a page shows by the hundred, so each is put together only once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from qunluo.kernel.ui.assets import asset
from qunluo.kernel.ui.display import initial, tint

if TYPE_CHECKING:
    from collections.abc import Callable


def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A picture of the icon set, or a glyph; without a label it says nothing to screen readers."""
    if not name:
        return SafeString()
    return _icon(str(name), str(label), size, asset("icons.svg"))


@lru_cache(maxsize=2000)
def _icon(name: str, label: str, size: str, sprite: str) -> SafeString:
    said = _said(label)
    if not name.isascii():
        return format_html('<span class="icon icon-glyph" {}>{}</span>', said, name)
    shape = f"icon icon-{size}" if size else "icon"
    drawn = '<svg class="{}" {} viewBox="0 0 24 24"><use href="{}#{}"/></svg>'
    return format_html(drawn, shape, said, sprite, name)


def avatar(person: Any, size: int = 32, label: str = "") -> SafeString:
    """The face of a person with `name` and `avatar` (attributes or keys), or their first letter."""
    name, face = _of(person, "name") or "?", _of(person, "avatar")
    return _avatar(str(name), str(face), size, str(label))


@lru_cache(maxsize=5000)
def _avatar(name: str, face: str, size: int, label: str) -> SafeString:
    shape = "avatar" if size == 32 else f"avatar avatar-{size}"
    picture = '<img src="{}" alt="" width="{}" height="{}" loading="lazy">'
    inside = format_html(picture, face, size, size) if face else initial(name)
    drawn = '<span class="{} tint-{}" {}>{}</span>'
    return format_html(drawn, shape, tint(name), _said(label), inside)


def _said(label: str) -> SafeString:
    if not label:
        return format_html('aria-hidden="{}"', "true")
    return format_html('role="img" aria-label="{}"', label)


def _of(person: Any, name: str) -> Any:
    if not person:
        return ""
    return person.get(name, "") if isinstance(person, dict) else getattr(person, name, "")


PICTURES: dict[str, Callable[..., SafeString]] = {"picture_of": icon, "face_of": avatar}
