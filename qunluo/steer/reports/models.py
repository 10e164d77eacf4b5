from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Report(models.Model):
    """The output report of one calendar period of one community.

    `span`: week, month, quarter, year, span (any days). `starts_on` and `ends_on` (the last day of
    a span, else null) are local dates of the community; `watermark` is the lake segment its facts
    were read up to. `state`: draft, checked, signed, published, corrected (by a later edition).
    `corrects` is the published edition that this one replaces, `correction` says why, `changes`
    names the figures that changed. `digest` seals what was published. `outdated`: keys of facts (and
    of judgements that name somebody who has gone) with what they would be by `seen_segment`.
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
    ends_on = models.DateField(null=True)
    edition = models.PositiveIntegerField(default=1, db_default=1)
    corrects = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    correction = models.TextField(blank=True, default="", db_default="")
    changes = models.JSONField(null=True)
    signed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    outdated = models.JSONField(null=True)
    outdated_count = models.PositiveIntegerField(default=0, db_default=0)
    seen_segment = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["community", "-starts_on"], name="reports_by_period")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signed_by=None) | ~models.Q(signed_by=models.F("made_by")),
                name="reports_signer_is_not_the_author",
            )
        ]


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
    """A template bound to facts; its text is made when it is shown, in the reader's language.

    Checking keeps the text of each language in `finished`; from then on that is what is shown.
    `left_out_by`: the editor who left the sentence out.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="sentences")
    position = models.PositiveIntegerField()
    section = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    template = models.TextField()
    slots = models.JSONField()
    tone = models.CharField(max_length=12)
    strength = models.CharField(max_length=12)
    finished = models.JSONField(null=True)
    left_out_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

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
    """One run of "check again": which facts were measured anew and which came out different.

    `findings`: places of the text that no fact carries. `outdated`: keys of facts for which the
    newest watermark gives another value, with that value.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="checks")
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    fact_count = models.PositiveIntegerField()
    differing = models.JSONField(default=list)
    findings = models.JSONField(null=True)
    outdated = models.JSONField(null=True)


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
    ends_on = models.DateField(null=True)
    corrects = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    correction = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "span", "starts_on"],
                condition=models.Q(ended_at=None),
                name="reports_one_open_order",
            )
        ]


class ReportJudgement(models.Model):
    """Prose by a person, always shown with its author; `{F12}` in it stands for a fact's figure."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="judgements")
    section = models.CharField(max_length=20)
    body = models.TextField()
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField()


class ReportEdit(models.Model):
    """One change made at the desk, with what stood there before, so that it can be taken back.

    `what` as in `ReportEdited`; `target`: `sentence:12` (its position), `judgement:3` (its id) or
    `suggestion:1` (its number).
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="edits")
    what = models.CharField(max_length=30)
    target = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    made_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class ReportSuggestion(models.Model):
    """What a shortcoming asks for: the play, what it should bring, whose it is and by when.

    `use` is the figure that fell short and will show the effect; `low` and `high` are what it
    should come to, in its own unit, or null where its own past is too short to say.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="suggestions")
    number = models.PositiveIntegerField()
    use = models.CharField(max_length=40)
    metric = models.CharField(max_length=80)
    play = models.TextField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    owner = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_suggestion_number")
        ]


class ReportShare(models.Model):
    """A link by which somebody outside may read one published report until it ends.

    Only the token's digest is kept: the link itself is shown once.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="shares")
    token_digest = models.CharField(max_length=64, unique=True)
    note = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class ReportShareVisit(models.Model):
    """That a shared report was opened; never by whom, for nobody signs in there."""

    share = models.ForeignKey(ReportShare, models.CASCADE, related_name="visits")
    visited_at = models.DateTimeField()


class ReportConsent(models.Model):
    """That a member agrees to be named in this community's reports; the row goes with the consent."""

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "member"], name="reports_consent_once")
        ]


class ReportGoal(models.Model):
    """What a figure should come to in a period; `value` in the metric's own unit.

    `side`: least (at least the value) or most (at most). A row is never changed: a new goal of the
    same figure and period ends it, so that a report can be measured again against the goal it had.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    metric = models.CharField(max_length=80)
    span = models.CharField(max_length=10)
    starts_on = models.DateField()
    side = models.CharField(max_length=5)
    value = models.FloatField()
    set_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "metric", "span", "starts_on"],
                condition=models.Q(ended_at=None),
                name="reports_one_goal",
            )
        ]


class ReportAssumption(models.Model):
    """What an answered question is taken to be worth: `worth` in minor units of the costs' currency
    for each request it spares, in a `low`, `mid` or `high` share of cases.

    Like a goal a row is never changed: another one ends it.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    worth = models.BigIntegerField()
    low = models.FloatField()
    mid = models.FloatField()
    high = models.FloatField()
    source = models.CharField(max_length=200)
    set_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=models.Q(ended_at=None),
                name="reports_one_assumption",
            )
        ]


class ReportSchedule(models.Model):
    """That reports of a span are drafted by themselves: so many days after the period, at an hour.

    `delay` counts days after the period's last one (1 is the next day), `hour` is local. `language`
    is that of the letters; with `attaches` the letter about a published report carries its PDF.
    Periods that were due before `set_at` are not made up.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    span = models.CharField(max_length=10)
    delay = models.PositiveIntegerField()
    hour = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    is_on = models.BooleanField(default=True)
    attaches = models.BooleanField(default=False, db_default=False)
    set_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "span"], name="reports_one_schedule")
        ]


class ReportReader(models.Model):
    """Who gets a schedule's letters; `stopped_at`: since when they want none, which only they undo."""

    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="readers")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "member"], name="reports_reader_once")
        ]


class ReportRun(models.Model):
    """One period of a schedule: the draft that was made, or why there is none yet."""

    schedule = models.ForeignKey(ReportSchedule, models.CASCADE, related_name="runs")
    starts_on = models.DateField()
    tried_at = models.DateTimeField()
    report = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="+")
    problem = models.CharField(max_length=60, blank=True, default="")
    problem_words = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "starts_on"], name="reports_run_once")
        ]


class ReportLetter(models.Model):
    """That a letter about a report was written to somebody; `kind`: draft or published."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="letters")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "member", "kind"], name="reports_letter_once")
        ]
