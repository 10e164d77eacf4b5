"""The demo grows through actions, the same every time, and goes without a trace."""

import re
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from qunluo.insight.metrics import actions as metrics
from qunluo.people.communities import actions as communities
from qunluo.people.members import actions as members
from qunluo.site import seeding

UNTIL = date(2026, 6, 30)


@pytest.fixture
def grown(db):
    return seeding.seed("hamlet", until=UNTIL)


def told():
    from qunluo.kernel.stream.models import StreamLine

    lines = StreamLine.objects.filter(community_id__isnull=False).order_by("pk")
    return list(lines.values_list("name", "happened_at", "actor_key"))


def test_the_demo_is_marked_and_alive(grown):
    community = apps.get_model("communities.Community").objects.get(slug=seeding.SLUG)
    assert community.is_demo
    assert community.name.endswith("（演示）")
    names = {name for name, _at, _key in told()}
    assert {"questions.question_asked", "questions.answer_given", "forum.topic_opened"} <= names


def test_the_same_demo_grows_twice(grown):
    first = told()
    communities.purge_demo(grown.community_id)
    members.remove_demo_members()
    seeding.seed("hamlet", until=UNTIL)
    again = told()
    assert [pair for pair in zip(first, again, strict=True) if pair[0] != pair[1]] == []


def test_the_demo_goes_without_a_trace(grown):
    communities.purge_demo(grown.community_id)
    members.remove_demo_members()
    left = {
        model._meta.label: model.objects.count()
        for model in apps.get_models()
        if model.__module__.startswith("qunluo.") and model.objects.exists()
    }
    assert {name for name in left if not name.startswith(("stream.", "jobs."))} == set()


@pytest.fixture(scope="module")
def chinese_sign():
    return re.compile("[\u4e00-\u9fff]")


def test_a_demo_in_english_is_english_throughout(db, chinese_sign):
    seeding.seed("hamlet", until=UNTIL, language="en")
    community = apps.get_model("communities.Community").objects.get(slug=seeding.SLUG)
    assert (community.language, community.name) == ("en", "Hillside Tea House (demo)")
    texts = {
        "members.Member": ("display_name", "handle"),
        "communities.Space": ("name", "purpose"),
        "communities.Community": ("name", "summary"),
        "communities.Positioning": ("theme", "mission", "needs"),
        "forum.Topic": ("title",),
        "forum.Post": ("body_source",),
        "forum.Tag": ("name",),
        "articles.Article": ("title", "summary", "body_source"),
        "moderation.Case": ("reason",),
        "moderation.Sanction": ("reason",),
        "chat.Room": ("name", "purpose", "note_source"),
    }
    for label, columns in texts.items():
        rows = apps.get_model(label).objects.values_list(*columns)
        assert rows, label
        wrong = [row for row in rows if chinese_sign.search(" ".join(map(str, row)))]
        assert wrong == [], label
    left = [
        (topic.title, post.body_source)
        for topic in apps.get_model("forum.Topic").objects.all()
        for post in topic.posts.all()
        if re.search(r"[{}]", topic.title + post.body_source)
    ]
    assert left == []


@pytest.mark.parametrize(
    "domain", ["talk.forum", "talk.questions", "talk.chat", "talk.articles", "people.communities"]
)
def test_both_languages_tell_the_same_story(domain):
    """As many texts of each kind, so that a year has the same shape in both."""
    chinese, english = (import_module(f"qunluo.{domain}.demo.{n}") for n in ("texts", "english"))
    names = {name for name in vars(chinese) if name.isupper()} - {"TYPE_CHECKING"}
    assert names == {n for n in vars(english) if n.isupper()} - {
        "TYPE_CHECKING",
        "TROUBLE_IN_ENGLISH",
    }
    for name in names:
        assert shape(getattr(chinese, name)) == shape(getattr(english, name)), name


def shape(told):
    """Without words: how many of what."""
    if isinstance(told, str):
        return bool(told)
    if isinstance(told, dict):
        return [shape(one) for one in told.values()]
    return [shape(one) for one in told] if isinstance(told, tuple) else told


def test_the_town_has_reports_in_every_state(db, chinese_sign):
    """One corrected, two published, and a draft whose loose words a check refuses."""
    grown = seeding.seed("hamlet", until=UNTIL, language="en")
    metrics.drain()
    seeding.look_back(grown.town)
    reports = apps.get_model("reports.Report").objects.order_by("pk")
    assert list(reports.values_list("state", "edition")) == [
        ("corrected", 1), ("published", 2), ("published", 1), ("draft", 1),
    ]  # fmt: skip
    found = reports.last().checks.get().findings
    assert {"numeral", "cause"} <= {one["kind"] for one in found}
    said = apps.get_model("reports.ReportJudgement").objects.values_list("body", flat=True)
    assert not chinese_sign.search(" ".join([*said, reports[1].correction]))
    communities.purge_demo(grown.community_id)
    members.remove_demo_members()
    labels = ("reports.Report", "reports.ReportFact", "metrics.Survey", "metrics.Cost")
    assert [label for label in labels if apps.get_model(label).objects.exists()] == []
