"""A community of 100,000 topics and 1,000,000 posts, made fast, and what its pages cost.

`python -m benchmarks.crowding fill TOPICS POSTS` adds them to the demo community of QUNLUO_HOME;
`python -m benchmarks.crowding ask` prints CPU milliseconds and SQL queries of the busiest reads;
`python -m benchmarks.crowding pages` the same of whole pages of a signed-in member, as multiples of
the trivial view in the same process.
"""

from __future__ import annotations

import logging
import os
import random
import sys
import time
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

import django

django.setup()

from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.bulk import insert_many
from qunluo.people.communities import queries as communities
from qunluo.people.members import queries as members
from qunluo.people.notices import queries as notices
from qunluo.talk.forum import queries as forum
from qunluo.talk.forum.models import Follow, Post, ReadMark, Tag, Topic, TopicTag
from qunluo.talk.forum.rules import heat_of
from qunluo.talk.questions import queries as questions
from qunluo.talk.questions.models import Question

SLUG, CHUNK, TAGS, YEARS, OPEN_SHARE, BLOCK = "tea-demo", 1_000, 200, 3, 0.02, 20
WORDS = "喝茶这件事说简单也简单水器茶三样里先把水弄好一次只改一样再看汤色"


def fill(topics: int, posts: int) -> None:
    """Topics and replies over three years, in whole chunks; a fiftieth of questions stays open."""
    chance = random.Random(7)
    viewer = _viewer("demo-lan")
    spaces = {space.slug: space.id for space in communities.place(viewer).spaces}
    people = list(
        apps.get_model("communities.Membership")
        .objects.filter(community=viewer.community_id)
        .values_list("member_id", flat=True)
    )
    now, place = clock.now(), viewer.community_id
    with transaction.atomic(), writing("*"):
        tags = insert_many(
            Tag, ("community_id", "name"), [(place, f"scale-{n}") for n in range(TAGS)]
        )
    each = posts // topics
    for first in range(0, topics, CHUNK):
        rows, replies = [], []
        for n in range(first, min(first + CHUNK, topics)):
            is_question = n % 4 == 0
            is_open = is_question and chance.random() < OPEN_SHARE * 4
            opened = now - timedelta(days=365 * YEARS) * (1 - (n + 1) / (topics + 1))
            many = 0 if is_open else max(1, int(chance.expovariate(1 / (each - 1))))
            last = min(now, opened + timedelta(hours=many))
            space = spaces["help" if is_question else "square"]
            kind = "question" if is_question else "topic"
            author = chance.choice(people)
            rows.append((place, space, kind, f"规模 {n} {chance.choice(WORDS)}", f"scale-{n}", author,
                         opened, last, author, many, chance.randrange(9), heat_of(opened, many, 0, 0)))  # fmt: skip
            replies.append((opened, many, author))
        _write(rows, replies, people, tags, chance, place)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print("FILLED", Topic.objects.count(), Post.objects.count())


def _write(rows, replies, people, tags, chance, place) -> None:
    columns = ("community_id", "space_id", "kind", "title", "slug", "author_id", "opened_at",
               "last_posted_at", "last_poster_id", "reply_count", "score", "heat")  # fmt: skip
    posted = ("topic_id", "kind", "number", "author_id", "body_source", "body_html", "posted_at")
    body, html = WORDS * 3, f"<p>{WORDS * 3}</p>\n"
    with transaction.atomic(), writing("*"):
        ids = insert_many(Topic, columns, rows)
        posts = []
        for topic, (opened, many, author) in zip(ids, replies, strict=True):
            posts.append((topic, "opening", 1, author, body, html, opened))
            posts += [
                (topic, "reply", 2 + n, chance.choice(people), body, html, opened + timedelta(hours=n))
                for n in range(many)
            ]  # fmt: skip
        for at in range(0, len(posts), CHUNK):
            insert_many(Post, posted, posts[at : at + CHUNK])
        carried = [(topic, tag) for topic in ids for tag in chance.sample(tags, 2)]
        insert_many(TopicTag, ("topic_id", "tag_id"), carried)
        asked = [
            (topic, place) for topic, row in zip(ids, rows, strict=True) if row[2] == "question"
        ]
        insert_many(Question, ("topic_id", "community_id"), asked)
        marks = [
            (topic, chance.choice(people), 1, row[6]) for topic, row in zip(ids, rows, strict=True)
        ]
        insert_many(ReadMark, ("topic_id", "member_id", "post_number", "read_at"), marks)
        follows = [(topic, row[5], row[6]) for topic, row in zip(ids, rows, strict=True)]
        insert_many(Follow, ("topic_id", "member_id", "followed_at"), follows)


