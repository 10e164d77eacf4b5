from __future__ import annotations

from django.db import models

from qunluo.people.members.models.person import Member


class PendingSignUp(models.Model):
    """Someone who gave an address and has not shown yet that they read its mail.

    The member is made when they do, so nobody can hold an address or a handle that is not theirs.
    `token_hash` and `code_hash` are of the link and of the six digits in the mail.
    """

    email = models.EmailField()
    handle = models.CharField(max_length=40)
    display_name = models.CharField(max_length=80)
    password = models.CharField(max_length=128)
    language = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class MailProof(models.Model):
    """A mail that lets its reader do one thing once. `purpose`: reset, change."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Authenticator(models.Model):
    """A second factor (RFC 6238). `last_step` is the newest time step that was accepted."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    secret = models.CharField(max_length=300)  # encrypted, see engine/second_factor
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)


class RecoveryCode(models.Model):
    """Opens the second door once when the authenticator is lost."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)


class OutsideLogin(models.Model):
    """An account elsewhere that signs this member in. `provider`: oidc, weixin."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="outside_logins")
    provider = models.CharField(max_length=20)
    subject = models.CharField(max_length=200)
    label = models.CharField(max_length=120, blank=True)
    linked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "subject"], name="members_outside_login_once"
            ),
            models.UniqueConstraint(
                fields=["provider", "member"], name="members_one_login_per_provider"
            ),
        ]


class Session(models.Model):
    """One browser in which a member is signed in; ends with Django's session of the same key."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # touched at most hourly

    class Meta:
        indexes = [models.Index(fields=["member", "-seen_at"], name="members_sessions")]


class AccessToken(models.Model):
    """A member's key for programs; only its hash is kept, `prefix` tells it from the others."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
