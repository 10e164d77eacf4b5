"""Who may say that a member is a program, and where it is said."""

import pytest

from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import actions, queries
from qunluo.people.communities.models import Membership


def belonging(village, name):
    return Membership.objects.get(community=village.community, member=village.members[name])


def test_an_administrator_marks_a_bot_and_takes_it_back_on_record(village):
    an, bo = village.viewer("an"), village.members["bo"]
    actions.mark_bot(an, bo.pk, is_bot=True)
    sheet = queries.member_for(an, bo.pk)
    assert sheet.row.is_bot
    assert (sheet.bot_since is not None, sheet.bot_marked_by.id) == (True, an.member_id)
    line = StreamLine.objects.get(name="communities.bot_marked")
    assert (line.actor_key, line.about_actor, line.audience) == (
        an.actor_key,
        bo.actor_key,
        "staff",
    )
    actions.mark_bot(an, bo.pk, is_bot=False)
    assert not queries.member_for(an, bo.pk).row.is_bot
    assert StreamLine.objects.filter(name="communities.bot_marked").count() == 2


def test_who_may_not_mark_changes_nothing(village):
    bo = village.members["bo"]
    for name in ("wei", "mei"):
        with pytest.raises(Forbidden):
            actions.mark_bot(village.viewer(name), bo.pk, is_bot=True)
    with pytest.raises(Missing) as told:
        actions.mark_bot(village.viewer("an"), village.members["zhu"].pk, is_bot=True)
    assert told.value.code == "communities.not_a_member"
    with pytest.raises(Refusal) as told:
        actions.mark_bot(village.viewer("an"), bo.pk, is_bot=False)
    assert told.value.code == "communities.bot_unchanged"
    actions.mark_bot(village.viewer("an"), bo.pk, is_bot=True)
    with pytest.raises(Refusal) as told:
        actions.mark_bot(village.viewer("an"), bo.pk, is_bot=True)
    assert told.value.code == "communities.bot_unchanged"
    assert StreamLine.objects.filter(name="communities.bot_marked").count() == 1


def test_who_has_left_can_be_marked_and_is_not_listed(village):
    actions.leave(village.viewer("jun"))
    actions.mark_bot(village.viewer("an"), village.members["jun"].pk, is_bot=True)
    assert belonging(village, "jun").bot_since is not None
    found = queries.members_for(village.viewer("mei"), queries.Asked(role="bots"))
    assert list(found.items) == []


def test_page_directory_and_api_say_it(village, as_member):
    bo = village.members["bo"].pk
    admin = as_member("an")
    assert admin.post(f"/c/tea/members/{bo}/bot/", {"is_bot": "yes"}).status_code == 302
    page = admin.get(f"/c/tea/members/{bo}/?lang=en").content.decode()
    assert "This is a program, not a person." in page
    assert "This is a person after all" in page
    client = as_member("mei")
    page = client.get(f"/c/tea/members/{bo}/?lang=en").content.decode()
    assert "This is a program, not a person." in page
    assert "This is a person after all" not in page
    listed = client.get("/c/tea/members/?role=bots&lang=en").content.decode()
    assert "bo" in listed
    assert "@mei" not in listed
    told = client.get(f"/api/v1/communities/tea/members/{bo}").json()
    assert told["is_bot"] is True
    assert client.post(f"/c/tea/members/{bo}/bot/", {"is_bot": "no"}).status_code == 403
    assert belonging(village, "bo").bot_since is not None
