"""The console command `qunluo`: a few verbs, each found in the domain that owns it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module

from qunluo.site.leash import hold_leash
from qunluo.site.parsing import is_about_tables, show_only_ours, speak
from qunluo.site.speaking import chosen_language, gettext, without_language

_ = gettext


def _noop(message: str) -> str:
    return message


gettext_noop = _noop


@dataclass(frozen=True)
class Verb:
    """`command`: the management command behind it; several verbs are thin names for one."""

    name: str
    command: str
    help: str


VERBS = (
    Verb("run", "", gettext_noop("Start the server and the worker, and stop both on Ctrl-C.")),
    Verb("worker", "worker", gettext_noop("Run jobs and deliveries until stopped.")),
    Verb("serve", "serve", gettext_noop("Answer pages and the live hub until stopped.")),
    Verb("setup", "setup", gettext_noop("Make or renew the database and the first sign-in.")),
    Verb("import", "import_community", gettext_noop("Bring a community in from elsewhere.")),
    Verb("report", "report", gettext_noop("Make the output report of a community's month.")),
    Verb("metric", "metric", gettext_noop("List the metrics, or compute one.")),
    Verb("cases", "cases", gettext_noop("Run reference cases through the product's functions.")),
    Verb("seed", "seed", gettext_noop("Grow the demo community, or remove it.")),
    Verb("doctor", "doctor", gettext_noop("Look whether everything is well and say what is not.")),
    Verb(
        "lake",
        "lake",
        gettext_noop("Check the files of the figures, or make them anew from the database."),
    ),
    Verb("reindex", "reindex", gettext_noop("Make the search index anew.")),
    Verb("backup", "backup", gettext_noop("Write database, files, lake and key into one file.")),
    Verb("restore", "restore", gettext_noop("Put a backup back in place.")),
    Verb("upgrade", "upgrade", gettext_noop("Bring database and files to this version.")),
    Verb("manage", "", gettext_noop("Any other management command, such as `manage shell`.")),
)


def main(given: list[str] | None = None) -> int:
    """Run one verb; returns the exit code. Unknown ones and those not there yet are 2."""
    words = list(sys.argv[1:] if given is None else given)
    gettext.language = chosen_language(words)
    words = without_language(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
    speak(gettext)
    hold_leash()
    if not words or words[0] in {"-h", "--help", "help"}:
        print_help()
        return 0
    verb = next((entry for entry in VERBS if entry.name == words[0]), None)
    if verb is None:
        say_error(_("There is no command “%(name)s”.") % {"name": words[0]})
        print_help()
        return 2
    if verb.name == "run":
        code: int = import_module("qunluo.site.running").run(words[1:])
        return code
    return manage(verb, words[1:])


def manage(verb: Verb, rest: list[str]) -> int:
    """Hand over to Django's management commands, speaking the chosen language."""
    management = import_module("django.core.management")
    import_module("django").setup()
    import_module("django.utils.translation").activate(gettext.language)
    if verb.name == "manage":
        management.execute_from_command_line(["qunluo manage", *rest])
        return 0
    owner = management.get_commands().get(verb.command)
    if owner is None:
        say_error(_("“%(name)s” is not part of this version yet.") % {"name": verb.name})
        return 2
    command = management.load_command_class(owner, verb.command)
    show_only_ours(command, _(verb.help))
    try:
        command.run_from_argv(["qunluo", verb.name, *rest])
    except import_module("django.db").DatabaseError as error:
        if not is_about_tables(str(error)):
            raise
        say_error(_("The database is not set up or not of this version; run: qunluo setup"))
        return 1
    except import_module("qunluo.kernel.refusal").Refusal as refusal:
        say_error(f"{refusal.message} ({refusal.code})")
        return 1
    return 0


def print_help() -> None:
    """What there is, one line each."""
    write(_("Qunluo 群落: position, run, measure, report on and finance online communities."))
    write("")
    write(_("Usage: qunluo COMMAND [OPTIONS] [--lang en|zh-hans]"))
    write("")
    for verb in VERBS:
        write(f"  {verb.name:<9} {_(verb.help)}")
    write("")
    write(_("“qunluo COMMAND --help” says more about one of them."))


def write(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def say_error(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        raise SystemExit(130) from None
