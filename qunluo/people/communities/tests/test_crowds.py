"""Many people at once on PostgreSQL: an invitation lets in exactly as many as it was made for."""

from __future__ import annotations

import contextlib

import pytest

from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.kernel.testing.cast import build_village
from qunluo.kernel.testing.crowd import on_postgresql, together
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Community, Invitation, Membership
from qunluo.people.members import queries as members

pytestmark = on_postgresql
CROWD, PLACES = 8, 3


@pytest.fixture
def town(transactional_db):
    village = build_village()
    with writing("*"):
        keeper = type(village.members["mei"]).objects
        for n in range(CROWD):
            keeper.create_user(f"g{n}@example.org", handle=f"g{n}", display_name=f"G{n}")
    return village


def test_the_last_use_of_an_invitation_is_taken_once(town):
    lan = town.viewer("lan")
    actions.change_settings(lan, joining="invitation")
    code = actions.make_invitation(lan, uses=PLACES)
    before = Membership.objects.filter(community=town.community, left_at=None).count()
    guests = [members.id_by_handle(f"g{n}") for n in range(CROWD)]

    def knock(n):
        viewer = queries.entrance(members.viewer_by_id(guests[n]), "tea").viewer
        with contextlib.suppress(Refusal):
            actions.join_by_invitation(viewer, code)

    together(CROWD, knock)
    now = Membership.objects.filter(community=town.community, left_at=None).count()
    assert now - before == PLACES
    assert Invitation.objects.get(code=code).uses_left == 0
    assert Community.objects.get(slug="tea").member_count == now
    joined = StreamLine.objects.filter(
        name="communities.member_joined", community_id=town.community.pk
    )
    assert joined.count() == PLACES
