"""The demo grows through actions, the same every time, and goes without a trace."""

from datetime import date

import pytest
from django.apps import apps

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
