"""Jobs in this process: states, retries, cancelling, timetable."""

from datetime import UTC, datetime, timedelta
from unittest import mock

import pytest

from qunluo.kernel import jobs
from qunluo.kernel.action import writing
from qunluo.kernel.jobs import actions, claiming, turns
from qunluo.kernel.jobs.declaring import cron, cron_table, periodic, periodic_table
from qunluo.kernel.jobs.models import Job, Turn
from qunluo.kernel.jobs.running import run, run_all
from qunluo.kernel.jobs.tests import chores
from qunluo.kernel.refusal import Forbidden, Missing, Refusal, SignInRequired
from qunluo.kernel.viewer import Viewer

pytestmark = pytest.mark.django_db
STAFF = Viewer(member_id=1, is_staff=True)


def make_due():
    with writing("*"):
        Job.objects.update(due_at=datetime.now(UTC))


def test_a_job_runs_and_keeps_what_it_returned(tmp_path):
    made = chores.note.enqueue(str(tmp_path), "tea")
    assert jobs.status(made.id).state == "waiting"
    assert run_all() == 1
    status = jobs.status(made.id)
    assert (status.state, status.result, status.is_over) == ("done", "tea", True)
    made.refresh()
    assert made.return_value == "tea"


def test_a_failing_job_is_tried_again_and_then_called_failed(tmp_path):
    made = chores.stumble.enqueue(str(tmp_path), 5)
    for tried in (1, 2):
        assert run_all() == 1
        row = Job.objects.get()
        assert (row.state, row.attempts) == ("waiting", tried)
        assert row.due_at > datetime.now(UTC)
        make_due()
    run_all()
    status = jobs.status(made.id)
    assert (status.state, status.error) == ("failed", "RuntimeError: stumbled 3")
    assert chores.stumble.get_result(made.id).errors[0].traceback


def test_a_job_that_stumbles_once_ends_well(tmp_path):
    made = chores.stumble.enqueue(str(tmp_path), 1)
    run_all()
    make_due()
    run_all()
    status = jobs.status(made.id)
    assert (status.state, status.error) == ("done", "")


def test_staff_may_run_a_failed_job_again(tmp_path):
    made = chores.stumble.enqueue(str(tmp_path), 3)
    for _ in range(3):
        make_due()
        run_all()
    assert jobs.status(made.id).state == "failed"
    actions.run_again(STAFF, int(made.id))
    run_all()
    assert jobs.status(made.id).state == "done"


def test_only_staff_may(tmp_path):
    made = chores.note.enqueue(str(tmp_path), "tea")
    for act in (actions.run_again, actions.wish_cancelled):
        with pytest.raises(SignInRequired):
            act(Viewer(), int(made.id))
        with pytest.raises(Forbidden):
            act(Viewer(member_id=2), int(made.id))
        with pytest.raises(Missing):
            act(STAFF, 999_999)
    assert jobs.status(made.id).state == "waiting"


def test_a_waiting_job_is_not_put_in_line_twice_and_an_ended_one_not_cancelled(tmp_path):
    made = chores.note.enqueue(str(tmp_path), "tea")
    with pytest.raises(Refusal, match="not_ended"):
        actions.run_again(STAFF, int(made.id))
    run_all()
    with pytest.raises(Refusal, match="ended"):
        actions.wish_cancelled(STAFF, int(made.id))
    assert jobs.status(made.id).state == "done"


def test_a_waiting_job_is_cancelled_at_once(tmp_path):
    made = chores.note.enqueue(str(tmp_path), "tea")
    actions.wish_cancelled(STAFF, int(made.id))
    assert run_all() == 0
    assert jobs.status(made.id).state == "cancelled"
    assert not (tmp_path / "notes").exists()


def test_a_running_job_stops_at_its_next_report(tmp_path):
    made = chores.long_walk.enqueue(str(tmp_path))
    row = claiming.claim("me")
    actions.wish_cancelled(STAFF, int(made.id))
    run(row)  # it asks only while it runs: at its first report
    assert jobs.status(made.id).state == "cancelled"
    assert "end" not in (tmp_path / "notes").read_text()


def test_progress_is_seen_from_outside(tmp_path):
    made = chores.long_walk.enqueue(str(tmp_path))
    (tmp_path / "go").touch()
    row = claiming.claim("me")
    with writing("*"):
        Job.objects.filter(pk=row.pk).update(done=3, total=9, note="pages")
    status = jobs.status(made.id)
    assert (status.state, status.done, status.total, status.note) == ("running", 3, 9, "pages")


