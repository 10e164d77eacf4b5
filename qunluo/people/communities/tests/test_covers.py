"""The cover picture of a community, and what its card says of its spaces."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.people.communities import actions
from qunluo.people.communities.models import Community, Grant
from qunluo.people.members import actions as members
from qunluo.talk.forum import actions as forum

COVER = "/c/tea/work/settings/cover/"


def picture(name="hill.png"):
    drawn = BytesIO()
    Image.new("RGB", (800, 200), "green").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/png")


@pytest.fixture
def cover_of(village):
    return lambda: Community.objects.get(pk=village.community.pk).cover_id


def test_an_admin_gives_the_community_a_cover_and_takes_it_away(as_member, cover_of):
    an = as_member("an")
    assert an.post(COVER, {"cover": picture()}).status_code == 302
    assert cover_of() is not None
    page = as_member("").get("/c/tea/").content.decode()
    assert 'class="cover"' in page
    an = as_member("an")
    assert 'class="cover"' in an.get("/c/tea/work/settings/").content.decode()
    first = cover_of()
    an.post(COVER, {"cover": picture("other.png")})
    assert cover_of() not in (None, first)
    an.post(COVER, {"none": "yes"})
    assert cover_of() is None
    assert 'class="cover"' not in as_member("").get("/c/tea/").content.decode()


def test_who_may_not_describe_the_community_changes_no_cover(as_member, cover_of):
    for name in ("mei", "wei", "zhu"):
        assert as_member(name).post(COVER, {"cover": picture()}).status_code in (302, 403)
        assert cover_of() is None


def test_another_s_picture_is_no_cover(village, cover_of):
    with pytest.raises(Missing):
        actions.set_cover(village.viewer("an"), 999_999)
    with pytest.raises(Forbidden):
        actions.set_cover(village.viewer("mei"), None)
    assert cover_of() is None


def test_the_card_tells_how_much_goes_on_in_each_space(village, as_member):
    forum.open_topic(village.viewer("mei"), village.forum.pk, "First flush", body="Here?")
    page = as_member("").get("/c/tea/?lang=en").content.decode()
    assert "1 topic" in page


def test_a_community_is_not_handed_to_somebody_who_is_leaving(village):
    members.ask_for_erasure(village.viewer("mei"), "mei")
    with pytest.raises(Refusal) as refused:
        actions.transfer_ownership(village.viewer("lan"), village.members["mei"].pk)
    assert refused.value.code == "communities.heir_leaving"
    owners = Grant.objects.filter(
        role__built_in="owner", revoked_at=None, role__community__slug="tea"
    )
    assert [grant.member_id for grant in owners] == [village.members["lan"].pk]
