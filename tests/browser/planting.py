"""A community of its own whose every text is an attack, written through the actions; run as a module.

Prints the addresses to open. The rest of the town is left as it is.
"""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from itertools import cycle

import django

SLUG = sys.argv[1] if __name__ == "__main__" else ""
PASSWORD = "quiet-lantern-41"


def email(slug: str) -> str:
    return f"{slug}@example.org"


def main() -> None:
    django.setup()
    from qunluo.kernel.viewer import Viewer
    from qunluo.people.communities import actions as communities
    from qunluo.people.members import actions as members
    from qunluo.people.members.queries import viewer_by_id

    nobody = Viewer()
    keeper_id = members.create_member(
        nobody, email(SLUG), PASSWORD, display_name=short(78)[0], handle=SLUG, via="shell"
    )
    other_id = members.create_member(
        nobody,
        f"other-{SLUG}@example.org",
        PASSWORD,
        display_name=short(78)[1],
        handle=f"other-{SLUG}",
        via="shell",
    )
    owner = viewer_by_id(keeper_id)
    organisation = communities.found_organisation(owner, f"{SLUG}-org", name=short(110)[2])
    community = communities.found_community(
        owner, organisation, SLUG, name=short(110)[3], summary=short(290)[4], access="public"
    )
    communities.join(standing(other_id))
    keeper, other = standing(keeper_id), standing(other_id)
    spaces = plant_community(keeper, community)
    keeper = standing(keeper_id)
    plant_names()
    plant_people(keeper, other)
    paths = [
        *plant_forum(keeper, other, spaces["first"]),
        *plant_questions(keeper, other, spaces["asked"]),
        *plant_articles(keeper, spaces["first"]),
        *plant_chat(keeper),
        *plant_private(keeper, other),
        *plant_exchange(keeper, other),
        *plant_files(keeper, other, spaces["first"]),
        *plant_removals(keeper, other, spaces["first"]),
        *plant_insight(keeper),
    ]
    from qunluo.kernel.stream.delivery import deliver_all

    deliver_all()
    print(json.dumps([*paths, *PAGES]))


def short(most: int) -> list[str]:
    """The leaving ones, for fields of which there are only a few."""
    from qunluo.kernel.testing import attacks

    return attacks.packed(attacks.leaving(), most)


def full(most: int, glue: str = " ") -> list[str]:
    from qunluo.kernel.testing import attacks

    return attacks.packed(attacks.corpus(), most, glue)


def bodies(most: int) -> list[str]:
    from qunluo.kernel.testing import attacks

    return full(most, attacks.APART)


def words(most: int) -> list[str]:
    """For tags and lists between commas."""
    return [one.replace(",", ";").replace("，", ";") for one in short(most)]


def standing(member_id: int):
    from qunluo.people.communities.queries import entrance
    from qunluo.people.members.queries import viewer_by_id

    return entrance(viewer_by_id(member_id), SLUG).viewer


def plant_community(keeper, community: int) -> dict[str, int]:
    """Descriptions, spaces, rules, roles, invitations, questions, settings, a sanction list."""
    from qunluo.people.communities import actions
    from qunluo.people.moderation import actions as order
    from qunluo.people.moderation.actions import RuleText

    long = short(1500)
    actions.position_community(
        keeper, theme=short(190)[0], vision=long[0], mission=long[0], values=long[1],
        target_group=long[1], needs=long[0], pain_points=long[1], content_direction=long[0],
        business_model=long[1],
    )  # fmt: skip
    for number, text in enumerate(short(190)):
        actions.write_market_note(keeper, "competitor", text, text=long[number % 2], source=text)
    made = {}
    for number, text in enumerate(short(60)[:30]):
        made[number] = actions.open_space(
            keeper, f"s{number}", name=text, kind="forum", purpose=short(190)[number % 10]
        )
    asked = actions.open_space(keeper, "asked", name=short(60)[31], kind="questions", purpose="x")
    for text in short(50)[:12]:
        actions.make_role(keeper, text, duty=short(190)[0], held=())
    for text in short(60)[:12]:
        actions.make_invitation(keeper, label=text)
    actions.set_join_questions(keeper, [(text, False) for text in short(190)[:10]])
    actions.set_profile_fields(keeper, short(60)[:5])
    order.begin_rules(keeper)
    order.write_preface(keeper, long[0])
    for number, text in enumerate(short(70)[:12]):
        order.write_rule(keeper, "", RuleText(text, *[long[number % 2]] * 4))
    order.publish_rules(keeper)
    order.declare_emergency(keeper, "newcomers", reason=short(200)[0], hours=1)
    return {"first": made[0], "asked": asked}


