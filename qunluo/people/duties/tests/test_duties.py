"""Work appears, is seen by those who may do it, is taken, put back and done."""

from datetime import timedelta

import pytest

from qunluo.kernel import clock
from qunluo.kernel.purging import purge_community
from qunluo.kernel.refusal import Missing, Refusal, SignInRequired
from qunluo.kernel.viewer import SYSTEM
from qunluo.people.communities import actions as communities
from qunluo.people.communities.models import Community, JoinRequest
from qunluo.people.duties import actions, queries
from qunluo.people.duties.models import Duty
from qunluo.people.members import actions as members
from qunluo.people.members.ports import keepers


@pytest.fixture
def reviewing(village, setting_up):
    Community.objects.filter(slug="tea").update(joining="review")
    return village


@pytest.fixture
def asked(reviewing):
    return communities.request_to_join(reviewing.viewer("zhu"), {})


def told(name):
    from qunluo.kernel.stream.models import StreamLine

    return list(StreamLine.objects.filter(name=name).order_by("pk"))


def test_a_request_to_join_is_work_for_those_who_decide(reviewing, asked):
    for name, count in (("lan", 1), ("an", 1), ("wei", 1), ("bo", 0), ("mei", 0)):
        seen = queries.open_duties(reviewing.viewer(name))
        assert len(seen) == count, name
    (duty,) = queries.open_duties(reviewing.viewer("wei"))
    assert (duty.kind, duty.title) == ("communities.join", "Zhu")
    assert duty.address == f"/c/tea/work/joins/?id={asked}"
    assert queries.waiting_work(reviewing.viewer("wei")).free == 1


@pytest.mark.parametrize("approve", [True, False])
def test_deciding_takes_it_off_the_table(reviewing, asked, approve):
    lan = reviewing.viewer("lan")
    communities.decide_joins(lan, [asked], approve=approve, reason="No.")
    duty = Duty.objects.get()
    outcome = "approved" if approve else "declined"
    assert (duty.outcome, duty.done_by_id) == (outcome, lan.member_id)
    assert told("duties.duty_finished")[0].facts["outcome"] == outcome
    assert queries.next_duty(lan) is None


def test_withdrawing_takes_it_off_and_asking_again_puts_it_back(reviewing, asked):
    zhu = reviewing.viewer("zhu")
    communities.withdraw_request(zhu)
    assert queries.waiting_work(reviewing.viewer("lan")).waiting == 0
    communities.request_to_join(zhu, {})
    assert queries.waiting_work(reviewing.viewer("lan")).waiting == 1
    assert Duty.objects.count() == 2


def test_coming_in_by_a_link_settles_the_waiting_request(reviewing, asked):
    code = communities.make_invitation(reviewing.viewer("lan"))
    communities.join_by_invitation(reviewing.viewer("zhu"), code)
    assert Duty.objects.get().outcome == "approved"
    assert JoinRequest.objects.get().state == "approved"


def test_opening_twice_keeps_one_and_the_earlier_due_moment(reviewing, asked):
    lan = reviewing.viewer("lan")
    first = Duty.objects.get().pk
    late, soon = clock.now() + timedelta(days=9), clock.now() + timedelta(days=1)
    assert actions.open_duty(lan, "communities.join", asked, due_at=late) == first
    actions.open_duty(lan, "communities.join", asked, due_at=soon)
    actions.open_duty(lan, "communities.join", asked, due_at=late)
    assert Duty.objects.get().due_at == soon
    assert len(told("duties.duty_opened")) == 1


def test_finishing_what_nobody_waits_for_says_zero(village):
    assert actions.finish(village.viewer("lan"), "communities.join", 4711, outcome="done") == 0
    assert actions.cancel(village.viewer("lan"), "communities.join", 4711) == 0


def test_a_claim_keeps_it_from_the_others_until_it_lapses(reviewing, asked):
    wei, lan = reviewing.viewer("wei"), reviewing.viewer("lan")
    duty = Duty.objects.get()
    actions.claim(wei, duty.pk)
    assert queries.open_duties(wei)[0].is_mine
    assert queries.open_duties(lan)[0].claimed_by.name == "Wei"
    assert queries.next_duty(lan) is None
    with pytest.raises(Refusal) as no:
        actions.claim(lan, duty.pk)
    assert no.value.code == "duties.taken"
    with pytest.raises(Refusal):
        actions.release(lan, duty.pk)
    duty.refresh_from_db()
    assert duty.claimed_by_id == wei.member_id
    with clock.at(clock.now() + timedelta(hours=9)):
        assert queries.open_duties(lan)[0].claimed_by is None
        actions.claim(lan, duty.pk)
    duty.refresh_from_db()
    assert duty.claimed_by_id == lan.member_id


def test_what_is_put_back_is_free(reviewing, asked):
    wei = reviewing.viewer("wei")
    duty = Duty.objects.get().pk
    actions.claim(wei, duty)
    actions.release(wei, duty)
    assert queries.waiting_work(reviewing.viewer("lan")).free == 1
    with pytest.raises(Missing):
        actions.release(wei, duty)
    assert [len(told(f"duties.duty_{what}")) for what in ("claimed", "released")] == [1, 1]


