from __future__ import annotations

from django.db import models


class Segment(models.Model):
    """One step of the export. Its number is a watermark: what the lake held after that step.

    `covers_until`: everything that had happened by then was there to be exported. A segment may
    hold no lines: it then only moves `covers_until` or keeps new conditions. `lines`: the ids it
    holds as pairs of first and last, so that the lake can be made anew from the stream; null: not
    written down.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    written_at = models.DateTimeField()
    covers_until = models.DateTimeField()
    line_count = models.PositiveIntegerField(default=0)
    lines = models.JSONField(null=True)


class LakeFile(models.Model):
    """A Parquet file that readers may open; what is not listed here does not exist for them.

    `path` is below the lake folder. A file replaced by a compacted one is `retired_at` that
    moment and removed from disk later, so that nobody loses it while reading. `digest`: SHA-256 of
    its bytes; empty for files older than the column.
    """

    path = models.CharField(max_length=200, unique=True)
    community_id = models.BigIntegerField()  # 0: lines of no community
    month = models.CharField(max_length=7)
    first_segment = models.PositiveBigIntegerField()
    last_segment = models.PositiveBigIntegerField()
    line_count = models.PositiveIntegerField()
    byte_count = models.PositiveBigIntegerField()
    schema_version = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, blank=True, db_default="")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["community_id", "month"], name="metrics_lake_file_place"),
        ]


class Condition(models.Model):
    """What besides the lines decides a number, kept per watermark so that it can be made again.

    `name`: `aliases` (merged people), `forgotten` (undone batches), `community:7` (time zone,
    week start, staff, bots). The newest row at or below a watermark holds.
    """

    name = models.CharField(max_length=40)
    segment_number = models.PositiveBigIntegerField()
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "segment_number"], name="metrics_condition_once"
            )
        ]


class ExportLease(models.Model):
    """Who may export now: one row. `failure`: why the last try ended; empty after a good one."""

    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, db_default="")
    failed_at = models.DateTimeField(null=True)


class Survey(models.Model):
    """One wave of asking, of which only the answers are known here. `kind`: nps, csat."""

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    people = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="metrics_survey_once")
        ]


class SurveyAnswer(models.Model):
    """An answer by its source's own reference; nobody's name."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    reference = models.CharField(max_length=80)
    score = models.PositiveSmallIntegerField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "reference"], name="metrics_answer_once")
        ]


class Cost(models.Model):
    """Money or hours spent on a day, by the source's own reference. `minor`: in minor units."""

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    reference = models.CharField(max_length=80)
    spent_on = models.DateField()
    category = models.CharField(max_length=60)
    minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    hours = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "reference"], name="metrics_cost_once")
        ]


class SavedView(models.Model):
    """A study with its choices under a name; `query` is the address's query string."""

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    study = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    query = models.CharField(max_length=2000)
    saved_by = models.ForeignKey(
        "members.Member", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField()


class Note(models.Model):
    """Words of people on the charts: what happened, or will, on these days."""

    community = models.ForeignKey(
        "communities.Community", on_delete=models.CASCADE, related_name="+"
    )
    first = models.DateField()
    last = models.DateField()
    text = models.CharField(max_length=200)
    is_planned = models.BooleanField()
    written_by = models.ForeignKey(
        "members.Member", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    written_at = models.DateTimeField()