def plant_names() -> None:
    """Members whose names are attacks."""
    from qunluo.people.communities import actions as communities
    from qunluo.people.members import actions as members

    for number, text in enumerate(short(60)):
        made, _name = members.bring_demo_member(
            number / 1000 + 0.0001, handle=f"{SLUG}-{number}", name=text
        )
        communities.join(standing(made))


def plant_people(keeper, other) -> None:
    from qunluo.insight.metrics import actions as metrics
    from qunluo.kernel import clock
    from qunluo.people.members import actions as members
    from qunluo.people.members.actions import ProfileWords, change_profile
    from qunluo.people.moderation import actions as order
    from qunluo.people.moderation.actions import Penalty
    from qunluo.people.profiles import actions, rules

    for viewer, name in ((keeper, SLUG), (other, f"other-{SLUG}")):
        said = ProfileWords(short(78)[0], name, bio=short(500)[0])
        change_profile(viewer, said)
        texts = {field: short(most)[0] for field, most in rules.MOST.items()}
        shown = dict.fromkeys(rules.FIELDS, rules.MEMBERS)
        actions.change_profile(viewer, texts, expertise=",".join(words(30)[:8]), shown=shown)
    members.make_token(keeper, short(60)[0], ["read"])
    penalty = Penalty("warning", short(480)[0])
    given = order.sanction(keeper, other.member_id, penalty)
    order.appeal(other, given, short(480)[1])
    lists = order.make_list(keeper, short(78)[0])
    order.set_word(keeper, lists, "zzqq" + short(60)[1], level="log")
    day = clock.now().date()
    for text in short(190):
        metrics.write_note(keeper, text, first=day - timedelta(days=2), last=day)


def plant_forum(keeper, other, space: int) -> list[str]:
    """Every attack in titles, in bodies, replies and comments; tags, notes, reasons, drafts."""
    from qunluo.people.moderation import actions as order
    from qunluo.talk.forum import actions
    from qunluo.talk.forum.models import Post

    tags = cycle(words(30))
    opened = []
    for number, title in enumerate([*full(200), *short(200)]):
        # A line of its own: a title says nothing with a line end in it.
        said = " ".join(title.split())[:200]
        body = bodies(39_000)[0] if number == 0 else "x"
        chosen = [next(tags) for _ in range(4)]
        opened.append(actions.open_topic(keeper, space, said, body=body, tags=chosen))
    first = opened[0]
    for text in bodies(39_000):
        actions.post_reply(other, first, text)
    post = Post.objects.filter(topic_id=first).order_by("pk").first().pk
    for text in full(1900):
        actions.post_comment(other, post, text)
    for text in bodies(39_000)[1:]:
        actions.post_reply(keeper, opened[1], text)
    for number, text in enumerate(short(190)[:8]):
        actions.keep_bookmark(keeper, Post.objects.order_by("-pk")[number].pk, note=text)
        actions.close_topic(keeper, opened[-number - 1], text)
    actions.keep_draft(keeper, f"space:{space}", short(900)[0], title=short(190)[0])
    order.flag(other, "forum.topic", opened[2], note=short(480)[0])
    return [f"/c/{SLUG}/forum/topics/{one}/" for one in (*opened[:2], *opened[-12:])]


def plant_questions(keeper, other, space: int) -> list[str]:
    from qunluo.talk.questions import actions

    made = [
        actions.ask(keeper, space, title, body=short(1500)[0], tags=words(30)[:3])
        for title in short(190)
    ]
    for text in bodies(39_000):
        actions.answer(other, made[0], text)
    actions.mark_expert(keeper, f"other-{SLUG}", words(30)[:3])
    return [f"/c/{SLUG}/forum/topics/{one}/" for one in made[:3]]


def plant_articles(keeper, space: int) -> list[str]:
    """Articles, their summaries and sources; the first holds every attack in its text."""
    from qunluo.kernel import preferences
    from qunluo.talk.articles import actions

    preferences.set(keeper, "articles.second_reader", False, level="community")
    series = [actions.make_series(keeper, text, summary=short(290)[0]) for text in short(190)[:6]]
    made = []
    for number, title in enumerate(short(190)):
        wording = actions.Wording(
            title, bodies(39_000)[0] if number == 0 else short(1500)[0], short(290)[0],
            tuple(words(30)[:5]), series[number % 6], number, source_rights=short(110)[0],
        )  # fmt: skip
        made.append(actions.begin_article(keeper, space, wording))
    for article in made[:-2]:
        actions.ask_for_review(keeper, article)
        actions.approve_article(keeper, article)
    return [f"/c/{SLUG}/articles/{one}/" for one in made[:8]] + [
        f"/c/{SLUG}/articles/{made[-1]}/edit/"
    ]


