"""A report asked for on the page is made once by the worker, and opens by itself."""

from datetime import date

import pytest

from qunluo.kernel.action import writing
from qunluo.kernel.jobs.models import Job
from qunluo.kernel.jobs.running import run_all
from qunluo.kernel.refusal import Forbidden, Missing, Refusal
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.models import Report, ReportOrder

REPORTS = "/c/tea/reports/"
MAY = {"span": "month", "day": "2026-05-04"}


@pytest.fixture
def asked(town, as_member):
    """The address of the order's page, before the worker has looked."""
    return as_member("lan").post(f"{REPORTS}make/", MAY)["Location"]


def test_a_report_asked_for_shows_its_progress_and_then_opens(town, asked, as_member):
    lan = as_member("lan")
    waiting = lan.get(asked).content.decode()
    assert f'hx-get="{asked}progress/"' in waiting
    assert "2026" in lan.get(REPORTS).content.decode()
    assert run_all() == 1
    report = Report.objects.get()
    told = lan.get(f"{asked}progress/")
    assert told["HX-Redirect"] == f"{REPORTS}{report.pk}/"
    assert "hx-get" not in told.content.decode()
    assert lan.get(asked)["Location"] == f"{REPORTS}{report.pk}/"


def test_asking_twice_makes_one(town, asked, as_member):
    lan = as_member("lan")
    assert lan.post(f"{REPORTS}make/", MAY | {"day": "2026-05-20"})["Location"] == asked
    assert Job.objects.filter(task__endswith="reports.jobs.work_off").count() == 1
    run_all()
    assert Report.objects.count() == 1
    again = lan.post(f"{REPORTS}make/", MAY)["Location"]
    assert again != asked
    run_all()
    assert Report.objects.count() == 2


def test_the_worker_counts_the_steps(town, asked, monkeypatch):
    told = []
    monkeypatch.setattr(
        "qunluo.steer.reports.actions.ordering.report_progress",
        lambda done, total: told.append((done, total)),
    )
    run_all()
    assert told == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_job_run_twice_makes_one_report(town, asked):
    order = ReportOrder.objects.get()
    actions.work_off(order.pk)
    actions.work_off(order.pk)
    assert Report.objects.count() == 1


def test_a_refusal_is_shown_with_a_way_to_try_again(town, as_member):
    lan = as_member("lan")
    asked = lan.post(f"{REPORTS}make/", {"span": "month", "day": "2019-05-04"})["Location"]
    run_all()
    page = lan.get(asked).content.decode()
    refused = ReportOrder.objects.get()
    assert refused.problem == "reports.nothing_recorded"
    assert refused.problem_words in page
    assert f"{asked}again/" in page
    assert lan.post(f"{asked}again/")["Location"] != asked
    assert ReportOrder.objects.filter(ended_at=None).count() == 1
    assert not Report.objects.exists()


def test_what_failed_can_be_tried_again_and_is_one_order_still(town, asked, as_member, monkeypatch):
    lan = as_member("lan")
    with monkeypatch.context() as broken:
        broken.setattr("qunluo.steer.reports.queries.draft", None)
        with writing("jobs"):
            Job.objects.update(retries=0)
        run_all()
    assert "hx-get" not in lan.get(f"{asked}progress/").content.decode()
    assert queries.orders_under_way(town.viewer("lan")) == []
    assert lan.post(f"{asked}again/")["Location"] == asked
    run_all()
    assert Report.objects.count() == 1


def test_what_has_not_failed_is_not_repeated(town, asked):
    with pytest.raises(Refusal, match=r"reports\.not_failed"):
        actions.ask_again(town.viewer("lan"), ReportOrder.objects.get().pk)
    assert ReportOrder.objects.count() == 1


def test_only_those_who_may_make_reports_ask_and_look(town, asked, as_member):
    order_id = ReportOrder.objects.get().pk
    with pytest.raises(Forbidden):
        actions.ask_report(town.viewer("wei"), "month", date(2026, 5, 4))
    with pytest.raises(Forbidden):
        queries.order_for(town.viewer("wei"), order_id)
    with pytest.raises(Missing):
        queries.order_for(town.viewer("an"), order_id + 1)
    assert queries.order_for(town.viewer("an"), order_id).state == "waiting"
    assert ReportOrder.objects.count() == 1


def test_a_bad_period_is_told_and_nothing_is_asked(town, as_member):
    answer = as_member("lan").post(f"{REPORTS}make/", {"span": "decade", "day": "x"})
    assert answer.status_code == 422
    assert not ReportOrder.objects.exists()


def test_checking_from_the_page(town, may, as_member):
    checked = as_member("lan").post(f"{REPORTS}{may}/check/", follow=True)
    assert checked.status_code == 200
    assert Report.objects.get().checks.get().differing == []
