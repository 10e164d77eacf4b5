"""Twice, interrupted, later and undone: an import ends the same whatever happened on the way."""

import io
import json
from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command

from qunluo.kernel import clock, search
from qunluo.kernel.action import writing
from qunluo.kernel.digest import digest_of
from qunluo.kernel.refusal import Refusal
from qunluo.kernel.stream import delivery
from qunluo.kernel.stream.forgetting import forgotten_batches
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import queries as communities
from qunluo.reach.porting.actions import Wish, bring_in, running, undo_import
from qunluo.reach.porting.models import Link, Run
from qunluo.reach.porting.queries import run_card
from qunluo.reach.porting.tests import dumps
from qunluo.talk.questions import actions as questions

WISH = Wish("beer", organisation="cellar")
CUT = "2014-01-23"


def mark():
    community = apps.get_model("communities.Community").objects.get(slug="beer")
    return digest_of(community.pk)


def cut(rows):
    """The dump as it was on an earlier day."""
    early = {
        name: [row for row in entries if (row.get("CreationDate") or row.get("Date", "")) < CUT]
        for name, entries in rows.items()
    }
    early["Tags"] = rows["Tags"]
    return early


def test_a_second_run_leaves_the_same_mark(lan, pub):
    bring_in(lan, pub, WISH)
    before = mark()
    bring_in(lan, pub, WISH)
    assert mark() == before


@pytest.mark.parametrize("after", range(1, 11))
def test_an_import_that_breaks_off_is_hidden_and_goes_on(lan, pub, monkeypatch, after, village):
    calls = []
    write = running.write_chunk

    def break_off(*args, **kwargs):
        calls.append(1)
        if len(calls) > after:
            raise KeyboardInterrupt
        return write(*args, **kwargs)

    monkeypatch.setattr(running, "write_chunk", break_off)
    with pytest.raises(KeyboardInterrupt):
        bring_in(lan, pub, WISH)
    with pytest.raises(Refusal, match="missing"):
        communities.enter(village.viewer(""), "beer", door="visitors")
    monkeypatch.setattr(running, "write_chunk", write)
    bring_in(lan, pub, WISH)
    broken = mark()
    assert Run.objects.count() == 1
    undo_and_purge(lan)
    bring_in(lan, pub, WISH)
    assert mark() == broken


def undo_and_purge(lan):
    run = Run.objects.get(state="finished")
    undo_import(communities.entrance(lan, "beer").viewer, run.pk)


def test_a_later_dump_adds_only_what_is_new(lan, pub, tmp_path):
    bring_in(lan, pub, WISH)
    at_once = mark()
    undo_and_purge(lan)
    early = dumps.write(cut(dumps.pub()), tmp_path / "early" / "beer.stackexchange.com")
    first = run_card(bring_in(lan, early, WISH))
    second = run_card(bring_in(lan, pub, WISH))
    assert (first.made["questions"], second.made["questions"]) == (1, 1)
    assert (second.made["people"], second.made["answers"]) == (1, 0)
    assert mark() == at_once


def test_a_later_edit_changes_the_wording_and_undoing_brings_the_old_one_back(lan, pub, tmp_path):
    bring_in(lan, pub, WISH)
    second = run_card(bring_in(lan, with_an_edit(tmp_path), WISH))
    answer = apps.get_model("forum.Post").objects.get(kind="reply")
    assert (answer.body_source, answer.revision_count) == ("A *cone*, really.", 1)
    assert answer.body_html == "<p>A <em>cone</em>, really.</p>"
    undo_import(communities.entrance(lan, "beer").viewer, second.id)
    answer.refresh_from_db()
    assert (answer.body_source, answer.revision_count) == ("A flower, see [this](/q/2).", 0)
    assert second.batch in forgotten_batches()
    assert communities.enter(lan, "beer").community.state == "open"


def test_undone_nothing_of_it_is_left_and_the_community_is_hidden(lan, pub, village):
    run = run_card(bring_in(lan, pub, WISH))
    undo_import(communities.entrance(lan, "beer").viewer, run.id)
    assert not StreamLine.objects.filter(batch=run.batch).exists()
    for name in (
        "forum.Topic",
        "forum.Post",
        "questions.Vote",
        "points.BadgeAward",
        "points.Badge",
    ):
        assert not apps.get_model(name).objects.exists(), name
    assert not apps.get_model("members.Member").objects.filter(is_placeholder=True).exists()
    assert not Link.objects.exists()
    assert run_card(run.id).state == "undone"
    community = apps.get_model("communities.Community").objects.get(slug="beer")
    assert (community.state, community.member_count) == ("importing", 1)


def test_what_members_went_on_with_is_not_taken_from_under_them(lan, pub):
    run = run_card(bring_in(lan, pub, WISH))
    here = communities.entrance(lan, "beer").viewer
    topic = apps.get_model("forum.Topic").objects.get(title="What is a hop?")
    questions.answer(here, topic.pk, "It is a plant.")
    posts = apps.get_model("forum.Post").objects.count()
    with pytest.raises(Refusal, match=r"porting\.lived_on"):
        undo_import(here, run.id)
    assert apps.get_model("forum.Post").objects.count() == posts
    assert run_card(run.id).state == "finished"


def test_what_was_undone_is_no_longer_found(lan, pub):
    run = run_card(bring_in(lan, pub, WISH))
    delivery.deliver_all()
    here = communities.entrance(lan, "beer").viewer
    assert len(search.find(here, "flower")) == 1
    assert len(search.find(here, "hop")) >= 1
    undo_import(here, run.id)
    assert search.find(here, "flower") == search.find(here, "hop") == []
    assert not apps.get_model("search.Document").objects.exists()
    delivery.deliver_all()
    assert not apps.get_model("search.Document").objects.exists()


