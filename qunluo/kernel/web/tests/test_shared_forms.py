"""Whoever saves over something that was changed meanwhile sees both, and may send again."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.urls import reverse

from qunluo.kernel.web.meanwhile import Shared
from qunluo.people.communities import actions as communities
from qunluo.people.communities import queries as places
from qunluo.people.moderation import actions as order
from qunluo.talk.chat import actions as chat
from qunluo.talk.chat import queries as rooms
from qunluo.talk.chat.actions import Setup, Utterance

WORDS = re.compile(r'name="([\w-]*opened_as)" value="(\w+)"')


class Leaf(Shared):
    name = forms.CharField()
    sort = forms.ChoiceField(choices=[("g", "Green"), ("b", "Black")])
    is_old = forms.BooleanField(required=False)


def late_in(sent, stands):
    form = Leaf(sent, initial=stands)
    form.is_valid()
    return form.late


def test_only_what_was_changed_since_and_typed_otherwise_is_late():
    first = {"name": "Longjing", "sort": "g", "is_old": False}
    sent = {**first, "name": "Keemun", "sort": "b", "opened_as": Leaf(initial=first).opened_as}
    assert late_in(sent, first) is None
    now = {"name": "Gunpowder", "sort": "g", "is_old": False}
    found = late_in(sent, now)
    assert found.fields == (("Name", "Gunpowder", "Keemun"), ("Sort", "Green", "Black"))
    # Both did the same; or it is sent again, knowing what stands; or a program sends no sign.
    assert late_in(sent, {"name": "Keemun", "sort": "b", "is_old": None}) is None
    assert late_in({**sent, "opened_as": Leaf(initial=now).opened_as}, now) is None
    assert late_in({**sent, "opened_as": ""}, now) is None


def sent_over(client, address, change, **typed):
    """Open the page, let somebody change it, send; then send again. Gives both pages."""
    page = client.get(address).content.decode()
    marks = dict(reversed(WORDS.findall(page)))
    assert marks, page[:500]
    change()
    late = client.post(address, {**marks, **typed})
    words = late.content.decode()
    again = client.post(address, {**dict(reversed(WORDS.findall(words))), **typed})
    return late, words, again


@pytest.mark.django_db
def test_a_rule_of_the_draft(village, as_member):
    lan, an = village.viewer("lan"), village.viewer("an")
    order.begin_rules(lan)
    key = order.write_rule(lan, "", order.RuleText("Be kind", "As to a guest."))
    address = reverse("moderation:work_rule", args=["tea", key])
    late, words, again = sent_over(
        as_member("lan"),
        address,
        lambda: order.write_rule(an, key, order.RuleText("Be kind", "As to an aunt.")),
        title="Be kind",
        definition="As to a friend.",
    )
    assert late.status_code == 200
    assert "As to an aunt." in words
    assert "As to a friend." in words
    assert again.status_code == 302
    from qunluo.people.moderation.models import Rule

    assert Rule.objects.get(key=key).definition == "As to a friend."


@pytest.mark.django_db
def test_the_positioning_and_the_settings(village, as_member):
    an = village.viewer("an")
    late, words, again = sent_over(
        as_member("lan"),
        reverse("communities:work_positioning", args=["tea"]),
        lambda: communities.position_community(an, theme="Black tea"),
        theme="Green tea",
        kind=places.positioning_of(an).kind,
    )
    assert "Black tea" in words
    assert "Green tea" in words
    assert late.status_code == 200
    assert again.status_code == 302, again.content.decode()[:3000]
    assert places.positioning_of(an).theme == "Green tea"
    late, words, again = sent_over(
        as_member("lan"),
        reverse("communities:work_settings", args=["tea"]),
        lambda: communities.describe_community(an, name="Tea house", summary="Brewed"),
        form="description",
        name="Tea garden",
        summary="Grown",
    )
    assert "Tea house" in words
    assert again.status_code == 302
    assert places.settings_for(an).name == "Tea garden"


@pytest.mark.django_db
def test_one_s_own_card_and_profile_at_two_screens(village, as_member):
    from qunluo.people.members import queries as members
    from qunluo.people.members.actions import ProfileWords, change_profile
    from qunluo.people.profiles import actions as profiles

    mei = village.viewer("mei")
    late, words, again = sent_over(
        as_member("mei"),
        reverse("members:profile"),
        lambda: change_profile(mei, ProfileWords("Mei Lin", "mei", bio="Brews")),
        display_name="Mei",
        handle="mei",
        bio="Grows",
        language="zh-hans",
        timezone="Asia/Shanghai",
        theme="",
    )
    assert "Brews" in words
    assert again.status_code == 302, again.content.decode()[:3000]
    assert members.profile_sheet(mei).bio == "Grows"
    late, words, again = sent_over(
        as_member("mei"),
        reverse("profiles:card", args=["tea"]),
        lambda: profiles.change_profile(mei, {"about": "Brews"}, expertise="", shown={}),
        about="Grows",
        **{f"who_{field}": "members" for field in ("about", "place", "expertise", "contact")},
    )
    assert "Brews" in words, late.status_code


@pytest.mark.django_db
def test_a_chat_message(village, as_member):
    room = chat.open_room(village.viewer("lan"), Setup("Tea room"))
    said = chat.post_message(village.viewer("mei"), room, Utterance("Which tea?"), client_id="a")
    late, words, again = sent_over(
        as_member("mei"),
        reverse("chat:edit", args=["tea", said]),
        lambda: chat.edit_message(village.viewer("mei"), said, "Which green tea?"),
        body="Which black tea?",
    )
    assert late.status_code == 422
    assert "Which green tea?" in words
    assert again.status_code == 302
    assert rooms.editing_sheet(village.viewer("mei"), said).body == "Which black tea?"
