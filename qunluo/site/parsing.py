"""The words of a command line in the reader's language, and a help that shows only what is ours."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.management.base import BaseCommand


def _noop(message: str) -> str:
    return message


gettext_noop = _noop

# What argparse of the standard library says, as it says it.
SAID_BY_ARGPARSE = (
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("one of the arguments %s is required"),
    gettext_noop("not allowed with argument %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("expected one argument"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
)
OF_DJANGO = frozenset(
    [
        "--version",
        "--verbosity",
        "--settings",
        "--pythonpath",
        "--traceback",
        "--no-color",
        "--force-color",
        "--skip-checks",
    ]
)


def speak(gettext: Callable[[str], str]) -> None:
    """From now on argparse speaks through `gettext`; it looks its words up by this name."""
    argparse.__dict__["_"] = gettext


def show_only_ours(command: BaseCommand, description: str) -> None:
    """A help of our options alone, under one translated sentence; Django's are still obeyed."""
    made = command.create_parser

    def create_parser(program: str, verb: str, **options: object) -> argparse.ArgumentParser:
        parser = made(program, verb, **options)
        parser.description = description
        for action in parser._actions:  # noqa: SLF001 - argparse gives them out by no other name
            if OF_DJANGO.intersection(action.option_strings):
                action.help = argparse.SUPPRESS
        return parser

    command.__dict__["create_parser"] = create_parser


def is_about_tables(told: str) -> bool:
    """Whether a database error says that nobody has set the database up."""
    return bool(re.search(r"no such table|relation .* does not exist", told))
