from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import clock, files
from qunluo.kernel.action import writing
from qunluo.kernel.files.models import StoredFile
from qunluo.kernel.files.sweeping import sweep
from qunluo.kernel.files.tests import uploads
from qunluo.kernel.testing.cast import model
from qunluo.talk.forum import actions, jobs
from qunluo.talk.forum.models import Post, Submission


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def cellar(village):
    """A private space in which Bo and Mei hold a role; the owner and the admin may read it too."""
    here = village.community
    with writing("communities"):
        space = model("communities.Space").objects.create(
            community=here,
            slug="cellar",
            name="Cellar",
            kind="forum",
            access="private",
            opened_at=clock.now(),
        )
        for name in ("bo", "mei"):
            model("communities.Grant").objects.create(
                role=here.roles.get(built_in="volunteer"),
                member=village.members[name],
                space=space,
                granted_at=clock.now(),
            )
    return space


@pytest.fixture
def pasted(as_member):
    """Upload a picture as the editor of a page of the community does; its address."""

    def paste(name):
        answer = as_member(name).post(
            "/files/",
            {"file": uploads.upload(uploads.picture(), "a.png"), "community": "tea"},
            headers={"Accept": "application/json"},
        )
        return answer.json()["address"]

    return paste


@pytest.fixture
def readers(village, as_member):
    """Who of the cast (and the visitor "") gets the file."""

    def read(address):
        names = ("", "lan", "an", "wei", "bo", "mei", "jun", "zhu")
        answers = {name: as_member(name).get(address).status_code for name in names}
        assert set(answers.values()) <= {200, 404}
        return {name for name, code in answers.items() if code == 200}

    return read


INSIDE = {"lan", "an", "bo", "mei"}
MEMBERS = INSIDE | {"wei", "jun"}
EVERYBODY = MEMBERS | {"", "zhu"}


def show(address):
    return f"Look: ![a]({address})"


def opened(village, name, space, body):
    return actions.open_topic(village.viewer(name), space.pk, "A picture", body=body)


def test_a_picture_in_a_private_space_is_for_those_who_may_read_the_space(
    village, cellar, pasted, readers
):
    address = pasted("mei")
    opened(village, "mei", cellar, show(address))
    assert readers(address) == INSIDE


def test_a_picture_in_a_members_space_is_not_for_visitors(village, pasted, readers):
    address = pasted("mei")
    opened(village, "mei", village.quiet, show(address))
    assert readers(address) == MEMBERS


def test_pictures_of_replies_comments_and_edits_are_tied_too(village, cellar, pasted, readers):
    topic = opened(village, "mei", cellar, "Words")
    opening = Post.objects.get(topic=topic)
    addresses = [pasted("bo") for _ in range(3)]
    bo = village.viewer("bo")
    reply = actions.post_reply(bo, topic, show(addresses[0]))
    actions.post_comment(bo, opening.pk, show(addresses[1]))
    wording = actions.Wording(show(addresses[0]) + show(addresses[2]))
    actions.edit_post(bo, reply, 0, wording=wording)
    for address in addresses:
        assert readers(address) == INSIDE


def test_nobody_opens_anothers_picture_by_naming_it(village, cellar, pasted, readers):
    address = pasted("mei")
    opened(village, "mei", cellar, show(address))
    opened(village, "jun", village.forum, show(address))
    assert readers(address) == INSIDE


def test_pictures_move_with_their_topic_and_others_stay(village, cellar, pasted, readers):
    lan = village.viewer("lan")
    own, named = pasted("mei"), pasted("bo")
    opened(village, "bo", village.quiet, show(named))
    topic = opened(village, "mei", village.forum, show(own) + show(named))
    assert readers(own) == EVERYBODY
    actions.move_topic(lan, topic, cellar.pk)
    assert readers(own) == INSIDE
    assert readers(named) == MEMBERS
    actions.move_topic(lan, topic, village.forum.pk)
    assert readers(own) == EVERYBODY


def test_an_unused_upload_is_swept_and_used_ones_stay(village, pasted):
    mei = village.viewer("mei")
    used, drafted, older, unused = (pasted("mei") for _ in range(4))
    topic = opened(village, "mei", village.forum, show(used))
    with writing("*"):
        # As if it had been written before posting claimed files.
        reply = actions.post_reply(mei, topic, "Words")
        Post.objects.filter(pk=reply).update(body_source=show(older))
    actions.keep_draft(mei, f"topic:{topic}", show(drafted))
    with clock.at(clock.now() + timedelta(days=6)):
        assert sweep() == 0
    with clock.at(clock.now() + timedelta(days=8)):
        assert sweep() == 1
    left = {files.stable_address(file) for file in StoredFile.objects.all()}
    assert left == {used, drafted, older}
    assert unused not in left


def test_tokens_of_sent_forms_go_after_a_week(village, topic_id):
    jun = village.viewer("jun")
    actions.submit_once(jun, "t1", lambda: actions.post_reply(jun, topic_id, "Once"))
    jobs.tidy.call()
    assert Submission.objects.count() == 1
    with clock.at(clock.now() + timedelta(days=8)):
        jobs.tidy.call()
    assert not Submission.objects.exists()
