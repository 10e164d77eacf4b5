"""A published report behind a link: for whoever has it, until it ends, and for nobody else."""

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.viewer import Viewer
from qunluo.steer.reports import actions, jobs, queries
from qunluo.steer.reports.models import ReportShare, ReportShareVisit


@pytest.fixture
def published(town, may):
    actions.check_report(town.viewer("lan"), may)
    actions.sign_report(town.viewer("an"), may)
    actions.publish_report(town.viewer("lan"), may)
    return may


@pytest.fixture
def token(town, published):
    return actions.share_report(town.viewer("lan"), published, days=7, note="The board")


def test_a_stranger_with_the_link_reads_the_report_and_its_paper(client, token):
    page = client.get(f"/shared-reports/{token}/?lang=en")
    assert page.status_code == 200
    text = page.content.decode()
    assert "May 2026" in text
    assert "noindex" in text
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("no-store", "no-referrer")
    paper = client.get(f"/shared-reports/{token}/report.pdf")
    assert paper.content.startswith(b"%PDF")
    assert client.get(f"/shared-reports/{token}/report.docx").status_code == 404


def test_without_the_link_nothing_is_there(client, token):
    assert client.get("/shared-reports/guessed/").status_code == 404
    assert token not in {row.token_digest for row in ReportShare.objects.all()}


def test_it_ends_by_itself_and_by_hand(client, town, published, token):
    with clock.at(clock.now() + timedelta(days=7, minutes=1)), pytest.raises(Missing):
        queries.shared(Viewer(), token)
    share = ReportShare.objects.get()
    actions.revoke_share(town.viewer("lan"), published, share.pk)
    actions.revoke_share(town.viewer("lan"), published, share.pk)
    assert client.get(f"/shared-reports/{token}/").status_code == 404
    line = queries.shares_of(town.viewer("lan"), published)[0]
    assert (line.note, line.is_open) == ("The board", False)


def test_openings_are_counted_by_the_worker_without_saying_who(client, town, published, token):
    queries.take_visits()
    client.get(f"/shared-reports/{token}/")
    assert ReportShareVisit.objects.count() == 0
    share = ReportShare.objects.get()
    queries.hear({"share_id": share.pk, "visited_at": clock.now().isoformat()})
    queries.hear({"share_id": 10**9, "visited_at": clock.now().isoformat()})
    jobs.keep_visits()
    assert queries.shares_of(town.viewer("lan"), published)[0].visits >= 1
    assert {field.name for field in ReportShareVisit._meta.fields} == {"id", "share", "visited_at"}


def test_only_what_is_published_is_shared_by_those_who_may(town, may, as_member):
    with pytest.raises(Refusal, match=r"reports\.share_unpublished"):
        actions.share_report(town.viewer("lan"), may, days=7)
    for who in ("wei", "mei"):
        with pytest.raises(Forbidden):
            actions.share_report(town.viewer(who), may, days=7)
        with pytest.raises(Forbidden):
            queries.shares_of(town.viewer(who), may)
    assert ReportShare.objects.count() == 0


def test_a_link_needs_a_length_of_time(town, published):
    for days in (0, 91):
        with pytest.raises(Invalid, match=r"reports\.share_days"):
            actions.share_report(town.viewer("lan"), published, days=days)


def test_made_and_withdrawn_on_the_page(town, published, as_member):
    lan = as_member("lan")
    made = lan.post(f"/c/tea/reports/{published}/shares/", {"days": 3, "note": "Investors"})
    assert made.status_code == 200
    assert "/shared-reports/" in made.content.decode()
    assert made["Cache-Control"] == "no-store"
    page = lan.get(f"/c/tea/reports/{published}/?lang=en").content.decode()
    assert "Investors" in page
    share = ReportShare.objects.get()
    lan.post(f"/c/tea/reports/{published}/shares/{share.pk}/withdrawal/")
    share.refresh_from_db()
    assert share.revoked_at is not None
