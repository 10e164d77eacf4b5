"""What the builder offers to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qunluo.insight.metrics.queries import segmenting
from qunluo.insight.segments import queries
from qunluo.people.communities.queries.portraying import CHANNEL_LABELS
from qunluo.people.profiles import queries as profiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from qunluo.kernel.viewer import Viewer

Choices = list[tuple[str, str]]


def choices_for(viewer: Viewer, segment_id: int | None) -> dict[str, Choices]:
    """Per field (`event`, `space`, `about`) or kind of condition: (value, label)."""
    names = queries.names_of(viewer.community_id or 0)
    return {
        "event": [(key, segmenting.label_of(key)) for key in segmenting.EVENTS],
        "space": [("", _("anywhere")), *_numbered(names.spaces)],
        "about": _numbered(names.fields),
        "channel": [(key, str(label)) for key, label in CHANNEL_LABELS.items()],
        "language": list(queries.LANGUAGES.items()),
        "role": [(key, name) for key, name in names.roles.items() if key not in STAFF],
        "level": [
            ("1", _("Inner circle")),
            ("2", _("Second circle")),
            ("3", _("Third circle")),
            ("4", _("Outer circle")),
            ("0", _("Not seen for 90 days")),
        ],
        "lifecycle": [(key, str(label)) for key, label in segmenting.LIFECYCLE.items()],
        "rfm": [(key, str(label)) for key, label in segmenting.RFM.items()],
        "segment": [one for one in _numbered(names.segments) if one[0] != str(segment_id)],
        "knows": [(tag, tag) for tag, _count in profiles.expertise_tags(viewer)],
        "place": [(place, place) for place in profiles.places_shown(viewer)],
    }


STAFF = ("owner", "admin")


def _numbered(found: Mapping[int, str]) -> Choices:
    return [(str(key), name) for key, name in found.items()]
