"""Programs are no people: no figure counts them, and how many were left out is said."""

from datetime import date

import pytest

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.models import Condition
from qunluo.insight.metrics.queries.board import metric_page
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.people.communities import actions as communities
from qunluo.people.members.models import Member

MAY = queries.Ask("month", date(2026, 5, 1), date(2026, 5, 1))


@pytest.fixture
def town(village):
    """In May bo answers every question at once, a person later, and asks one; lan is the owner."""
    told = Teller(village.community.pk)
    for name in ("mei", "jun", "bo"):
        told.join(village.members[name], "2026-04-01 00:00")
    for day in (4, 5, 6):
        question = told.ask(village.members["mei"], f"2026-05-0{day} 02:00")
        told.answer(village.members["bo"], f"2026-05-0{day} 02:01", question)
        told.answer(village.members["jun"], f"2026-05-0{day} 12:00", question)
    told.ask(village.members["bo"], "2026-05-07 02:00")
    told.ask(village.members["lan"], "2026-05-08 02:00")
    told.tell()
    with clock.at(at("2026-06-10 04:00")):
        actions.drain()
        yield village


def value(village, metric, until=None):
    ask = queries.Ask(MAY.by, MAY.first, MAY.last, until_segment=until)
    return queries.measure(village.viewer("lan"), metric, ask).points[0].value


FIGURES = {
    "members.current": (3, 2),
    "active.contributed": (3, 2),
    "content.all": (11, 7),
    "content.answers": (6, 3),
    "content.questions": (5, 4),
    "lifecycle.contributed.new": (3, 2),
}


def test_a_marked_bot_leaves_every_figure_and_the_old_watermark_keeps_it(town):
    before = {name: value(town, name) for name in FIGURES}
    old = queries.watermark().number
    waited = value(town, "response.median_hours")
    assert waited < 1
    communities.mark_bot(town.viewer("an"), town.members["bo"].pk, is_bot=True)
    actions.drain()
    assert before == {name: told[0] for name, told in FIGURES.items()}
    assert {name: value(town, name) for name in FIGURES} == {
        name: told[1] for name, told in FIGURES.items()
    }
    assert {name: value(town, name, old) for name in FIGURES} == before
    assert value(town, "response.median_hours") == 10
    communities.mark_bot(town.viewer("an"), town.members["bo"].pk, is_bot=False)
    actions.drain()
    assert {name: value(town, name) for name in FIGURES} == before


def test_how_many_were_left_out_is_shown_on_page_api_and_shell(town, as_member, capsys):
    from django.core.management import call_command

    communities.mark_bot(town.viewer("an"), town.members["bo"].pk, is_bot=True)
    actions.drain()
    lan = town.viewer("lan")
    (found,) = queries.left_out_of(lan, "active.contributed", MAY)
    assert (found.staff, found.bots) == (1, 1)
    (found,) = queries.left_out_of(lan, "content.all", MAY)
    assert (found.staff, found.bots) == (0, 1)
    (found,) = queries.left_out_of(lan, "reactions.signs", MAY)
    assert (found.staff, found.bots) == (0, 0)
    calendar = queries.calendar_of(town.community.pk)
    page = metric_page(lan, "active.contributed", calendar.period("month", MAY.first))
    assert page.left_out == queries.left_out_text(
        queries.left_out_of(lan, page.definition.id, MAY)[0]
    )
    client = as_member("lan")
    for address in ("insight/", "insight/active.contributed/"):
        shown = client.get(f"/c/tea/{address}?on=2026-05-01&lang=en").content.decode()
        assert "1 owners and administrators, 1 bots" in shown, address
    told = client.get(
        "/api/v1/communities/tea/metrics/active.contributed?by=month&from=2026-05-01&to=2026-05-01"
    ).json()["points"][0]
    assert (told["value"], told["excluded"], told["excluded_bots"]) == (2, 1, 1)
    asked = ("--community", "tea", "--from", "2026-05-01", "--to", "2026-05-31")
    call_command("metric", "active.contributed", *asked)
    printed = capsys.readouterr().out
    assert queries.left_out_text(queries.left_out_of(lan, "active.contributed", MAY)[0]) in printed


def test_an_erased_bot_and_erased_staff_stay_left_out(town):
    communities.mark_bot(town.viewer("an"), town.members["bo"].pk, is_bot=True)
    actions.drain()
    before = {name: value(town, name) for name in FIGURES}
    gone = [town.members[name].pk for name in ("bo", "lan")]
    with writing("members"):
        Member.objects.filter(pk__in=gone).update(actor_key=None)
    actions.drain()
    told = Condition.objects.filter(name=f"community:{town.community.pk}").latest("segment_number")
    assert town.members["bo"].actor_key in told.content["bots"]
    assert town.members["lan"].actor_key in told.content["staff"]
    found = queries.measure_many(town.viewer("an"), FIGURES, MAY)
    assert {name: series.points[0].value for name, series in found.items()} == before


def test_later_lines_of_a_bot_are_left_out_without_preparing_anew(town):
    communities.mark_bot(town.viewer("an"), town.members["bo"].pk, is_bot=True)
    actions.drain()
    assert value(town, "content.questions") == 4
    told = Teller(town.community.pk)
    told.numbers = 100
    told.ask(town.members["bo"], "2026-05-20 02:00")
    told.ask(town.members["jun"], "2026-05-20 03:00")
    told.tell()
    actions.drain()
    assert value(town, "content.questions") == 5
    (found,) = queries.left_out_of(town.viewer("lan"), "content.questions", MAY)
    assert found.bots == 1


def test_the_packed_lines_leave_out_the_same_under_other_names(town):
    communities.mark_bot(town.viewer("an"), town.members["bo"].pk, is_bot=True)
    number = actions.drain()
    told = queries.packed(town.community.pk, number, "salt")
    assert len(told["bots"]) == 1
    assert town.members["bo"].actor_key not in str(told["bots"])
    with queries.unpacked(told) as home:
        assert home.values("content.all", MAY) == [(7, True)]
