"""The staff's page: who may see it, what it shows, what its buttons do."""

from datetime import UTC, datetime

import pytest

from qunluo.kernel.action import writing
from qunluo.kernel.jobs.models import Job
from qunluo.kernel.jobs.running import run_all
from qunluo.kernel.jobs.tests import chores
from qunluo.kernel.stream.models import Delivery


@pytest.fixture
def staff(as_member, village):
    with writing("*"):
        type(village.members["lan"]).objects.filter(handle="lan").update(is_staff=True)
    return as_member("lan")


@pytest.fixture
def failed_job(village, tmp_path):
    chores.stumble.using(queue_name="default").enqueue(str(tmp_path), 9)
    with writing("*"):
        Job.objects.update(retries=0)
    run_all()
    return Job.objects.get(state="failed")


@pytest.fixture
def stuck(village):
    with writing("*"):
        return Delivery.objects.create(
            listener="qunluo.x.y.z",
            line_ids=[],
            due_at=datetime.now(UTC),
            attempts=8,
            is_stuck=True,
            last_error="RuntimeError: spilt",
        )


@pytest.mark.parametrize("name", ["mei", "lan"])
def test_only_staff_find_the_page(as_member, name, failed_job, stuck):
    page = as_member(name)
    assert page.get("/admin/jobs/").status_code == 404
    for address in (
        f"/admin/jobs/{failed_job.pk}/run/",
        f"/admin/jobs/{failed_job.pk}/cancellation/",
        f"/admin/deliveries/{stuck.pk}/run/",
        "/admin/deliveries/run/",
    ):
        assert page.post(address).status_code == 403
    assert Job.objects.get(pk=failed_job.pk).state == "failed"
    assert Delivery.objects.get().is_stuck


def test_a_visitor_is_asked_to_sign_in(as_member):
    assert as_member("").get("/admin/jobs/").status_code == 302


def test_staff_see_what_failed_and_run_it_again(staff, failed_job, django_assert_max_num_queries):
    with django_assert_max_num_queries(17):
        page = staff.get("/admin/jobs/").content.decode()
    assert "RuntimeError: stumbled 1" in page
    assert "stumble" in page
    staff.post(f"/admin/jobs/{failed_job.pk}/run/")
    assert Job.objects.get(pk=failed_job.pk).state == "waiting"
    assert "stumble" in staff.get("/admin/jobs/?state=waiting").content.decode()
    staff.post(f"/admin/jobs/{failed_job.pk}/cancellation/")
    assert Job.objects.get(pk=failed_job.pk).state == "cancelled"


def test_a_stuck_delivery_is_seen_and_tried_again(staff, stuck):
    assert "RuntimeError: spilt" in staff.get("/admin/jobs/").content.decode()
    staff.post(f"/admin/deliveries/{stuck.pk}/run/")
    owed = Delivery.objects.get()
    assert (owed.is_stuck, owed.attempts) == (False, 0)
    assert staff.post(f"/admin/deliveries/{stuck.pk}/run/").status_code == 404


def test_all_of_them_at_once(staff, stuck):
    staff.post("/admin/deliveries/run/")
    assert not Delivery.objects.get().is_stuck


@pytest.mark.parametrize("state", ["waiting", "running", "failed", "done", "cancelled", "odd"])
def test_every_state_has_its_list(staff, state):
    assert staff.get(f"/admin/jobs/?state={state}").status_code == 200
