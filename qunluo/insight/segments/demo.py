"""The demo's segments: newcomers to greet, helpers to thank, and those who are about to go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qunluo.insight.segments import actions

if TYPE_CHECKING:
    from qunluo.kernel.demo import Town

SEGMENTS: tuple[tuple[tuple[str, str], dict[str, Any]], ...] = (
    (
        ("新来还没开口的", "New and still silent"),
        {"all": [{"joined": {"most": 60}}, {"not": {"did": "contributed"}}]},
    ),
    (
        ("热心答主", "Helpers"),
        {
            "any": [
                {"did": "answered", "least": 5, "days": 90},
                {"all": [{"did": "replied", "least": 5, "days": 90}, {"not": {"silent": 14}}]},
            ]
        },
    ),
    (
        ("正在走远的", "Drifting away"),
        {
            "all": [
                {
                    "any": [
                        {"state": "rfm", "is": "fading"},
                        {"state": "lifecycle", "is": "dormant"},
                    ]
                },
                {"joined": {"least": 90}},
            ]
        },
    ),
)


def look_back(town: Town) -> list[int]:
    """Made by the owner once the year is in the lake; counted for the day. Returns their ids."""
    owner = town.folks[0].viewer
    return [actions.save_segment(owner, town.speaks(*names), rule) for names, rule in SEGMENTS]
