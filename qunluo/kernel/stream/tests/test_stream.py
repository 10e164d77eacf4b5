from dataclasses import dataclass

import pytest
from django.db import transaction
from django.template import engines

from qunluo.kernel.action import writing
from qunluo.kernel.stream.activity import Activity, activity_types
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.listening import listeners, listens_to
from qunluo.kernel.stream.models import Delivery, StreamLine, Unexported
from qunluo.kernel.stream.origin import telling
from qunluo.kernel.stream.record import record
from qunluo.people.communities.models import Space


@dataclass(frozen=True, kw_only=True)
class KettleBoiled(Activity):
    name = "kettle.boiled"
    verb = "Create"
    object_type = "kettle.kettle"
    degrees: int


@pytest.fixture
def heard():
    lines = []

    @listens_to("kettle.*")
    def note(line):
        lines.append((line.name, line.facts))

    yield lines
    listeners.pop(f"{__name__}.note")
    activity_types.pop("kettle.boiled", None)


def boil(village):
    with transaction.atomic(), writing("kettle"):
        return record(
            KettleBoiled(object_id=1, community_id=village.community.pk, actor_key="k", degrees=95)
        )


def test_a_line_is_owed_and_heard_once(village, heard):
    boil(village)
    assert StreamLine.objects.get().facts == {"degrees": 95}
    assert Unexported.objects.count() == 1
    deliver_all()
    assert heard == [("kettle.boiled", {"degrees": 95})]
    assert not Delivery.objects.exists()


def test_imports_reach_only_those_that_ask(village, heard):
    with telling("import", batch="b1"):
        boil(village)
    assert not Delivery.objects.exists()
    assert StreamLine.objects.get().batch == "b1"


def test_a_failed_delivery_stays_owed_and_says_why(village):
    @listens_to("kettle.boiled")
    def drop(line):
        raise RuntimeError("spilt")

    boil(village)
    deliver_all()
    owed = Delivery.objects.get()
    assert (owed.attempts, owed.last_error) == (1, "RuntimeError: spilt")
    listeners.pop(f"{__name__}.drop")


def test_a_write_outside_is_caught(village):
    with pytest.raises(AssertionError, match="communities was written outside"):
        Space.objects.create(slug="x", community=village.community, opened_at="2026-01-01T00:00Z")


def test_a_template_that_asks_is_caught(village):
    template = engines["jinja2"].from_string("{% for s in spaces %}{{ s.slug }}{% endfor %}")
    with pytest.raises(AssertionError, match="template asked"):
        template.render({"spaces": Space.objects.all()})


def test_the_front_page_lists_communities(as_member, django_assert_max_num_queries):
    visitor = as_member("")
    with django_assert_max_num_queries(2):
        page = visitor.get("/")
    assert "Tea" in page.content.decode()
