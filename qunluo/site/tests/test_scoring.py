"""Scoring against the known truth: of a made-up year whose answers are known by hand."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from qunluo.insight.metrics import actions as metrics
from qunluo.insight.metrics.tests.telling import Teller, at
from qunluo.kernel import clock
from qunluo.kernel.demo import TRUTH
from qunluo.site import scoring

BEGINS = date(2026, 1, 1)


def test_without_a_demo_there_is_nothing_to_score(village):
    with pytest.raises(CommandError):
        call_command("known_truth", "tea")


def test_nothing_is_claimed_that_was_not_found(village):
    """Two campaigns whose people stay and leave, a line on most days, and no alert at all."""
    told = Teller(village.community.pk)
    for n in range(0, 365, 2):
        told.ask(village.members["mei"], f"{BEGINS + timedelta(days=n)} 02:00")
    for episode in TRUTH:
        channel = scoring.CHANNELS.get(episode.kind)
        first, _last = scoring.span(episode, BEGINS)
        for k in range(20 if channel else 0):
            joined = f"{first + timedelta(days=3 + k % 5)} 03:00"
            told.say("communities.member_joined", f"{channel}{k}", joined, channel=channel)
            if channel == "lottery":
                left = f"{first + timedelta(days=12)} 03:00"
                told.say("communities.member_left", f"{channel}{k}", left)
    told.tell()
    with clock.at(at("2027-01-02 04:00")):
        metrics.drain()
        out = StringIO()
        call_command("known_truth", "tea", stdout=out)
    lines = {one.what: one for one in scoring.scores("tea")}
    assert (lines["incidents found"].got, lines["false alarms"].got) == (0, 0)
    assert lines["incident outage"].words == "not found"
    assert lines["good and bad campaign told apart"].got == 1
    assert lines["why names campaign_good"].got == lines["why names campaign_bad"].got == 1
    assert lines["planted helpers among the ten of highest rank"].got == 0
    assert "incidents found: 0/5" in out.getvalue()
