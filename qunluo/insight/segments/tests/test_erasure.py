"""Who is erased stays in every count and is named nowhere."""

from datetime import timedelta

import pytest
from django.apps import apps

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics import queries as figures
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.insight.segments import actions, jobs, queries
from qunluo.kernel import clock
from qunluo.kernel.action import writing
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.members.actions import erase

NAME, HANDLE = "Zephyrine Quillfeather", "zephyrine"
MONTHS = figures.Ask("month", at("2026-05-01 00:00").date(), at("2026-06-01 00:00").date())
COUNTED = (
    *("members.current", "members.joined", "active.contributed", "content.all"),
    *("lifecycle.contributed.new", "loyalty.core", "response.within_24h"),
)


@pytest.fixture
def town(village):
    mei = village.members["mei"]
    with writing("members"):
        apps.get_model("members", "Member").objects.filter(pk=mei.pk).update(
            display_name=NAME, handle=HANDLE
        )
    told = Teller(village.community.pk)
    for name in ("mei", "jun", "wei", "bo"):
        told.join(village.members[name], "2026-05-02 00:00")
    for day in range(3, 12):
        question = told.ask(village.members["jun"], f"2026-05-{day:02} 02:00")
        told.answer(mei, f"2026-05-{day:02} 03:00", question)
    told.tell()
    with clock.at(at("2026-06-15 04:00")):
        deliver_all()
        metrics.drain()
        yield village


def values(town):
    found = figures.measure_many(town.viewer("lan"), COUNTED, MONTHS)
    return {one: [point.value for point in series.points] for one, series in found.items()}


def test_an_erased_member_stays_in_counts_and_is_named_nowhere(town, as_member):
    lan, mei = town.viewer("lan"), town.members["mei"]
    segment = actions.save_segment(lan, "Helpers", {"did": "answered", "least": 3})
    jobs.count_days.func()
    before = values(town)
    client = as_member("lan")
    api = "/api/v1/communities/tea"
    at_may = "?by=month&on=2026-05-01"
    addresses = [
        "/c/tea/members/",
        f"/c/tea/members/{mei.pk}/",
        f"/c/tea/insight/{at_may}",
        f"/c/tea/insight/active.contributed/{at_may}",
        f"/c/tea/insight/active.contributed/rows.csv{at_may}",
        *(
            f"/c/tea/insight/studies/{study}/{at_may}"
            for study in ("network", "rfm", "orbit", "retention", "topics")
        ),
        f"/c/tea/insight/segments/{segment}/",
        f"{api}/members",
        f"{api}/members/{mei.pk}",
        f"{api}/segments/{segment}/members",
        f"{api}/segments/{segment}/members?on=2026-06-15",
        f"/c/tea/search/?q={HANDLE}",
        f"/c/tea/insight/segments/members/{mei.pk}/",
    ]
    shown = [a for a in addresses if NAME in client.get(a).content.decode()]
    assert len(shown) >= 6, shown  # the scan looks where the name stands
    erasure = apps.get_model("members", "Erasure")
    with writing("members"):
        waiting = erasure.objects.create(
            member=mei, asked_at=clock.now(), due_at=clock.now() - timedelta(days=1)
        )
    erase(SYSTEM, waiting.pk)
    deliver_all()
    metrics.drain()
    assert values(town) == before
    for address in addresses:
        answer = client.get(address)
        page = answer.content.decode()
        assert NAME not in page, address
        assert f"@{HANDLE}" not in page, address
        assert answer.status_code < 500, address
    assert queries.sheet(lan, segment).days == ((at("2026-06-15 00:00").date(), 1),)
    assert queries.members_on(lan, segment, at("2026-06-15 00:00").date()) == []
