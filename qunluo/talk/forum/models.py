from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Tag(models.Model):
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    topic_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "name"], name="forum_tag_once")]


class Topic(models.Model):
    """A thread: its first post (`opening`) and what follows. `kind`: topic, question.

    `reply_count` counts standing replies and answers, not comments and not the opening.
    `score` is kept by the questions domain through forum's actions, for sorting. `heat` orders the
    hot list (rules.heat_of). A topic merged into another is removed and points there.
    """

    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    space = models.ForeignKey("communities.Space", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, default="topic")
    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=80, allow_unicode=True, blank=True)
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    last_posted_at = models.DateTimeField()
    last_poster = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    reply_count = models.PositiveIntegerField(default=0)
    view_count = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)
    is_solved = models.BooleanField(default=False)
    pinned_at = models.DateTimeField(null=True)
    pinned_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    closed_reason = models.CharField(max_length=200, blank=True)
    closes_at = models.DateTimeField(null=True)
    featured_at = models.DateTimeField(null=True)
    heat = models.BigIntegerField(default=0, db_default=0)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    removed_reason = models.CharField(max_length=200, blank=True)
    source_address = models.URLField(blank=True)
    source_licence = models.CharField(max_length=60, blank=True)
    import_batch = models.CharField(max_length=64, blank=True)
    tags = models.ManyToManyField(Tag, related_name="topics", through="TopicTag")

    class Meta:
        indexes = [
            models.Index(fields=["space", "-last_posted_at"], name="forum_latest_in_space"),
            models.Index(fields=["community", "-last_posted_at"], name="forum_latest"),
            models.Index(fields=["community", "-heat"], name="forum_hot"),
            models.Index(fields=["space", "-heat"], name="forum_hot_in_space"),
            models.Index(
                fields=["community", "kind", "reply_count", "opened_at"], name="forum_unanswered"
            ),
            models.Index(fields=["community", "-score", "-reply_count"], name="forum_top"),
            models.Index(fields=["space", "removed_at", "last_posted_at"], name="forum_in_space"),
            models.Index(fields=["closes_at"], name="forum_closing"),
            models.Index(fields=["community", "-featured_at"], name="forum_featured"),
        ]


class TopicTag(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="topic_tags")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="topic_tags")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "tag"], name="forum_topic_tag_once")
        ]


# The render_version of HTML that the source of an import had rendered itself.
RENDERED_ELSEWHERE = 0


class Post(models.Model):
    """`kind`: opening, reply (also an answer), comment (below `parent`).

    A number is never used twice in a topic: where posts were moved away a gap stays (MovedPost).

    `source_format`: markdown, or html for imported posts without their Markdown. `body_html` is
    rendered and sanitised; names in it are rendered on read from `mention:` marks. Numbers count
    comments too; the opening is 1. `revision_count` counts edits:
    a post once edited has that many Revision rows and one more (the first state).
    `removed_reason` is a class of rules.REMOVAL_REASONS.
    """

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="comments")
    kind = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    author = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=80, blank=True)
    source_format = models.CharField(max_length=10, default="markdown")
    body_source = models.TextField()
    body_html = models.TextField()
    render_version = models.PositiveSmallIntegerField(default=1)
    posted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    revision_count = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    removed_reason = models.CharField(max_length=200, blank=True)
    removed_note = models.CharField(max_length=300, blank=True)  # for staff only
    source_address = models.URLField(blank=True)
    source_licence = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forum_post_number_once")
        ]
        indexes = [models.Index(fields=["topic", "posted_at"], name="forum_posts_in_order")]

    @property
    def is_rendered_elsewhere(self) -> bool:
        """An import brought the HTML along; it is shown as it is until the post is edited here."""
        return self.render_version == RENDERED_ELSEWHERE


class MovedPost(models.Model):
    """In this topic the number belonged to a post that stands elsewhere now; links lead there."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="moved_posts")
    number = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forum_moved_post_once")
        ]


class Bookmark(models.Model):
    """A post a member wants to find again; `remind_at` in time, `reminded_at` when it was told."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="bookmarks")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    note = models.CharField(max_length=200, blank=True)
    kept_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="forum_bookmark_once")
        ]
        indexes = [models.Index(fields=["remind_at"], name="forum_reminders")]


class Revision(models.Model):
    """One state of a post (and, for openings, its topic's title and tags) from `made_at` on."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    editor = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    editor_name = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    title = models.CharField(max_length=300, blank=True)
    tags = models.JSONField(default=list)
    source_format = models.CharField(max_length=10, default="markdown")
    body_source = models.TextField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="forum_revision_once")
        ]


class Reaction(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="reactions")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    sign = models.CharField(max_length=16)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member", "sign"], name="forum_reaction_once")
        ]


class Follow(models.Model):
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="follows")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    followed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "member"], name="forum_follow_once")
        ]


class ReadMark(models.Model):
    """How far a member has read a topic: the highest post number seen."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    post_number = models.PositiveIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "member"], name="forum_read_mark_once")
        ]


class Draft(models.Model):
    """What a member was writing. `place`: `space:7`, `topic:31`, `post:99` (an edit)."""

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    community = models.ForeignKey("communities.Community", models.CASCADE, related_name="+")
    place = models.CharField(max_length=60)
    title = models.CharField(max_length=300, blank=True)
    body_source = models.TextField(blank=True)
    tags = models.JSONField(default=list)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="forum_draft_once")]


class Mention(models.Model):
    """Who a post mentions, by id; names are rendered on read."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="mentions")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "member"], name="forum_mention_once")
        ]


class TopicLink(models.Model):
    """`kind`: related, duplicate."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="links")
    other = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "other", "kind"], name="forum_link_once")
        ]


class Submission(models.Model):
    """One sent form, by the token its page carried: sent twice, it still posts once.

    `made_id` is what the first sending made. Rows older than a week may go.
    """

    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    token = models.CharField(max_length=64)
    made_id = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "token"], name="forum_submission_once")
        ]
        indexes = [models.Index(fields=["sent_at"], name="forum_submission_age")]
