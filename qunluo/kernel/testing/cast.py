"""The cast every test, the demo and the load know: Lan keeps the square, Mei lives there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps

from qunluo.kernel.action import writing

if TYPE_CHECKING:
    from qunluo.kernel.viewer import Viewer

FOUNDED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@dataclass
class Village:
    """`members` and `viewers` by first name; viewers stand in the community `tea`.

    lan owner · an admin · wei volunteer · bo volunteer of the forum space only · mei, jun members ·
    zhu signed in, member of the other community `coffee` only.
    """

    organisation: Any
    community: Any
    other: Any
    forum: Any
    questions: Any
    quiet: Any
    members: dict[str, Any]

    def viewer(self, name: str, *, community: str = "tea") -> Viewer:
        """A fresh viewer of one of the cast, or of a visitor by the name ""."""
        from importlib import import_module

        members = import_module("qunluo.people.members.queries")
        communities = import_module("qunluo.people.communities.queries")
        from qunluo.kernel.viewer import Viewer

        base = members.viewer_of(self.members[name]) if name else Viewer()
        standing: Viewer = communities.entrance(base, community).viewer
        return standing


def model(name: str) -> Any:
    return apps.get_model(name)


def build_village() -> Village:
    """Rows made directly, for tests only; two communities, three spaces, seven people."""
    with writing("*"):
        keeper = model("members.Member").objects
        names = ("lan", "an", "wei", "bo", "mei", "jun", "zhu")
        cast = {
            name: keeper.create_user(
                f"{name}@example.org", handle=name, display_name=name.title(), joined_at=FOUNDED
            )
            for name in names
        }
        organisation = model("communities.Organisation").objects.create(
            slug="garden", name="Garden", founded_at=FOUNDED
        )
        tea = _community(organisation, "tea", "Tea")
        coffee = _community(organisation, "coffee", "Coffee")
        spaces = [_space(tea, n, kind, access) for n, kind, access in SPACES]
        for name in names[:-1]:
            _join(tea, cast[name])
        _join(coffee, cast["zhu"])
        _grant(tea, cast["lan"], "owner")
        _grant(tea, cast["an"], "admin")
        _grant(tea, cast["wei"], "volunteer")
        _grant(tea, cast["bo"], "volunteer", spaces[0])
    forum, questions, quiet = spaces
    return Village(organisation, tea, coffee, forum, questions, quiet, cast)


SPACES = (
    ("square", "forum", "public"),
    ("help", "questions", "public"),
    ("quiet", "forum", "members"),
)


def _community(organisation: Any, slug: str, name: str) -> Any:
    community = model("communities.Community").objects.create(
        organisation=organisation, slug=slug, name=name, founded_at=FOUNDED
    )
    for role in ("owner", "admin", "volunteer"):
        model("communities.Role").objects.create(community=community, built_in=role, name=role)
    return community


def _space(community: Any, slug: str, kind: str, access: str) -> Any:
    return model("communities.Space").objects.create(
        community=community,
        slug=slug,
        name=slug.title(),
        kind=kind,
        access=access,
        opened_at=FOUNDED,
    )


def _join(community: Any, member: Any) -> None:
    model("communities.Membership").objects.create(
        community=community, member=member, joined_at=FOUNDED, join_channel="open"
    )
    community.member_count += 1
    community.save(update_fields=["member_count"])


def _grant(community: Any, member: Any, role: str, space: Any = None) -> None:
    model("communities.Grant").objects.create(
        role=community.roles.get(built_in=role), member=member, space=space, granted_at=FOUNDED
    )
