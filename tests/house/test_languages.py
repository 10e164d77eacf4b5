"""Chinese is complete and of one mind: every message once, placeholders alike on both sides."""

import re
from collections import defaultdict

from babel.messages.pofile import read_po

from qunluo.site import messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def test_every_message_has_its_chinese():
    assert messages.gaps() == []


def test_placeholders_survive_translation():
    wrong = []
    for path in sorted(messages.CATALOGUES.glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="zh_Hans"):
                if not message.id:
                    continue
                said = message.id[-1] if isinstance(message.id, tuple) else message.id
                told = message.string[0] if isinstance(message.string, tuple) else message.string
                if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(told)):
                    wrong.append(f"{path.name}: {said!r}")
    assert wrong == []


def test_one_english_text_has_one_chinese():
    """All catalogues become one, where a second meaning would silently replace the first.

    Where two meanings share their English, say one of them more fully in English.
    """
    told: dict[tuple[str, str | None], dict[object, list[str]]] = defaultdict(dict)
    for path in sorted(messages.CATALOGUES.glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale="zh_Hans"):
                if message.id:
                    said = message.id[0] if isinstance(message.id, tuple) else message.id
                    told[said, message.context].setdefault(message.string, []).append(path.name)
    assert {said: texts for said, texts in told.items() if len(texts) > 1} == {}