def test_nobody_claims_what_is_not_theirs_to_do(reviewing, asked):
    duty = Duty.objects.get()
    for name in ("mei", "bo", "zhu"):
        with pytest.raises(Missing):
            actions.claim(reviewing.viewer(name), duty.pk)
    with pytest.raises(SignInRequired):
        actions.claim(reviewing.viewer(""), duty.pk)
    stranger = reviewing.viewer("lan", community="coffee")
    with pytest.raises(Missing):
        actions.claim(stranger, duty.pk)
    duty.refresh_from_db()
    assert duty.claimed_by_id is None


def test_the_next_one_is_the_overdue_one_then_the_nearest_due_then_the_oldest(reviewing, asked):
    lan = reviewing.viewer("lan")
    with_due = []
    for name, days in (("mei", 5), ("jun", -1)):
        member = reviewing.members[name].pk
        row = JoinRequest.objects.create(
            community=reviewing.community, member_id=member, asked_at=clock.now()
        )
        due = clock.now() + timedelta(days=days)
        with_due.append(actions.open_duty(lan, "communities.join", row.pk, due_at=due))
    order = [one.title for one in queries.open_duties(lan)]
    assert order == ["Jun", "Mei", "Zhu"]
    assert queries.waiting_work(lan).overdue == 1
    taken = actions.take_next(lan)
    assert (taken.title, taken.is_overdue) == ("Jun", True)
    assert actions.take_next(reviewing.viewer("wei")).title == "Mei"


def test_when_nothing_waits_the_next_one_says_so(village):
    with pytest.raises(Refusal) as no:
        actions.take_next(village.viewer("lan"))
    assert no.value.code == "duties.nothing_waits"


def test_a_claim_to_an_imported_profile_is_work_for_the_staff(village, setting_up):
    from qunluo.people.members.models import Member

    imported = Member.objects.create_user(
        None, handle="old", display_name="Old", is_placeholder=True
    )
    claim_id = members.ask_to_claim(village.viewer("mei"), imported.pk)
    assert queries.open_duties(village.viewer("lan")) == []
    Member.objects.filter(handle="lan").update(is_staff=True)
    village.members["lan"].refresh_from_db()
    lan = village.viewer("lan")
    (duty,) = queries.open_duties(lan)
    assert (duty.title, duty.address) == ("Mei → Old", f"/staff/claims/{claim_id}/")
    members.decide_claim(lan, claim_id, is_granted=True, proof="staff", reason="known")
    assert Duty.objects.get().outcome == "granted"


def test_a_withdrawn_claim_is_no_work(village, setting_up):
    from qunluo.people.members.models import Member

    imported = Member.objects.create_user(
        None, handle="old", display_name="Old", is_placeholder=True
    )
    mei = village.viewer("mei")
    members.withdraw_claim(mei, members.ask_to_claim(mei, imported.pk))
    assert Duty.objects.get().outcome == "withdrawn"


def test_the_list_takes_a_fixed_number_of_queries(reviewing, setting_up, django_assert_num_queries):
    lan = reviewing.viewer("lan")
    for name in ("mei", "jun", "zhu"):
        row = JoinRequest.objects.create(
            community=reviewing.community, member=reviewing.members[name], asked_at=clock.now()
        )
        actions.open_duty(lan, "communities.join", row.pk)
    actions.take_next(reviewing.viewer("wei"))
    with django_assert_num_queries(4):
        assert len(queries.open_duties(lan)) == 3
    with django_assert_num_queries(1):
        queries.waiting_work(lan)


def test_a_copy_names_the_work_and_erasure_forgets_who_did_it(reviewing, asked):
    lan = reviewing.viewer("lan")
    actions.take_next(lan)
    communities.approve_join(lan, asked)
    (kept,) = keepers["duties.duty"].export(lan.member_id)
    assert (kept["what"], kept["outcome"], kept["community"]) == (
        "communities.join",
        "approved",
        "tea",
    )
    keepers["duties.duty"].erase(lan.member_id)
    duty = Duty.objects.get()
    assert (duty.claimed_by_id, duty.done_by_id, duty.outcome) == (None, None, "approved")


def test_a_purged_community_leaves_no_work(reviewing, asked):
    actions.purge_duties(SYSTEM, reviewing.other.pk)
    assert Duty.objects.count() == 1
    purge_community(reviewing.community.pk)
    assert Duty.objects.count() == 0


def test_only_operators_hear_that_the_table_changed(village):
    from qunluo.kernel.live.topics import may_hear

    name = f"work:{village.community.pk}"
    heard = {who: may_hear(village.viewer(who), name) for who in ("lan", "bo", "mei", "zhu", "")}
    assert heard == {"lan": True, "bo": True, "mei": False, "zhu": False, "": False}
    assert not may_hear(village.viewer("lan"), "work:x")
