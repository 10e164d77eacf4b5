"""What members say, and what they may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qunluo.kernel import bus, clock
from qunluo.kernel.refusal import Forbidden, Invalid, JoinRequired, Missing, Refusal, TooMany
from qunluo.kernel.stream.models import StreamLine
from qunluo.talk.chat import actions, queries
from qunluo.talk.chat.actions import Setup, Utterance
from qunluo.talk.chat.models import Mention, Message, Reaction, Room, Seat


def refused(kind, code, call, *args, **kwargs):
    before = (
        list(Message.objects.values()),
        list(Room.objects.values()),
        StreamLine.objects.count(),
    )
    with pytest.raises(kind) as told:
        call(*args, **kwargs)
    assert told.value.code == code
    after = (
        list(Message.objects.values()),
        list(Room.objects.values()),
        StreamLine.objects.count(),
    )
    assert after == before
    return told.value


def test_what_is_said_is_numbered_counted_and_told(village, room_id, say):
    first, second = say(room_id, "mei", "One"), say(room_id, "jun", "Two", answers=None)
    rows = Message.objects.order_by("number")
    assert [(row.pk, row.number, row.change) for row in rows] == [(first, 1, 1), (second, 2, 2)]
    room = Room.objects.get(pk=room_id)
    assert (room.last_number, room.last_change) == (2, 2)
    line = StreamLine.objects.filter(name="chat.message_posted").order_by("pk").first()
    assert (line.object_id, line.root_type, line.root_id, line.audience) == (
        first,
        "chat.room",
        room_id,
        "public",
    )
    assert line.facts == {"mention_count": 0, "file_kind": ""}


def test_the_same_client_id_says_it_once_and_another_author_s_is_another(village, room_id, say):
    first = say(room_id, "mei", "One", client="x")
    assert say(room_id, "mei", "One", client="x") == first
    assert say(room_id, "jun", "One", client="x") != first
    assert Message.objects.count() == 2
    assert StreamLine.objects.filter(name="chat.message_posted").count() == 2


def test_a_message_sent_again_is_told_again(
    village, room_id, say, django_capture_on_commit_callbacks
):
    """A server may die between the commit and the telling: the second sending makes up for it."""
    heard: list[dict[str, object]] = []
    leave = bus.subscribe("live", heard.append)
    try:
        say(
            room_id, "mei", "One", client="x"
        )  # its telling is lost with its transaction's callbacks
        with django_capture_on_commit_callbacks(execute=True):
            say(room_id, "mei", "One", client="x")
    finally:
        leave()
    assert [one["payload"]["client"] for one in heard if one["event"] == "message"] == ["x"]


def test_every_line_end_breaks_and_there_are_no_headings(village, room_id, say):
    say(room_id, "mei", "# 一\n二\n\n**三**<b>x</b>")
    html = Message.objects.get().body_html
    assert "<h1" not in html
    assert "<br" in html
    assert "<strong>三</strong>" in html
    assert "<b>" not in html


def test_mentions_are_kept_by_id_and_counted_until_read(village, room_id, say):
    say(room_id, "mei", "@jun look, and @nobody")
    assert Mention.objects.get().member == village.members["jun"]
    jun = village.viewer("jun")
    (line,) = queries.room_lines(jun)
    assert (line.mentions, line.unread, line.is_new_here) == (1, 0, True)
    assert queries.unread_mentions(jun, room_id) == 1
    actions.mark_read(jun, room_id, 1)
    (line,) = queries.room_lines(jun)
    assert (line.mentions, line.unread, line.is_new_here) == (0, 0, False)
    assert queries.unread_mentions(jun, room_id) == 0


def test_unread_counts_what_came_after_and_a_muted_room_only_calls(village, room_id, say):
    jun = village.viewer("jun")
    say(room_id, "mei")
    actions.mark_read(jun, room_id, 99)
    assert Seat.objects.get(member=jun.member_id).read_number == 1
    say(room_id, "mei")
    say(room_id, "mei", "@jun!")
    assert queries.waiting(jun) == 2
    actions.mute_room(jun, room_id, True)
    assert queries.waiting(jun) == 1
    (line,) = queries.room_lines(jun)
    assert (line.unread, line.mentions, line.is_muted) == (0, 1, True)
    actions.mute_room(jun, room_id, False)
    assert queries.waiting(jun) == 2
    say(room_id, "jun", "I am here")
    assert queries.waiting(jun) == 0
    assert queries.waiting(village.viewer("")) == 0


def test_reading_backwards_changes_nothing(village, room_id, say):
    for _ in range(3):
        say(room_id, "mei")
    jun = village.viewer("jun")
    actions.mark_read(jun, room_id, 3)
    actions.mark_read(jun, room_id, 1)
    assert Seat.objects.get(member=jun.member_id).read_number == 3


def test_nobody_talks_where_they_may_not(village, room_id, quiet_id, setting_up):
    said = Utterance("Hello")
    post = actions.post_message
    refused(Missing, "missing", post, village.viewer(""), quiet_id, said, client_id="a")
    refused(Refusal, "sign_in_required", post, village.viewer(""), room_id, said, client_id="a")
    refused(
        JoinRequired, "join_required", post, village.viewer("zhu"), room_id, said, client_id="a"
    )
    mei = village.viewer("mei")
    refused(Invalid, "chat.empty", post, mei, room_id, Utterance("  "), client_id="a")
    refused(Invalid, "chat.too_long", post, mei, room_id, Utterance("x" * 4001), client_id="a")
    refused(Invalid, "chat.no_client_id", post, mei, room_id, said, client_id="")
    refused(Missing, "missing", post, mei, room_id, Utterance("x", answers=99), client_id="a")
    village.community.state = "archived"
    village.community.save()
    refused(Refusal, "communities.archived", post, mei, room_id, said, client_id="a")


def test_a_private_space_s_room_is_read_by_those_of_the_space(village, setting_up, say):
    village.quiet.access = "private"
    village.quiet.save()
    lan = village.viewer("lan")
    room_id = actions.open_room(lan, Setup("Council"), space_id=village.quiet.pk)
    message_id = say(room_id, "lan", "Secret")
    for name in ("mei", "bo", "zhu", ""):
        with pytest.raises(Missing):
            queries.message_for(village.viewer(name), message_id)
        assert queries.room_lines(village.viewer(name)) == []
    assert queries.message_for(village.viewer("an"), message_id).pk == message_id
    assert StreamLine.objects.get(name="chat.message_posted").audience == "parties"


def test_slow_mode_holds_members_but_not_those_who_keep_order(village, room_id, say):
    setup = Setup("Tea table", slow_seconds=30)
    actions.set_up_room(village.viewer("lan"), room_id, setup)
    with clock.at(clock.now()) as _:
        start = clock.now()
        say(room_id, "mei")
        said = Utterance("Again")
        told = refused(
            TooMany, "chat.slow", actions.post_message, village.viewer("mei"), room_id, said,
            client_id="z",
        )  # fmt: skip
        assert told.retry_after == 30
        say(room_id, "wei")
        say(room_id, "wei")
        assert queries.room_sheet(village.viewer("mei"), room_id).may.wait_seconds == 30
    with clock.at(start + timedelta(seconds=30)):
        say(room_id, "mei")
    assert Message.objects.count() == 4


def test_own_words_are_mended_and_recalled_for_some_minutes(village, room_id, say):
    mei, jun = village.viewer("mei"), village.viewer("jun")
    start = clock.now()
    message_id = say(room_id, "mei", "Teh")
    refused(Forbidden, "chat.may_not_edit", actions.edit_message, jun, message_id, "x")
    refused(Forbidden, "chat.may_not_recall", actions.recall_message, jun, message_id)
    actions.edit_message(mei, message_id, "Tea @jun")
    row = Message.objects.get()
    assert (row.change, row.edited_at is not None) == (2, True)
    assert Mention.objects.count() == 1
    with clock.at(start + timedelta(minutes=6)):
        refused(Refusal, "chat.too_late", actions.edit_message, mei, message_id, "x")
        refused(Refusal, "chat.too_late", actions.recall_message, mei, message_id)
    actions.recall_message(mei, message_id)
    room = Room.objects.select_related("community", "space").get()
    (shown,) = queries.window(room).items
    assert (shown.removed, str(shown.body), shown.mentions) == ("author", "", ())
    assert queries.room_lines(jun)[0].mentions == 0
    refused(Refusal, "chat.message_gone", actions.recall_message, mei, message_id)
    refused(Refusal, "chat.message_gone", actions.edit_message, mei, message_id, "x")
    refused(Refusal, "chat.recalled", actions.restore_message, village.viewer("an"), message_id)


def test_keepers_remove_with_a_reason_and_restore(village, room_id, say):
    wei, message_id = village.viewer("wei"), say(room_id, "mei", "Buy now")
    remove = actions.remove_message
    refused(Forbidden, "not_permitted", remove, village.viewer("jun"), message_id, "spam")
    refused(Invalid, "chat.reason_missing", remove, wei, message_id, "author")
    refused(Refusal, "chat.not_removed", actions.restore_message, wei, message_id)
    remove(wei, message_id, "spam", note="third time")
    line = StreamLine.objects.get(name="chat.message_removed")
    assert line.about_actor == village.members["mei"].actor_key
    assert line.facts == {"reason": "spam", "is_own": False}
    actions.restore_message(wei, message_id)
    assert Message.objects.get().removed_note == ""


def test_signs_are_given_once_and_taken_back(village, room_id, say):
    message_id, jun = say(room_id, "mei"), village.viewer("jun")
    refused(Invalid, "chat.unknown_sign", actions.react, jun, message_id, "frown")
    refused(Refusal, "chat.own_message", actions.react, village.viewer("mei"), message_id, "like")
    refused(Refusal, "chat.not_reacted", actions.withdraw_reaction, jun, message_id, "like")
    actions.react(jun, message_id, "like")
    refused(Refusal, "chat.reacted", actions.react, jun, message_id, "like")
    room = Room.objects.select_related("community", "space").get()
    assert queries.one(room, message_id).reactions == {"like": (jun.member_id,)}
    actions.withdraw_reaction(jun, message_id, "like")
    assert not Reaction.objects.exists()
    assert Room.objects.get().last_change == 3


def test_rooms_are_opened_and_set_up_by_those_who_may(village, room_id, setting_up):
    lan, mei = village.viewer("lan"), village.viewer("mei")
    refused(Forbidden, "not_permitted", actions.open_room, mei, Setup("Mine"))
    refused(Forbidden, "not_permitted", actions.set_up_room, mei, room_id, Setup("Mine"))
    refused(Invalid, "chat.room_name", actions.open_room, lan, Setup("  "))
    refused(Invalid, "chat.room_name_taken", actions.open_room, lan, Setup("Tea table"))
    refused(Invalid, "chat.slow_unknown", actions.open_room, lan, Setup("X", slow_seconds=7))
    refused(Missing, "missing", actions.open_room, lan, Setup("X"), space_id=987)
    bo = village.viewer("bo")
    assert actions.open_room(bo, Setup("Bo's"), space_id=village.forum.pk)
    refused(Forbidden, "not_permitted", actions.open_room, bo, Setup("Y"))
    actions.set_up_room(lan, room_id, Setup("Table", note="**Be kind**", is_closed=True))
    room = Room.objects.get(pk=room_id)
    assert "<strong>Be kind</strong>" in room.note_html
    closed = Utterance("Hello")
    refused(Refusal, "chat.room_closed", actions.post_message, mei, room_id, closed, client_id="a")
    assert actions.post_message(lan, room_id, closed, client_id="a")
    actions.set_up_room(lan, room_id, Setup("Table"))
    assert Room.objects.get(pk=room_id).closed_at is None


def test_history_is_read_from_any_place(village, room_id, say):
    for number in range(1, 31):
        say(room_id, "mei", f"Word {number}")
    room = Room.objects.select_related("community", "space").get(pk=room_id)

    def numbers(**place):
        found = queries.window(room, size=10, **place)
        return [one.number for one in found.items], found.has_earlier, found.has_later

    assert numbers() == (list(range(21, 31)), True, False)
    assert numbers(before=5) == ([1, 2, 3, 4], False, True)
    assert numbers(after=28) == ([29, 30], True, False)
    assert numbers(around=15) == (list(range(10, 20)), True, True)


def test_what_was_missed_comes_once_in_order_of_change(village, room_id, say):
    ids = [say(room_id, "mei", f"Word {n}") for n in range(5)]
    room = queries.room_for(village.viewer("jun"), room_id)
    found = queries.changes(room, 0, size=2)
    assert ([one.id for one in found.items], found.has_later, found.change) == (ids[:2], True, 2)
    actions.edit_message(village.viewer("mei"), ids[0], "Mended")
    room = queries.room_for(village.viewer("jun"), room_id)
    found = queries.changes(room, 2)
    assert [one.id for one in found.items] == [ids[2], ids[3], ids[4], ids[0]]
    assert (found.has_later, found.change) == (False, 6)


def test_talk_becomes_a_topic_no_more_open_than_the_room(
    village, room_id, quiet_id, say, setting_up
):
    mei = village.viewer("mei")
    first = say(room_id, "jun", "Why is it bitter?")
    second = say(room_id, "mei", "Too hot, @jun.\nTry less.", answers=first)
    sheet = queries.gathering_sheet(mei, first)
    assert sheet.chosen == frozenset({1, 2})
    assert {space.slug for space in sheet.spaces} == {"square", "quiet"}
    gather = actions.gather_talk
    place = {"title": "Bitter tea", "space_id": village.forum.pk}
    refused(Invalid, "chat.nothing_chosen", gather, mei, room_id, [], **place)
    topic_id = gather(mei, room_id, [1, 2], **place)
    from qunluo.talk.forum.models import Post

    body = Post.objects.get(topic=topic_id).body_source
    jun_id, mei_id = village.members["jun"].pk, village.members["mei"].pk
    assert f"@[{jun_id}] · " in body
    assert "> Why is it bitter?" in body
    assert f"> Too hot, @[{jun_id}].\n> Try less." in body
    assert f"@[{mei_id}] · " in body
    room = queries.room_for(mei, room_id)
    assert str(topic_id) in queries.one(room, second).topic_address
    say(quiet_id, "jun", "Among us")
    refused(Forbidden, "chat.more_open", gather, mei, quiet_id, [1], **place)
    assert {s.slug for s in queries.spaces_for_talk(mei, queries.room_for(mei, quiet_id))} == {
        "quiet"
    }


def test_names_are_completed_from_the_room(village, room_id, say):
    say(room_id, "jun")
    say(room_id, "mei")
    lan = village.viewer("lan")
    assert [one.handle for one in queries.names_starting(lan, room_id, "J")] == ["jun"]
    assert queries.names_starting(village.viewer("jun"), room_id, "ju") == []
    assert queries.names_starting(lan, room_id, "x") == []