def test_outside_a_job_progress_is_nobody_s_business():
    jobs.report_progress(1, 2, "x")
    assert not Job.objects.exists()


def test_who_lost_the_lease_writes_nothing(tmp_path):
    chores.note.enqueue(str(tmp_path), "tea")
    first = claiming.claim("first")
    with writing("*"):
        Job.objects.update(leased_until=datetime.now(UTC) - timedelta(seconds=1))
    second = claiming.claim("second")
    assert second.pk == first.pk
    assert not claiming.finish(first, "failed")
    assert claiming.renew("first") == set()
    assert claiming.finish(second, "done")
    assert Job.objects.get().state == "done"


def test_a_job_that_kills_every_worker_is_given_up(tmp_path):
    chores.note.enqueue(str(tmp_path), "tea")
    for _ in range(claiming.MOST_CRASHES):
        assert claiming.claim("w") is not None
        with writing("*"):
            Job.objects.update(leased_until=datetime.now(UTC) - timedelta(seconds=1))
    assert claiming.claim("w") is None
    assert Job.objects.get().state == "failed"


def test_a_job_the_code_no_longer_has_fails_and_says_so(tmp_path):
    chores.note.enqueue(str(tmp_path), "tea")
    with writing("*"):
        Job.objects.update(task="qunluo.nowhere.gone", retries=0)
    run_all()
    assert "no such job" in Job.objects.get().error


def test_an_unknown_id_has_an_unknown_state():
    assert jobs.status("x").state == jobs.status(12345).state == "unknown"


def test_long_work_leaves_a_thread_for_short_work(tmp_path):
    chores.long_walk.using(queue_name="long").enqueue(str(tmp_path))
    assert claiming.claim("w", besides=("long",)) is None
    assert claiming.claim("w").queue == "long"


@mock.patch.dict(cron_table, clear=True)
def test_a_tick_is_enqueued_once_by_two_workers():
    timed = cron("*/5 * * * *")(jobs.job()(chores.note.func))
    begin = datetime(2026, 3, 1, 10, 1, tzinfo=UTC)
    assert turns.tick(begin) == 0  # first seen: nothing is owed
    assert turns.tick(begin + timedelta(minutes=3)) == 0
    later = begin + timedelta(minutes=4)
    stale = dict(Turn.objects.values_list("name", "last_at"))
    assert turns.tick(later) == 1
    entry = cron_table[timed.module_path]
    # The other worker read the mark before the first one moved it.
    assert not turns._tick(entry, later, stale[entry.name])
    assert turns.tick(later + timedelta(seconds=30)) == 0
    assert turns.tick(later + timedelta(hours=3)) == 1  # missed ticks: one run
    assert Job.objects.filter(task=timed.module_path).count() == 2


def test_cron_speaks_the_installation_s_time_zone():
    now = datetime(2026, 3, 1, 10, 1, tzinfo=UTC)
    assert turns.latest_tick("0 9 * * *", now) == datetime(2026, 3, 1, 1, 0, tzinfo=UTC)
    assert turns.latest_tick("* * * * *", now) == now


def test_a_round_is_taken_by_one_worker_at_a_time():
    calls = []

    @periodic(every_seconds=60)
    def look():
        calls.append(1)
        turns.go_round("other")
        raise RuntimeError("an error does not end the rounds")

    name = f"{__name__}.look"
    others = {k: periodic_table.pop(k) for k in list(periodic_table) if k != name}
    try:
        turns.go_round("one")
        turns.go_round("one")
        assert calls == [1]
        with writing("*"):
            Turn.objects.update(last_at=datetime.now(UTC) - timedelta(seconds=61))
        turns.go_round("two")
        assert calls == [1, 1]
    finally:
        periodic_table.pop(name)
        periodic_table.update(others)


def test_old_jobs_are_forgotten_but_failed_ones_kept(tmp_path):
    for word in ("a", "b"):
        chores.note.enqueue(str(tmp_path), word)
    run_all()
    with writing("*"):
        Job.objects.filter(pk=Job.objects.first().pk).update(state="failed")
    assert actions.forget_old(datetime.now(UTC) + timedelta(days=1)) == 1
    assert [row.state for row in Job.objects.all()] == ["failed"]
