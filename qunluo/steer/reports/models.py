from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Report(models.Model):
    """The output report of one calendar period of one community.

    `span`: month, week, quarter. `starts_on` is a local date of the community; `watermark` is the
    lake segment its facts were read up to. `state`: draft, published.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    span = models.CharField(max_length=10)
    starts_on = models.DateField()
    state = models.CharField(max_length=12, default="draft")
    is_complete = models.BooleanField()
    watermark = models.BigIntegerField()
    timezone = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["community", "-starts_on"], name="reports_by_period")]


class ReportFact(models.Model):
    """One row of a report's fact table; never changed after the report is made."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="facts")
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    metric = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    params = models.JSONField()
    value = models.FloatField(null=True)
    unit = models.CharField(max_length=20)
    status = models.CharField(max_length=20)
    numerator = models.FloatField(null=True)
    denominator = models.FloatField(null=True)
    n = models.BigIntegerField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    watermark = models.BigIntegerField()
    query_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="reports_fact_once"),
            models.UniqueConstraint(fields=["report", "number"], name="reports_fact_number"),
        ]


class ReportSentence(models.Model):
    """A template bound to facts; its text is made when it is shown, in the reader's language."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    template = models.TextField()
    slots = models.JSONField()
    tone = models.CharField(max_length=12)
    strength = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="reports_sentence_place")
        ]


class ReportChart(models.Model):
    """A chart as it was drawn: `series` is a list of [metric, values]; None is no data."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="charts")
    key = models.CharField(max_length=40)
    labels = models.JSONField()
    series = models.JSONField()
    is_so_far = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="reports_chart_once")]


class ReportCheck(models.Model):
    """One run of "check again": which facts were measured anew and which came out different."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    fact_count = models.PositiveIntegerField()
    differing = models.JSONField(default=list)


class ReportOrder(models.Model):
    """That somebody asked for a report; its job makes it. Of one period one order is open at most.

    `problem` is the code and `problem_words` the sentence of a refusal, in the asker's language.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    span = models.CharField(max_length=10)
    starts_on = models.DateField()
    asked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    job_id = models.CharField(max_length=20, blank=True)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)
    problem_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "span", "starts_on"],
                condition=models.Q(ended_at=None),
                name="reports_one_open_order",
            )
        ]