def _viewer(handle: str):
    member = apps.get_model("members.Member").objects.get(handle=handle)
    return communities.entrance(members.viewer_of(member), SLUG).viewer


def ask() -> None:
    """CPU milliseconds (the middle of seven) and the number of queries of each read."""
    mei, lan = _viewer("demo-mei"), _viewer("demo-lan")
    long = Topic.objects.filter(slug__startswith="scale-").order_by("-reply_count").first()
    assert long is not None
    reads = {
        "topic": lambda: forum.topic_sheet(mei, long.pk, page=3),
        "list, latest": lambda: forum.topic_list(mei, forum.TopicFilter()),
        "list, hot": lambda: forum.topic_list(mei, forum.TopicFilter(order="hot")),
        "list, top": lambda: forum.topic_list(mei, forum.TopicFilter(order="top")),
        "list, by tag": lambda: forum.topic_list(mei, forum.TopicFilter(tag="scale-7")),
        "list, following": lambda: forum.topic_list(mei, forum.TopicFilter(following=True)),
        "home": lambda: forum.home_feed(mei),
        "home, people to meet": lambda: forum.acquaintances(mei),
        "home, notes of spaces": lambda: forum.activity_of_spaces(mei),
        "tags": lambda: forum.tag_lines(mei),
        "inbox": lambda: notices.inbox(mei),
        "queue": lambda: questions.unanswered(lan),
        "queue, count": lambda: questions.waiting(lan),
        "queue, tags": lambda: questions.waiting_tags(lan),
    }
    for name, read in reads.items():
        with CaptureQueriesContext(connection) as asked:
            read()
        took = []
        for _turn in range(7):
            began = time.process_time()
            read()
            took.append((time.process_time() - began) * 1000)
        print(f"{name}: {sorted(took)[3]:.1f} ms CPU, {len(asked)} queries", flush=True)
        if os.environ.get("PLANS"):
            slow = max(asked.captured_queries, key=lambda one: float(one["time"]))
            print("   slowest", slow["time"], "s", slow["sql"][:3000])


def pages() -> None:
    """Whole pages as multiples of the trivial view: the middle of five turns, taken beside it."""
    logging.disable(logging.CRITICAL)
    long = Topic.objects.filter(slug__startswith="scale-").order_by("-reply_count").first()
    assert long is not None
    here = f"/c/{SLUG}"
    asked = {
        "topic": ("mei", f"{here}/forum/topics/{long.pk}-{long.slug}/?page=3"),
        "list": ("mei", f"{here}/forum/"),
        "list, by tag": ("mei", f"{here}/forum/tags/scale-7/"),
        "tags": ("mei", f"{here}/forum/tags/"),
        "home": ("mei", f"{here}/"),
        "inbox": ("mei", "/inbox/"),
        "queue of questions": ("mei", f"{here}/questions/unanswered/"),
        "queue of cases": ("lan", f"{here}/work/cases/"),
        "workbench": ("lan", f"{here}/work/"),
    }
    clients = {name: _signed_in(f"demo-{name}") for name in ("mei", "lan")}
    print("| page | CPU | × trivial | queries |\n| --- | --- | --- | --- |")
    for name, (who, path) in asked.items():
        client = clients[who]
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
            count = len(queries)
        if answer.status_code != 200:
            print(f"| {name} | answered {answer.status_code} | | |", flush=True)
            continue
        turns = [(_spent(client, path, 8), _spent(client, "/trivial/", 60)) for _ in range(5)]
        page, ratio = sorted(turns)[2][0], sorted(a / b for a, b in turns)[2]
        print(f"| {name} | {page * 1000:.1f} ms | {ratio:.1f} | {count} |", flush=True)


def _signed_in(handle: str) -> Client:
    client = Client(headers={"host": "127.0.0.1", "accept-language": "zh-hans"})
    with writing("*"):
        client.force_login(
            apps.get_model("members.Member").objects.get(handle=handle),
            "django.contrib.auth.backends.ModelBackend",
        )
    return client


def _spent(client: Client, path: str, times: int) -> float:
    client.get(path)
    began = time.process_time()
    for _turn in range(times):
        client.get(path)
    return (time.process_time() - began) / times


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]), int(sys.argv[3]))
    else:
        {"ask": ask, "pages": pages}[sys.argv[1]]()
