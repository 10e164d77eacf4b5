"""Chinese is complete: no message without its translation, placeholders alike on both sides."""

import re

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