def plant_chat(keeper) -> list[str]:
    from qunluo.talk.chat import actions
    from qunluo.talk.chat.actions import Setup, Utterance

    rooms = []
    for number, text in enumerate(short(60)[:15]):
        setup = Setup(
            text, purpose=short(190)[number % 9], note=short(290)[number % 5],
            starters=tuple(short(60)[number * 3 : number * 3 + 3]),
        )  # fmt: skip
        rooms.append(actions.open_room(keeper, setup))
    said = [*full(3900, "\n\n"), *full(3900)]
    for number, text in enumerate(said):
        actions.post_message(keeper, rooms[0], Utterance(text), client_id=f"attack-{number}")
    return [f"/c/{SLUG}/chat/rooms/{rooms[0]}/", f"/c/{SLUG}/chat/rooms/{rooms[0]}/settings/"]


def plant_private(keeper, other) -> list[str]:
    from qunluo.talk.chat.actions import Utterance
    from qunluo.talk.conversations import actions

    group = actions.start_group(keeper, [other.member_id], name=short(58)[0])
    for number, text in enumerate(full(3900, "\n\n")):
        actions.post_message(keeper, group, Utterance(text), client_id=f"attack-{number}")
    return [f"/conversations/{group}/"]


def plant_exchange(keeper, other) -> list[str]:
    from qunluo.talk.exchange import actions
    from qunluo.talk.exchange.actions import Words

    made = []
    for number, title in enumerate(short(118)):
        text = bodies(9_500)[number % 5]
        said = Words(
            "need", "project", title, text, ",".join(words(38)[:8]), short(78)[0],
            "\n".join(words(38)[:8]),
        )  # fmt: skip
        made.append(actions.post_listing(keeper, said))
    role = words(38)[0]
    actions.apply_for_role(other, made[0], role, note=short(480)[0])
    return [f"/c/{SLUG}/exchange/{one}/" for one in made[:3]]


def plant_files(keeper, other, space: int) -> list[str]:
    """Names of files in a room, in a conversation and in texts; what stands below pictures."""
    import io

    from django.core.files.base import ContentFile
    from PIL import Image

    from qunluo.kernel import files
    from qunluo.talk.chat import actions as chat
    from qunluo.talk.chat.actions import Setup, Utterance
    from qunluo.talk.conversations import actions as conversations
    from qunluo.talk.forum import actions

    def keep(content: bytes, name: str, purpose: str, access: str):
        place = keeper.community_id if access != "parties" else None
        sent = ContentFile(content, name="x")
        sent.name = name
        return files.keep_upload(keeper, sent, purpose=purpose, access=access, community_id=place)

    room = chat.open_room(keeper, Setup("Files"))
    talk = conversations.start_group(keeper, [other.member_id], name="Files")
    for number, name in enumerate(short(150)):
        shown = Utterance("", file=keep(b"words", f"{name}.txt", "chat", "members"))
        chat.post_message(keeper, room, shown, client_id=f"file-{number}")
        sent = Utterance("", file=keep(b"words", f"{name}.txt", "conversation", "parties"))
        conversations.post_message(keeper, talk, sent, client_id=f"file-{number}")
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(drawn, "PNG")
    picture = keep(drawn.getvalue(), "a.png", "editor", "readers")
    told = [one.replace("\n", " ") for one in full(300)]
    shown = "\n\n".join(
        f'![{one}](/files/{picture.key}/)\n\n![x](/files/{picture.key}/ "{one}")' for one in told
    )
    half = len(shown) // 2
    cut = shown.index("\n\n", half)
    topic = actions.open_topic(keeper, space, "Pictures", body=shown[:cut][:39_900])
    actions.post_reply(keeper, topic, shown[cut:][:39_900])
    return [
        f"/c/{SLUG}/chat/rooms/{room}/", f"/conversations/{talk}/", f"/c/{SLUG}/forum/topics/{topic}/"
    ]  # fmt: skip


