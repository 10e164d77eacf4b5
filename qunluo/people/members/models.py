from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from qunluo.kernel import clock


def new_actor_key() -> str:
    """A random name for the stream; erasing a member destroys the link to it."""
    return secrets.token_hex(16)


class MemberKeeper(BaseUserManager["Member"]):
    def create_user(self, email: str | None, password: str | None = None, **values: Any) -> Member:
        """A member with a hashed password; without one, nobody can sign in as them."""
        member = self.model(email=email.lower() if email else None, **values)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(email=(username or "").lower())


class Member(AbstractBaseUser):
    """A person on this installation. Placeholders were imported and have no credentials."""

    actor_key = models.CharField(max_length=32, unique=True, null=True, default=new_actor_key)
    email = models.EmailField(unique=True, null=True)  # always lower case
    handle = models.CharField(max_length=40)
    display_name = models.CharField(max_length=80)
    bio = models.TextField(blank=True)
    avatar = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_placeholder = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    objects: ClassVar[MemberKeeper] = MemberKeeper()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("handle"), name="members_handle_once"),
        ]


class OutsideIdentity(models.Model):
    """Who an imported member is at the place they came from; the claim code proves it is them."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="outside_identities")
    source = models.CharField(max_length=100)
    external_id = models.CharField(max_length=100)
    profile_address = models.URLField(blank=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="members_outside_identity_once"
            )
        ]


class Claim(models.Model):
    """A member says a placeholder is them: by a code on the source profile, or staff approval."""

    placeholder = models.ForeignKey(Member, models.CASCADE, related_name="+")
    claimant = models.ForeignKey(Member, models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    is_granted = models.BooleanField(null=True)


class Merge(models.Model):
    """Two rows were one person: `absorbed` acts as `kept` from now on and in all old activities."""

    kept = models.ForeignKey(Member, models.CASCADE, related_name="+")
    absorbed = models.ForeignKey(Member, models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["absorbed"],
                condition=models.Q(undone_at=None),
                name="members_absorbed_once",
            )
        ]
