"""A published report's file verifies by itself; whatever is changed in it is found."""

import json

import pytest
from django.core.management import CommandError, call_command

from qunluo.kernel.refusal import Forbidden, Invalid, Refusal
from qunluo.steer.reports import actions, queries
from qunluo.steer.reports.queries.editions import sealed


@pytest.fixture
def bundle(town, may):
    lan = town.viewer("lan")
    with pytest.raises(Refusal, match=r"reports\.not_published"):
        queries.bundle(lan, may)
    actions.check_report(lan, may)
    actions.sign_report(town.viewer("an"), may)
    actions.publish_report(lan, may)
    with pytest.raises(Forbidden):
        queries.bundle(town.viewer("mei"), may)
    return json.loads(queries.bundle(lan, may))


def read(told, *, is_sealed=True):
    if is_sealed:
        told = {**told, "digest": sealed(told["content"])}
    return queries.verdict_on(json.dumps(told).encode())


def test_it_verifies_by_itself_and_every_change_is_found(
    town, bundle, tmp_path, capsys, django_assert_num_queries
):
    file = tmp_path / "report.json"
    file.write_text(json.dumps(bundle))
    with django_assert_num_queries(0):
        call_command("report", "verify", str(file))
    assert "0" in capsys.readouterr().out.splitlines()[-1]
    keys = [member.actor_key for member in town.members.values()]
    assert not [key for key in keys if key in file.read_text()]

    whole = json.dumps(bundle)
    figure = json.loads(whole)
    (fact,) = [one for one in figure["content"]["facts"] if one["key"] == "questions.now"]
    fact["value"] += 1
    assert not read(figure, is_sealed=False).seal_holds
    found = read(figure)
    assert (found.seal_holds, found.holds) == (True, False)
    assert "questions.now" in found.differing
    assert found.failing

    words = json.loads(whole)
    said = next(one for one in words["content"]["sentences"] if "6" in one["finished"]["en"])
    said["finished"]["en"] = said["finished"]["en"].replace("6", "9")
    assert read(words).failing
    file.write_text(json.dumps(words))
    with pytest.raises(CommandError):
        call_command("report", "verify", str(file))
    with pytest.raises(Invalid, match=r"reports\.no_bundle"):
        queries.verdict_on(b"{}")


def test_the_first_page_tells_what_moved_furthest_the_wrong_way_and_where(town):
    """Its figure, its space and the change stand on the first page of the PDF too."""
    import io
    from datetime import date

    import pypdf
    from django.utils import translation

    from qunluo.insight.metrics import actions as metrics
    from qunluo.insight.metrics.tests.telling import Teller, at
    from qunluo.kernel import clock
    from qunluo.steer.reports.queries import printing

    told = Teller(town.community.pk)
    for day in range(1, 29):
        told.ask(town.members["mei"], f"2026-04-{day:02d} 03:00", space_id=town.questions.pk)
    told.tell()
    with clock.at(at("2026-06-15 05:00")):
        metrics.drain()
    lan = town.viewer("lan")
    made = actions.make_report(lan, "month", date(2026, 5, 4))
    with translation.override("en"):
        sheet = queries.report_sheet(lan, made)
        (glance,) = [one for one in sheet.sections if one.key == "glance"]
        page = pypdf.PdfReader(io.BytesIO(printing.document(lan, made, "pdf"))).pages[0]
    texts = [said.text for said in glance.sentences]
    assert any("Moved furthest the wrong way: " in text and "down by" in text for text in texts)
    assert any("Of the spaces, Help moved furthest" in text for text in texts)
    printed = " ".join(page.extract_text().split())
    assert "Moved furthest the wrong way" in printed
    assert "Of the spaces, Help" in printed
    assert len(sheet.tiles) == 3
