from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy

from qunluo.kernel import preferences
from qunluo.kernel.preferences.models import PreferenceValue
from qunluo.kernel.refusal import Forbidden, Invalid, SignInRequired
from qunluo.kernel.viewer import SYSTEM, Viewer

LABEL = gettext_lazy("Communities")
EVERY = ("installation", "community", "member")


@pytest.fixture
def days():
    yield preferences.preference(
        "test.days", default=7, type=int, level=EVERY, label=LABEL, least=1, most=90
    )
    preferences.declared.pop("test.days")


def test_the_most_particular_value_counts(village, days):
    lan, mei, zhu = village.viewer("lan"), village.viewer("mei"), village.viewer("zhu")
    assert preferences.get(mei, days) == 7
    preferences.set(SYSTEM, days, 10, level="installation")
    preferences.set(lan, days, 20, level="community")
    preferences.set(mei, days, 30)
    assert preferences.get(mei, "test.days") == 30
    assert preferences.get(lan, days) == 20
    assert preferences.get(village.community.pk, days) == 20
    assert preferences.get(village.viewer("zhu", community="coffee"), days) == 10
    assert preferences.get(None, days) == 10
    preferences.reset(mei, days)
    assert preferences.get(mei, days) == 20
    assert preferences.get(zhu, days) == 20


def test_setting_again_replaces(village, days):
    mei = village.viewer("mei")
    preferences.set(mei, days, 30)
    preferences.set(mei, days, 31)
    assert preferences.get(mei, days) == 31
    assert PreferenceValue.objects.count() == 1


@pytest.mark.parametrize("value", ["8", 0, 91, None, True, 8.5, [8]])
def test_a_value_that_does_not_fit_changes_nothing(village, days, value):
    with pytest.raises(Invalid) as refused:
        preferences.set(village.viewer("mei"), days, value)
    assert refused.value.code == "preferences.bad_value"
    assert not PreferenceValue.objects.exists()


def test_a_value_that_fits_no_more_is_passed_over(village, days):
    preferences.set(village.viewer("mei"), days, 90)
    preferences.preference("test.days", default=7, type=int, level=EVERY, label=LABEL, most=30)
    assert preferences.get(village.viewer("mei"), "test.days") == 7


def test_choices_and_floats(db):
    tone = preferences.preference(
        "test.tone", default="calm", type=str, level="member", label=LABEL, choices=("calm", "gay")
    )
    share = preferences.preference(
        "test.share", default=0.5, type=float, level="installation", label=LABEL
    )
    try:
        preferences.set(SYSTEM, share, 1)
        assert preferences.get(None, share) == 1.0
        with pytest.raises(Invalid):
            tone.checked("loud")
        with pytest.raises(Invalid):
            tone.checked("c" * 3000)
    finally:
        preferences.declared.pop("test.tone")
        preferences.declared.pop("test.share")


def test_only_those_in_charge_set_for_others(village, days):
    with pytest.raises(Forbidden):
        preferences.set(village.viewer("mei"), days, 3, level="community")
    with pytest.raises(Forbidden):
        preferences.set(village.viewer("lan"), days, 3, level="installation")
    with pytest.raises(SignInRequired):
        preferences.set(Viewer(), days, 3)
    assert not PreferenceValue.objects.exists()


def test_many_values_are_one_query(village, days, django_assert_num_queries):
    mei = village.viewer("mei")
    with django_assert_num_queries(1):
        assert preferences.get_many(mei, [days, "files.member_quota_mb"])["test.days"] == 7


def test_a_default_that_does_not_fit_is_our_mistake():
    with pytest.raises(Invalid):
        preferences.preference(
            "test.bad", default=0, type=int, level="member", label=LABEL, least=1
        )
    assert "test.bad" not in preferences.declared
    with pytest.raises(KeyError):
        preferences.get(None, "test.unknown")
