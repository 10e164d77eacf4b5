from __future__ import annotations

import sqlite3
from contextlib import closing
from secrets import token_hex
from typing import TYPE_CHECKING, Any

import pytest

from qunluo.kernel.action import writing
from qunluo.kernel.testing.guards import house_guards

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from qunluo.kernel.testing.cast import Village


ASKING = frozenset({"db", "transactional_db", "django_db_setup"})


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the tests whose answer may differ by database: the rest need not run on both."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        is_other = "[sqlite" in item.name or "-sqlite" in item.name
        if (asked & ASKING or item.get_closest_marker("django_db")) and not is_other:
            item.add_marker("database")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """The test's database begins as a copy; Django's own `migrate` then finds nothing to do."""
    from django.conf import settings
    from django.db import connection

    from qunluo.kernel.testing import tables

    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = tables.postgresql_tables(
            settings.DATABASE_URL
        )
        yield
        return
    name = connection.creation._get_test_db_name()
    # A database in memory lives as long as somebody holds it open.
    with (
        closing(sqlite3.connect(tables.sqlite_tables())) as kept,
        closing(sqlite3.connect(name, uri=True)) as held,
    ):
        kept.backup(held)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> None:
    """Passwords are hashed by Argon2 all the same, at a cost that hundreds of tests can bear."""
    from django.contrib.auth.hashers import Argon2PasswordHasher as Argon2

    Argon2.time_cost, Argon2.memory_cost, Argon2.parallelism = 1, 64, 1


@pytest.fixture(autouse=True)
def _no_flusher(settings: SettingsWrapper) -> None:
    """No thread writes visits behind a test's back."""
    settings.VISIT_FLUSH_SECONDS = 0


@pytest.fixture
def village(db: None) -> Village:
    """Lan keeps the tea community, Mei lives there, Zhu is a stranger: see kernel/testing/cast."""
    from qunluo.kernel.testing.cast import build_village

    return build_village()


@pytest.fixture
def setting_up() -> Iterator[None]:
    """Lets a test build rows directly; for makers only."""
    with writing("*"):
        yield


@pytest.fixture
def as_member(client: Client, village: Village) -> Callable[[str], Client]:
    """A browser signed in as one of the cast; "" is a visitor."""

    def sign_in(name: str) -> Client:
        client.logout()
        if name:
            with writing("members"):
                client.force_login(
                    village.members[name], "django.contrib.auth.backends.ModelBackend"
                )
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _own_state(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Limits start empty, and files go to a folder of the test's own."""
    from qunluo.kernel.files.storing import store
    from qunluo.kernel.web import limits

    limits.forget()
    store.cache_clear()
    settings.FILES_FOLDER = tmp_path_factory.getbasetemp() / "files"
    yield
    store.cache_clear()


@pytest.fixture(autouse=True)
def _house_rules(request: pytest.FixtureRequest) -> Iterator[None]:
    if "village" in request.fixturenames:
        request.getfixturevalue("village")
        with house_guards():
            yield
    else:
        yield


@pytest.fixture(autouse=True)
def _lake_aside(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every test has a lake of its own, made when first written to."""
    settings.LAKE_FOLDER = tmp_path_factory.getbasetemp() / "lakes" / token_hex(8)
