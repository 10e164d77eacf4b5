"""Real communities beside the demo: dumps that lie in the archives' folder are brought in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _

from qunluo.kernel import places
from qunluo.kernel.refusal import Refusal
from qunluo.people.members import queries as members
from qunluo.reach.porting import actions as porting

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKED = re.compile(r"\.(7z|tar|tgz|tar\.\w+)$")


def archives() -> list[Path]:
    """What lies in QUNLUO_ARCHIVES: packed dumps, and folders with a dump unpacked in them."""
    folder: Path = settings.ARCHIVES_FOLDER
    found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if PACKED.search(path.name) or (path / "Posts.xml").exists()]


def bring_all(tell: Callable[[str], None]) -> int:
    """Bring in each dump whose community does not stand yet; returns how many were.

    The community's slug is the first word of the dump's name. One that cannot be used is told of
    and left out.
    """
    count, standing = 0, places.slugs()
    for archive in archives():
        slug = slugify(archive.name.partition(".")[0])
        if not slug or slug in standing:
            continue
        tell(_("Bringing in %(name)s …") % {"name": archive.name})
        try:
            porting.bring_in(members.operator(""), archive, porting.Wish(slug=slug))
        except Refusal as refusal:
            tell(_("Left out: %(reason)s") % {"reason": refusal.message})
            continue
        count += 1
    return count
