"""The catalogues: one per domain, extracted from Python and Jinja2, compiled into one for Django."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A tag of our own is read with its class, and that one reads its size from the settings.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
PACKAGE = Path(__file__).resolve().parent.parent
CATALOGUES = PACKAGE / "locale" / "zh_Hans"
COMPILED = CATALOGUES / "LC_MESSAGES" / "django.mo"
METHODS = [("**/tests/**.py", "ignore"), ("**.py", "python"), ("**/jinja2/**.*", "jinja2")]
OPTIONS = {
    "**/jinja2/**.*": {
        "trimmed": "true",
        "newstyle_gettext": "true",
        "silent": "false",
        "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols,qunluo.kernel.web.fragments.KeptPieces",
    }
}
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def rooms() -> Iterator[tuple[str, Path]]:
    """(label, folder) of every kernel part, every domain and the site."""
    yield "site", PACKAGE / "site"
    for district in sorted(PACKAGE.iterdir()):
        if district.name in {"site", "locale"} or not (district / "__init__.py").exists():
            continue
        for folder in sorted(district.iterdir()):
            if (folder / "__init__.py").exists():
                yield folder.name, folder
    yield "kernel", PACKAGE / "kernel"


def extracted(label: str, folder: Path) -> Catalog:
    """What the room says now, without translations."""
    found = Catalog()
    only = list(folder.glob("*.py")) if label == "kernel" else None
    for name, line, message, comments, context in _messages(folder, only):
        found.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return found


def _messages(
    folder: Path, only: list[Path] | None
) -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    root = PACKAGE.parent
    for name, line, message, comments, context in extract_from_dir(
        folder, METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",)
    ):
        path = folder / name
        if only is None or path in only:
            yield path.relative_to(root).as_posix(), line, message, comments, context


def _read(label: str) -> Catalog:
    path = CATALOGUES / f"{label}.po"
    if not path.exists():
        return Catalog(locale="zh_Hans")
    with path.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def _text(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    catalogue.header_comment = ""
    write_po(out, catalogue, width=100, omit_header=True, include_lineno=False, sort_output=True)
    return (
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
        b'"Plural-Forms: nplurals=1; plural=0;\\n"\n\n' + out.getvalue()
    )


def update() -> None:
    """Bring every catalogue up to date with the sources; keeps what is translated."""
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    for label, folder in rooms():
        fresh, kept = extracted(label, folder), _read(label)
        kept.update(fresh, no_fuzzy_matching=True)
        kept.obsolete.clear()
        path = CATALOGUES / f"{label}.po"
        if len(kept):
            path.write_bytes(_text(kept))
        else:
            path.unlink(missing_ok=True)


def gaps() -> list[str]:
    """One line for each message without a finished translation."""
    lines = []
    for label, folder in rooms():
        kept = _read(label)
        for message in extracted(label, folder):
            if not message.id:
                continue
            identity = message.id[0] if isinstance(message.id, tuple) else message.id
            known = kept.get(identity, message.context)
            if known is None or not _is_done(known.string) or known.fuzzy:
                lines.append(f"{label}: {identity!r}")
    return lines


def _is_done(text: str | Sequence[str] | None) -> bool:
    if isinstance(text, str) or not text:
        return bool(text)
    return all(text)


def compile_all() -> None:
    """One compiled catalogue for Django, from all of them."""
    whole = Catalog(locale="zh_Hans")
    for path in sorted(CATALOGUES.glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="zh_Hans"):
                if message.id and _is_done(message.string):
                    whole.add(message.id, message.string, context=message.context)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    with COMPILED.open("wb") as out:
        write_mo(out, whole)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/messages", description=__doc__)
    parser.add_argument("what", nargs="?", default="update", choices=["update", "check", "compile"])
    what = parser.parse_args(words).what
    # Our templates' own tags ask for settings when they are read.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qunluo.site.settings")
    if what == "update":
        update()
    if what != "check":
        compile_all()
    missing = gaps() if what != "compile" else []
    for line in missing:
        sys.stdout.write(f"without Chinese: {line}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