def test_what_stood_before_an_undone_edit_is_found_by_its_old_words(lan, pub, tmp_path):
    bring_in(lan, pub, WISH)
    later = run_card(bring_in(lan, with_an_edit(tmp_path), WISH))
    delivery.deliver_all()
    here = communities.entrance(lan, "beer").viewer
    assert (len(search.find(here, "cone")), search.find(here, "flower")) == (1, [])
    undo_import(here, later.id)
    assert (search.find(here, "cone"), len(search.find(here, "flower"))) == ([], 1)


def with_an_edit(tmp_path):
    rows = dumps.pub()
    rows["PostHistory"] += [
        dumps._history(20, 3, 5, "z", "2014-03-01T09:00:00.000", "1", "A *cone*, really.")
    ]
    rows["Posts"][2]["Body"] = "<p>A <em>cone</em>, really.</p>"
    return dumps.write(rows, tmp_path / "later" / "beer.stackexchange.com")


def later_by_bob(tmp_path):
    """A later dump: Bob has answered, commented and followed; names, views and scores have moved."""
    rows = dumps.pub()
    rows["Users"][1]["DisplayName"] = "Ann Stout"
    rows["Users"][2]["DisplayName"] = "Robert"
    rows["Posts"][0]["ViewCount"] = "29"
    rows["Posts"].append(
        {"Id": "9", "PostTypeId": "2", "ParentId": "2", "OwnerUserId": "2", "Body": "<p>Cold.</p>",
         "CreationDate": "2014-03-01T09:00:00.000"}
    )  # fmt: skip
    rows["Comments"][0]["Score"] = "7"
    rows["Votes"] += [
        {"Id": "20", "PostId": "2", "VoteTypeId": "5", "UserId": "2",
         "CreationDate": "2014-03-01T00:00:00.000"},
        {"Id": "21", "PostId": "2", "VoteTypeId": "2", "CreationDate": "2014-03-01T00:00:00.000"},
    ]  # fmt: skip
    return dumps.write(rows, tmp_path / "later" / "beer.stackexchange.com")


def model(name):
    return apps.get_model(name)


def test_what_a_claimed_person_did_since_is_theirs(lan, pub, tmp_path, village):
    bring_in(lan, pub, WISH)
    bob = model("members.Member").objects.get(display_name="Bob")
    mei = village.viewer("mei")
    with writing("*"):
        model("members.Merge").objects.create(
            kept_id=mei.member_id, absorbed=bob, merged_at=clock.now()
        )
        model("members.OutsideIdentity").objects.filter(member=bob).update(claimed_at=clock.now())
        warm = model("forum.Topic").objects.get(title="Warm beer?")
        model("forum.Follow").objects.create(
            topic=warm, member_id=mei.member_id, followed_at=clock.now()
        )
    later = run_card(bring_in(lan, later_by_bob(tmp_path), WISH))
    assert (later.made["people"], later.made["answers"], later.made["favourites"]) == (0, 1, 0)
    answer = model("forum.Post").objects.get(body_source__contains="Cold")
    assert answer.author_id == mei.member_id
    line = StreamLine.objects.get(object_type="forum.post", object_id=answer.pk)
    assert line.actor_key == mei.actor_key
    assert model("forum.Follow").objects.filter(topic=warm, member_id=mei.member_id).count() == 1
    bob.refresh_from_db()
    assert bob.display_name == "Bob"
    assert model("members.Member").objects.get(pk=mei.member_id).display_name == "Mei"


def test_a_newer_dump_brings_names_views_and_scores_up_to_date(lan, pub, tmp_path):
    bring_in(lan, pub, WISH)
    topics = model("forum.Topic").objects.filter(title="What is a hop?")
    with writing("*"):
        topics.update(view_count=12)  # three looked at it here
    bring_in(lan, later_by_bob(tmp_path), WISH)
    assert topics.get().view_count == 32
    assert model("forum.Post").objects.get(body_source="Thanks & cheers").score == 7
    assert model("forum.Topic").objects.get(title="Warm beer?").score == 1
    assert model("members.Member").objects.filter(display_name="Ann Stout").exists()
    bring_in(lan, later_by_bob(tmp_path), WISH)
    assert topics.get().view_count == 32


def test_an_older_dump_takes_nothing_back(lan, pub, tmp_path):
    bring_in(lan, later_by_bob(tmp_path), WISH)
    before = mark()
    bring_in(lan, pub, WISH)
    assert mark() == before


def joined(month):
    told = io.StringIO()
    words = {"community": "beer", "by": "month", "first": month, "last": month.replace(day=28)}
    call_command("metric", "members.joined", json=True, stdout=told, **words)
    return json.loads(told.getvalue())["points"][0]["value"]


def test_what_was_undone_no_longer_counts_in_figures(lan, pub, tmp_path):
    early = dumps.write(cut(dumps.pub()), tmp_path / "early" / "beer.stackexchange.com")
    bring_in(lan, early, WISH)
    later = run_card(bring_in(lan, pub, WISH))
    months = (date(2014, 1, 1), date(2014, 2, 1))
    assert [joined(month) for month in months] == [2, 1]
    undo_import(communities.entrance(lan, "beer").viewer, later.id)
    assert [joined(month) for month in months] == [2, None]  # nothing is known of February
