"""The export: every line once, nothing half-written seen, a watermark fixed for ever."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from qunluo.insight.metrics import actions, queries
from qunluo.insight.metrics.actions import exporting
from qunluo.insight.metrics.models import Condition, LakeFile, Segment
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.stream.forgetting import forget_batch
from qunluo.kernel.stream.models import Unexported

MARCH = queries.Ask("month", date(2026, 3, 1), date(2026, 3, 1))


def questions(viewer, ask=MARCH):
    return queries.measure(viewer, "content.questions", ask).points[0].value


def test_lines_reach_the_lake_once(village):
    town = Teller(village.community.pk)
    for day in range(1, 6):
        town.ask(village.members["mei"], f"2026-03-0{day} 10:00")
    town.tell()
    assert Unexported.objects.count() == 5
    with clock.at(at("2026-04-02 00:00")):
        assert actions.export_segment(2) == 1
        assert actions.export_segment(2) == 2
        mark = actions.drain()
    assert Unexported.objects.count() == 0
    assert sum(Segment.objects.values_list("line_count", flat=True)) == 5
    assert questions(village.viewer("lan")) == 5
    assert queries.watermark().number == mark


def test_while_lines_wait_nothing_is_said_to_be_covered(village):
    town = Teller(village.community.pk)
    for day in range(1, 6):
        town.ask(village.members["mei"], f"2026-03-0{day} 10:00")
    town.tell()
    with clock.at(at("2026-04-02 00:00")):
        actions.export_segment(2)
        assert queries.watermark().covers_until.year == 1970
        actions.drain()
    assert queries.watermark().covers_until == at("2026-04-02 00:00")


def test_a_file_that_the_manifest_does_not_list_is_never_read(village, monkeypatch):
    town = Teller(village.community.pk)
    town.ask(village.members["mei"], "2026-03-01 10:00")
    town.tell()

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with clock.at(at("2026-04-02 00:00")):
        with monkeypatch.context() as broken:
            broken.setattr(exporting, "_list", die)
            with pytest.raises(KeyboardInterrupt):
                actions.export_segment()
        orphans = list(settings.LAKE_FOLDER.rglob("*.parquet"))
        assert len(orphans) == 1
        assert LakeFile.objects.count() == Segment.objects.count() == 0
        assert Unexported.objects.count() == 1
        assert questions(village.viewer("lan")) is None
        actions.drain()
    assert len(list(settings.LAKE_FOLDER.rglob("*.parquet"))) == 2
    assert questions(village.viewer("lan")) == 1


def test_two_exporters_do_not_meet(village):
    Teller(village.community.pk).tell()
    with exporting.leased() as first:
        assert first
        assert actions.export_segment() is None
    assert actions.export_segment() == 1


def test_a_quiet_hour_still_moves_what_is_covered(village):
    with clock.at(at("2026-04-02 00:00")):
        actions.drain()
        assert actions.export_segment() is None
    with clock.at(at("2026-04-02 01:00")):
        assert actions.export_segment() == 2
    assert queries.watermark().covers_until == at("2026-04-02 01:00")


def test_compaction_changes_no_number_and_no_watermark(village):
    town = Teller(village.community.pk)
    lan = village.viewer("lan")
    with clock.at(at("2026-04-02 00:00")):
        for day in range(1, 6):
            town.ask(village.members["mei"], f"2026-03-0{day} 10:00")
            town.tell()
            actions.export_segment()
        asks = [queries.Ask("month", MARCH.first, MARCH.last, until_segment=n) for n in range(1, 6)]
        before = [questions(lan, ask) for ask in asks]
        assert actions.compact_lake(most_files=2) == 1
    assert before == [1, 2, 3, 4, 5]
    assert LakeFile.objects.filter(retired_at=None).count() == 1
    assert [questions(lan, ask) for ask in asks] == before


def test_sweeping_leaves_what_readers_may_want(village):
    town = Teller(village.community.pk)
    with clock.at(at("2026-04-02 00:00")):
        for day in (1, 2, 3):
            town.ask(village.members["mei"], f"2026-03-0{day} 10:00")
            town.tell()
            actions.export_segment()
        actions.compact_lake(most_files=2)
    assert actions.sweep_lake() == 0
    assert questions(village.viewer("lan")) == 3


def test_a_purged_community_leaves_the_lake(village, django_capture_on_commit_callbacks):
    town = Teller(village.community.pk)
    town.ask(village.members["mei"], "2026-03-01 10:00")
    town.tell()
    with clock.at(at("2026-04-02 00:00")):
        actions.drain()
    with django_capture_on_commit_callbacks(execute=True):
        actions.forget_community(village.community.pk)
    assert list(settings.LAKE_FOLDER.rglob("*.parquet")) == []
    assert questions(village.viewer("lan")) is None


def test_conditions_are_kept_when_they_change_only(village):
    with clock.at(at("2026-04-02 00:00")):
        actions.drain()
        kept = Condition.objects.count()
        actions.drain()
    assert Condition.objects.count() == kept


def test_an_undone_import_no_longer_counts_but_old_watermarks_stand(village):
    lan = village.viewer("lan")
    past = Teller(village.community.pk, origin="import", batch="one")
    past.ask("a", "2026-02-01 10:00")
    past.ask("a", "2026-04-01 10:00")
    past.tell()
    live = Teller(village.community.pk)
    live.ask("b", "2026-03-03 10:00")
    live.tell()
    ask = queries.Ask("quarter", date(2026, 3, 1), date(2026, 3, 1))
    with clock.at(at("2026-04-02 00:00")):
        before = actions.drain()
        assert questions(lan, ask) == 2
        while forget_batch("one", limit=100):
            pass
        actions.drain()
    assert questions(lan, ask) == 1
    assert questions(lan, replace(ask, until_segment=before)) == 2
