from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from qunluo.kernel import clock
from qunluo.kernel.refusal import Forbidden, Invalid, Missing, Refusal
from qunluo.kernel.stream.delivery import deliver_all
from qunluo.kernel.stream.models import StreamLine
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places
from qunluo.people.members import actions as members
from qunluo.people.notices.models import Notice
from qunluo.people.welcome import actions, queries
from qunluo.people.welcome.models import Arrival, Setting
from qunluo.talk.forum import actions as forum

pytestmark = pytest.mark.django_db


def set_up(village, **changed):
    words = {
        "greeter": "role:volunteer",
        "greeting": "Hi {name}, this is {community}. {nothing}",
        "steps": ("profile", "introduce"),
        **changed,
    }
    actions.set_up_welcome(village.viewer("lan"), actions.Wanted(**words))


def arrive(village, name="zhu", slug="tea"):
    """Zhu joins the tea community; returns zhu as they stand in it then."""
    communities.join(village.viewer(name, community=slug))
    deliver_all()
    return village.viewer(name, community=slug)


def introduce(village, viewer, space=None):
    opened = forum.open_topic(
        viewer, (space or village.forum).pk, title="Hello from Zhu", body="I drink tea."
    )
    deliver_all()
    return opened


def test_a_newcomer_is_greeted_by_name_by_whose_turn_it_is(village):
    set_up(village)
    zhu = arrive(village)
    row = Arrival.objects.get(member=zhu.member_id)
    assert row.greeting == "Hi Zhu, this is Tea. {nothing}"
    assert row.greeter_id == village.members["wei"].pk  # bo's role is for one space only
    notice = Notice.objects.get(member=zhu.member_id, kind="welcome.greeted")
    assert notice.object_id == row.pk
    sheet = queries.welcome_for(zhu)
    assert (sheet.greeter.name, sheet.greeting) == ("Wei", row.greeting)


def test_a_role_greets_by_turns(village):
    set_up(village, greeter="role:admin")
    role = next(r for r in places.roles_for(village.viewer("lan")) if r.built_in == "admin")
    communities.grant_role(village.viewer("lan"), role.id, village.members["jun"].pk)
    for number in range(3):
        member_id, _name = members.bring_demo_member(number / 3, language="en")
        actions.greet(
            village.viewer("lan"), village.community.pk, member_id, arrived_at=clock.now()
        )
    counts = Arrival.objects.values_list("greeter", flat=True)
    assert sorted(counts) == sorted(
        [village.members["an"].pk, village.members["jun"].pk, village.members["an"].pk]
    )


def test_delivering_a_joining_twice_greets_once(village):
    set_up(village)
    zhu = arrive(village)
    actions.greet(zhu, village.community.pk, zhu.member_id, arrived_at=clock.now())
    assert Arrival.objects.count() == 1
    assert StreamLine.objects.filter(name="welcome.member_greeted").count() == 1


def test_nobody_greets_until_it_is_set_up_but_first_steps_are_there(village):
    zhu = arrive(village)
    sheet = queries.welcome_for(zhu)
    assert (sheet.greeting, sheet.greeter) == ("", None)
    assert [step.key for step in sheet.steps] == ["profile", "introduce", "answer"]
    assert not Notice.objects.filter(kind="welcome.greeted").exists()


def test_a_greeter_who_left_greets_nobody(village):
    set_up(village, greeter=f"member:{village.members['an'].pk}")
    communities.leave(village.viewer("an"))
    arrive(village)
    assert Arrival.objects.get().greeting == ""


def test_steps_tick_themselves_and_the_last_one_is_told_once(village):
    set_up(village)
    zhu = arrive(village)
    assert [step.done for step in queries.welcome_for(zhu).steps] == [False, False]
    communities.change_own_membership(zhu, nickname="Zhu of the hills", custom_fields={})
    deliver_all()
    assert [step.done for step in queries.welcome_for(zhu).steps] == [True, False]
    introduce(village, zhu)
    introduce(village, zhu)
    assert queries.welcome_for(zhu).is_all_done
    (line,) = StreamLine.objects.filter(name="welcome.first_steps_done")
    assert (line.actor_key, line.facts["steps"]) == (zhu.actor_key, 2)
    assert queries.is_newcomer(zhu)
    with clock.at(clock.now() + timedelta(days=3)):
        assert not queries.is_newcomer(zhu)


def test_an_introduction_counts_only_where_introductions_are(village):
    set_up(village, steps=("introduce",), introduction_space_id=village.quiet.pk)
    zhu = arrive(village)
    introduce(village, zhu)
    (step,) = queries.welcome_for(zhu).steps
    assert not step.done
    assert "/quiet/" in step.address
    introduce(village, zhu, village.quiet)
    assert queries.welcome_for(zhu).is_all_done


