"""Deliveries that fail, get stuck, are taken over, and are tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from qunluo.kernel.action import writing
from qunluo.kernel.refusal import Forbidden, Missing
from qunluo.kernel.stream import actions, delivery, queries
from qunluo.kernel.stream.listening import listeners, listens_to
from qunluo.kernel.stream.models import Delivery
from qunluo.kernel.stream.tests.test_stream import boil
from qunluo.kernel.viewer import Viewer

STAFF = Viewer(member_id=1, is_staff=True)


@pytest.fixture
def clumsy():
    """A listener that fails as often as the test wants."""

    class Clumsy:
        fails = 0
        heard = 0

    state = Clumsy()

    @listens_to("kettle.boiled")
    def spill(line):
        state.heard += 1
        if state.fails:
            state.fails -= 1
            raise RuntimeError("spilt")

    yield state
    listeners.pop(f"{__name__}.spill")


def make_due():
    with writing("*"):
        Delivery.objects.update(due_at=datetime.now(UTC))


def test_a_listener_that_fails_and_then_succeeds_has_heard(village, clumsy):
    clumsy.fails = 1
    boil(village)
    assert delivery.deliver_due() == 1
    assert Delivery.objects.get().attempts == 1
    assert delivery.deliver_due() == 0  # not due again yet
    make_due()
    delivery.deliver_all()
    assert clumsy.heard == 2
    assert not Delivery.objects.exists()


def test_after_eight_failures_it_is_stuck_until_staff_say_again(village, clumsy):
    clumsy.fails = delivery.MOST_ATTEMPTS
    boil(village)
    for _ in range(delivery.MOST_ATTEMPTS + 2):
        make_due()
        delivery.deliver_due()
    assert clumsy.heard == delivery.MOST_ATTEMPTS
    owed = queries.owed()
    assert (owed.waiting, owed.stuck) == (0, 1)
    assert queries.troubled()[0].told == "kettle.boiled"
    with pytest.raises(Forbidden):
        actions.try_again(Viewer(member_id=2))
    assert queries.owed().stuck == 1
    assert actions.try_again(STAFF) == 1
    delivery.deliver_all()
    assert clumsy.heard == delivery.MOST_ATTEMPTS + 1
    assert not Delivery.objects.exists()
    with pytest.raises(Missing):
        actions.try_again(STAFF, 1)


def test_what_a_dead_worker_held_is_delivered_by_another(village, clumsy):
    boil(village)
    assert len(delivery._claim(10, "dead")) == 1
    assert delivery.deliver_due(holder="alive") == 0
    delivery.renew("dead")
    with writing("*"):
        Delivery.objects.update(leased_until=datetime.now(UTC) - timedelta(seconds=1))
    assert delivery.deliver_due(holder="alive") == 1
    assert clumsy.heard == 1


def test_who_lost_the_lease_ends_nothing(village, clumsy):
    boil(village)
    (mine,) = delivery._claim(10, "slow")
    with writing("*"):
        Delivery.objects.update(holder="quick")
    delivery._deliver(mine)
    assert Delivery.objects.get().holder == "quick"


def test_a_leaving_worker_gives_the_rest_back(village, clumsy):
    boil(village)
    assert delivery.deliver_due(holder="leaving", stop=lambda: True) == 0
    delivery.give_back("leaving")
    assert delivery.deliver_due(holder="other") == 1