def plant_removals(keeper, other, space: int) -> list[str]:
    """Why something was removed, and what its author says to that; greetings to newcomers."""
    from qunluo.people.moderation import actions as order
    from qunluo.people.moderation.queries import my_standing
    from qunluo.people.welcome import actions as welcome
    from qunluo.talk.exchange import actions as exchange
    from qunluo.talk.forum import actions

    topic = actions.open_topic(keeper, space, "Removed", body="x")
    for number, text in enumerate(short(280)):
        post = actions.post_reply(other, topic, f"Number {number}")
        actions.remove_post(keeper, post, reason="spam", note=text)
    offer = exchange.post_listing(other, exchange.Words("offer", "goods", short(118)[0]))
    exchange.remove_listing(keeper, offer, "abuse", note=short(280)[0])
    for case in my_standing(other).decisions[:3]:
        order.appeal_removal(other, case.id, short(1900)[0])
    greeting = f"{{name}} {short(900)[0]}"
    welcome.set_up_welcome(keeper, welcome.Wanted(f"member:{keeper.member_id}", greeting))
    return [f"/c/{SLUG}/forum/topics/{topic}/", f"/c/{SLUG}/exchange/{offer}/"]


def plant_insight(keeper) -> list[str]:
    """Names of segments, surveys, known days and views; a person's words in a report."""
    from qunluo.insight.alerts import actions as alerts
    from qunluo.insight.metrics import actions as metrics
    from qunluo.insight.metrics.actions import AnswerRow
    from qunluo.insight.segments import actions as segments
    from qunluo.kernel import clock
    from qunluo.steer.reports import actions as reports

    now = clock.now()
    for text in short(75):
        segments.save_segment(keeper, text, {"did": "asked", "least": 3})
        alerts.name_day(keeper, text, first=now.date(), last=now.date())
        metrics.save_view(keeper, "rfm", text, "by=week")
        rows = [AnswerRow(text, 9, now)]
        metrics.enter_answers(keeper, text, "nps", asked_at=now, people=9, rows=rows)
    metrics.drain()
    report = reports.make_report(keeper, "week", now.date())
    for text in short(3900):
        reports.add_judgement(keeper, report, "purpose", body=text)
    home = f"/c/{SLUG}/reports/{report}/"
    return [home, f"{home}desk/"]


PAGES = [
    *(f"/c/{SLUG}/standing/", f"/c/{SLUG}/work/welcome/", f"/c/{SLUG}/insight/segments/"),
    *(f"/c/{SLUG}/insight/alerts/days/", f"/c/{SLUG}/insight/studies/rfm/"),
    *(f"/c/{SLUG}/reports/", f"/c/{SLUG}/chat/", f"/c/{SLUG}/work/limits/"),
    *(f"/c/{SLUG}/", f"/c/{SLUG}/positioning/", f"/c/{SLUG}/forum/", f"/c/{SLUG}/forum/?view=hot"),
    *(f"/c/{SLUG}/forum/tags/", f"/c/{SLUG}/forum/bookmarks/", f"/c/{SLUG}/forum/drafts/"),
    *(f"/c/{SLUG}/questions/unanswered/", f"/c/{SLUG}/articles/", f"/c/{SLUG}/articles/desk/"),
    *(f"/c/{SLUG}/articles/series/", f"/c/{SLUG}/chat/", f"/c/{SLUG}/exchange/"),
    *(f"/c/{SLUG}/members/", f"/c/{SLUG}/profile/", f"/c/{SLUG}/rules/", f"/c/{SLUG}/membership/"),
    *(f"/c/{SLUG}/work/", f"/c/{SLUG}/work/rules/", f"/c/{SLUG}/work/roles/"),
    *(f"/c/{SLUG}/work/invitations/", f"/c/{SLUG}/work/spaces/", f"/c/{SLUG}/work/cases/"),
    *(f"/c/{SLUG}/work/appeals/", f"/c/{SLUG}/work/log/", f"/c/{SLUG}/work/words/"),
    *(f"/c/{SLUG}/work/positioning/", f"/c/{SLUG}/work/settings/", f"/c/{SLUG}/work/experts/"),
    *(f"/c/{SLUG}/work/emergency/", f"/c/{SLUG}/work/searches/", f"/c/{SLUG}/moderation-log/"),
    *(f"/c/{SLUG}/insight/entries/", f"/c/{SLUG}/joining/", "/account/", "/account/tokens/"),
    *("/conversations/", "/organisations/", f"/organisations/{SLUG}-org/", "/inbox/", "/"),
]

if __name__ == "__main__":
    main()