def test_rules_are_a_step_only_where_there_are_rules(village):
    set_up(village, steps=("rules", "introduce"))
    zhu = arrive(village)
    assert [step.key for step in queries.welcome_for(zhu).steps] == ["introduce"]


def test_spaces_and_people_come_with_their_reasons(village):
    set_up(village, space_ids=(village.quiet.pk,))
    opened = introduce(village, village.viewer("mei"))
    forum.post_reply(village.viewer("jun"), opened, body="Welcome, have a cup.")
    zhu = arrive(village)
    sheet = queries.welcome_for(zhu)
    told = [(one.space.slug, one.is_recommended, one.writers) for one in sheet.spaces]
    assert told == [("quiet", True, 0), ("square", False, 2)]
    assert [(one.person.name, one.answers) for one in sheet.people] == [("Jun", 1)]


def test_put_away_is_gone_from_home_and_stays_at_its_address(village, as_member):
    set_up(village)
    zhu = arrive(village)
    client = as_member("zhu")
    home = reverse("communities:card", args=["tea"])
    assert "Hi Zhu" in client.get(home).content.decode()
    client.post(reverse("welcome:away", args=["tea"]))
    assert "Hi Zhu" not in client.get(home).content.decode()
    assert "Hi Zhu" in client.get(reverse("welcome:welcome", args=["tea"])).content.decode()
    with pytest.raises(Refusal, match=r"welcome\.put_away"):
        actions.put_steps_away(zhu)


def test_those_who_came_before_have_no_welcome(village, as_member):
    assert not queries.is_newcomer(village.viewer("mei"))
    assert not queries.is_newcomer(village.viewer(""))
    with pytest.raises(Missing):
        actions.put_steps_away(village.viewer("mei"))
    assert as_member("mei").get(reverse("welcome:welcome", args=["tea"])).status_code == 404


def test_who_returns_is_not_greeted_again(village):
    zhu = arrive(village)
    communities.leave(zhu)
    communities.join(village.viewer("zhu"))
    deliver_all()
    assert Arrival.objects.count() == 1
    assert not Notice.objects.filter(kind="welcome.greeted").exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"greeter": "role:nobody"}, "welcome.choice"),
        ({"greeting": " "}, "welcome.no_words"),
        ({"greeting": "x" * 1001}, "welcome.too_long"),
        ({"steps": ("juggle",)}, "welcome.choice"),
        ({"space_ids": (1, 2, 3, 4)}, "welcome.too_many_spaces"),
        ({"space_ids": (999,)}, "welcome.choice"),
        ({"introduction_space_id": 999}, "welcome.choice"),
    ],
)
def test_an_unfit_welcome_is_refused(village, changed, code):
    with pytest.raises(Invalid) as refused:
        set_up(village, **changed)
    assert refused.value.code == code
    assert not Setting.objects.exists()


def test_only_those_who_set_it_up_may(village, as_member):
    with pytest.raises(Forbidden):
        actions.set_up_welcome(village.viewer("mei"), actions.Wanted())
    assert as_member("mei").get(reverse("welcome:work_welcome", args=["tea"])).status_code == 403


def test_operators_set_it_up_on_their_page_and_see_how_newcomers_fare(village, as_member):
    client, address = as_member("lan"), reverse("welcome:work_welcome", args=["tea"])
    sent = {
        "greeter": "role:owner",
        "greeting": "Hello {name}",
        "steps": ["introduce"],
        "spaces": [village.forum.pk],
        "introduction_space": village.forum.pk,
    }
    assert client.post(address, sent).status_code == 302
    zhu = arrive(village)
    introduce(village, zhu)
    fare = queries.fare_of_newcomers(village.viewer("lan"))
    assert (fare.arrived, fare.greeted, fare.finished, fare.put_away) == (1, 1, 1, 0)
    assert [(kind.key, count) for kind, count in fare.steps] == [("introduce", 1)]
    assert "Hello {name}" in client.get(address).content.decode()
    assert client.post(address, sent | {"greeting": ""}).status_code == 422


def test_an_arrival_is_forgotten_with_its_member(village):
    set_up(village)
    zhu = arrive(village)
    assert [row["greeting"] for row in queries.kept_about(zhu.member_id)] != []
    actions.forget_member(village.viewer("lan"), village.members["wei"].pk)
    assert Arrival.objects.get().greeter_id is None
    actions.forget_member(village.viewer("lan"), zhu.member_id)
    assert not Arrival.objects.exists()
