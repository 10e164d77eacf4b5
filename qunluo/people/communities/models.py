from __future__ import annotations

from django.conf import settings
from django.db import models

MEMBER = settings.AUTH_USER_MODEL


class Organisation(models.Model):
    """The legal entity that runs communities and reads the roll-up over all of them."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="CNY")
    founded_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)


class OrganisationSeat(models.Model):
    """Who acts for an organisation. `role`: owner, analyst."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="seats")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member"], name="communities_one_seat_each"
            )
        ]


class Community(models.Model):
    """`access`: public, semi_public, private. `joining`: open, review, invitation.

    `state`: open, importing (its owner only), archived. `kind`: see positioning.
    `source_*` name where an imported community came from and under what licence.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="communities")
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    access = models.CharField(max_length=12, default="public")
    joining = models.CharField(max_length=12, default="open")
    state = models.CharField(max_length=12, default="open")
    language = models.CharField(max_length=10, default="zh-hans")
    timezone = models.CharField(max_length=64, default="Asia/Shanghai")
    week_start = models.PositiveSmallIntegerField(default=0)
    host = models.CharField(max_length=200, unique=True, null=True)
    cover = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    founded_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)
    source_name = models.CharField(max_length=120, blank=True)
    source_address = models.URLField(blank=True)
    source_licence = models.CharField(max_length=60, blank=True)
    member_count = models.PositiveIntegerField(default=0)
    posting_needs_verification = models.BooleanField(default=False)
    state_reason = models.CharField(max_length=300, blank=True)
    # Kept by moderation: freeze, newcomers, read_only, until a moment.
    emergency = models.CharField(max_length=10, blank=True, default="", db_default="")
    emergency_until = models.DateTimeField(null=True)


class FormerSlug(models.Model):
    """A renamed community's old address; it redirects."""

    slug = models.SlugField(max_length=60, unique=True)
    community = models.ForeignKey(Community, models.CASCADE, related_name="+")


class Positioning(models.Model):
    """定位: what the community is for and for whom; later features read it."""

    community = models.OneToOneField(Community, models.CASCADE, related_name="positioning")
    kind = models.CharField(max_length=30, blank=True)
    theme = models.CharField(max_length=200, blank=True)
    vision = models.TextField(blank=True)
    mission = models.TextField(blank=True)
    values = models.TextField(blank=True)
    target_group = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    pain_points = models.TextField(blank=True)
    content_direction = models.TextField(blank=True)
    business_model = models.TextField(blank=True)
    intended_scale = models.PositiveIntegerField(null=True)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")


class MarketNote(models.Model):
    """A competitor or a note on the market, with its source. `kind`: competitor, market."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="market_notes")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=500)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")


class Space(models.Model):
    """A room of a community. `kind`: forum, questions. `access`: public, members, private.

    `public` means: as open as the community itself. `private` is for those granted a role in it.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="spaces")
    slug = models.SlugField(max_length=60, allow_unicode=True)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20)
    access = models.CharField(max_length=10, default="public")
    icon = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "slug"], name="communities_space_slug")
        ]


class Membership(models.Model):
    """Someone's belonging to one community; it outlives leaving, so that history keeps its names.

    `join_channel`: open, review, invitation, import, founder, demo, or a tracked channel's code.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    nickname = models.CharField(max_length=80, blank=True)
    avatar = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    custom_fields = models.JSONField(default=dict)
    joined_at = models.DateTimeField()
    join_channel = models.CharField(max_length=60)
    invited_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    verified_to_post_at = models.DateTimeField(null=True)
    minor_consent = models.CharField(max_length=12, default="not_needed")
    left_at = models.DateTimeField(null=True)
    left_reason = models.CharField(max_length=200, blank=True)
    removed_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    last_visited_on = models.DateField(null=True)
    visited_before_on = models.DateField(null=True)  # the day of the visit before that one
    # Kept by moderation, so that standing in the community costs no further query.
    muted_until = models.DateTimeField(null=True)
    shut_out_until = models.DateTimeField(null=True)
    is_banned = models.BooleanField(default=False, db_default=False)
    # A program, no person: left out of figures. By whom it was marked; null: by an import.
    bot_since = models.DateTimeField(null=True)
    bot_marked_by = models.ForeignKey(
        MEMBER, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "member"], name="communities_one_membership_each"
            )
        ]
        indexes = [models.Index(fields=["community", "joined_at"], name="communities_by_joining")]


class ProfileField(models.Model):
    """One more thing members say about themselves in this community, by `Membership.custom_fields`
    under the field's id."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="profile_fields")
    label = models.CharField(max_length=60)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)


class Visit(models.Model):
    """That a member was here on a day (in the community's time zone): kept only as long as it is
    needed to tell a second visit from the first; the stream remembers. `space` null: outside spaces.
    """

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    visited_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "visited_on"],
                condition=models.Q(space=None),
                name="communities_one_visit_a_day",
            ),
            models.UniqueConstraint(
                fields=["membership", "space", "visited_on"],
                condition=models.Q(space__isnull=False),
                name="communities_one_visit_a_space_and_day",
            ),
        ]


class VisitorDay(models.Model):
    """How many visitors (people not signed in) a community had on a day; nothing about any of them.

    `visitor_count` leans high: the daily salt that tells two visitors apart lives in memory only,
    so a restart may count one person twice.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="+")
    visited_on = models.DateField()
    visitor_count = models.PositiveIntegerField(default=0)
    page_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "visited_on"], name="communities_one_visitor_count_a_day"
            )
        ]


class JoinQuestion(models.Model):
    """What someone who wants to join is asked."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="join_questions")
    text = models.CharField(max_length=300)
    is_required = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)


class JoinRequest(models.Model):
    """`state`: waiting, approved, declined, withdrawn."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="join_requests")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    answers = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="waiting")
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "member"],
                condition=models.Q(state="waiting"),
                name="communities_one_waiting_request",
            )
        ]


class Invitation(models.Model):
    """A link that lets its holder in; `uses_left` null means without limit."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=40, unique=True)
    label = models.CharField(max_length=80, blank=True)
    made_by = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    uses_left = models.PositiveIntegerField(null=True)
    use_count = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)


class Role(models.Model):
    """A named set of permissions with a written duty. Built-in ones have a `built_in` key and
    hold what the domains declare for it; custom ones hold what `permissions` lists.
    """

    community = models.ForeignKey(Community, models.CASCADE, related_name="roles")
    built_in = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=60)
    duty = models.TextField(blank=True)
    permissions = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="communities_role_name")
        ]


class Grant(models.Model):
    """Who holds a role, in the whole community or in one space; by whom and since when."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    member = models.ForeignKey(MEMBER, models.CASCADE, related_name="+")
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="+")
    granted_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField()
    revoked_by = models.ForeignKey(MEMBER, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "member"],
                condition=models.Q(revoked_at=None, space=None),
                name="communities_one_grant_each",
            ),
            models.UniqueConstraint(
                fields=["role", "member", "space"],
                condition=models.Q(revoked_at=None, space__isnull=False),
                name="communities_one_grant_per_space",
            ),
        ]
