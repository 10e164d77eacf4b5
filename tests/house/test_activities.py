"""Every activity is named, kinded and typed."""

from qunluo.kernel.stream.activity import activity_types
from qunluo.kernel.stream.kinds import KINDS


def test_every_activity_has_a_kind():
    ours = {
        name
        for name, told in activity_types.items()
        if told.__module__.startswith("qunluo.") and ".tests." not in told.__module__
    }
    assert sorted(ours - set(KINDS)) == []


def test_every_activity_says_what_it_is_about():
    for name, told in activity_types.items():
        assert told.verb, name
        assert "." in told.object_type, name
