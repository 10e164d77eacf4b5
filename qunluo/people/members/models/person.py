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

    last_login = None  # signings-in are ours, see `Session`; Django must not write this row

    actor_key = models.CharField(max_length=32, unique=True, null=True, default=new_actor_key)
    email = models.EmailField(unique=True, null=True)  # always lower case
    email_proven_at = models.DateTimeField(null=True)
    handle = models.CharField(max_length=40)
    display_name = models.CharField(max_length=80)
    bio = models.TextField(blank=True)
    avatar = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=10, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    theme = models.CharField(max_length=10, blank=True)  # "", light, dark
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
