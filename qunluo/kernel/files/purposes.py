"""What files are for: which kinds each purpose takes, and how large they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from qunluo.kernel.preferences.declaring import preference

Kind = Literal["image", "document", "archive", "audio", "video", "text", "markup"]
MB = 1024 * 1024
ANYTHING: frozenset[Kind] = frozenset(
    {"image", "document", "archive", "audio", "video", "text", "markup"}
)


@dataclass(frozen=True)
class Purpose:
    """`most_bytes` of one upload; `most_side` in pixels: larger images are scaled down to it."""

    name: str
    kinds: frozenset[Kind]
    most_bytes: int
    most_side: int


purposes: dict[str, Purpose] = {}


def purpose(
    name: str, *, kinds: frozenset[Kind] = ANYTHING, most_bytes: int, most_side: int = 4096
) -> str:
    """Declare a purpose once, at import; returns its name."""
    purposes[name] = Purpose(name, kinds, most_bytes, most_side)
    return name


EDITOR = purpose("editor", most_bytes=50 * MB)
AVATAR = purpose("avatar", kinds=frozenset({"image"}), most_bytes=10 * MB, most_side=1024)
VOICE = purpose("voice", kinds=frozenset({"audio"}), most_bytes=10 * MB)
COVER = purpose("cover", kinds=frozenset({"image"}), most_bytes=20 * MB, most_side=2560)
EXPORT = purpose("export", most_bytes=2048 * MB)
REPORT = purpose("report", most_bytes=200 * MB)

MEMBER_QUOTA = preference(
    "files.member_quota_mb",
    default=1024,
    type=int,
    level="installation",
    label=_("How much one member may upload in all, in megabytes"),
    least=1,
)
