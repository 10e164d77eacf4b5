"""Learn the tone method from COLD, and say how good it is on sentences it never saw.

    python -m benchmarks.tone COLD_FOLDER            measure the file that ships
    python -m benchmarks.tone COLD_FOLDER --train    learn it anew (about two minutes), then measure

The folder holds train.csv.xz and dev.csv.xz of COLDataset (thu-coai, Apache-2.0).
"""

from __future__ import annotations

import csv
import lzma
import random
import re
import sys
import time
import zlib
from array import array
from math import exp, sqrt
from pathlib import Path

from babel.messages.pofile import read_po

from qunluo.people.moderation.engine import tone
from qunluo.site.messages import CATALOGUES

EPOCHS, RATE, DECAY = 6, 0.5, 1e-5
CALM_TIMES = 3  # how often a sentence of our own translations counts
LEAST_CALM = 8
QUOTED = re.compile(r'"([^"\\n]*[\u3400-\u9fff][^"\\n]*)"')
HELD_OUT = 10  # every tenth training sentence chooses the threshold


def main(words: list[str]) -> int:
    folder = Path(words[0]) if words else Path()
    if not (folder / "dev.csv.xz").exists():
        print(__doc__)
        return 2
    if "--train" in words:
        learn(sentences(folder, "train"))
        tone.weights.cache_clear()
    measure(sentences(folder, "dev"))
    return 0


def sentences(folder: Path, part: str) -> list[tuple[str, bool]]:
    with lzma.open(folder / f"{part}.csv.xz", "rt", encoding="utf-8-sig") as file:
        return [(row["TEXT"], row["label"] == "1") for row in csv.DictReader(file)]


def learn(told: list[tuple[str, bool]]) -> None:
    """Adagrad on the logistic loss; the same file every time."""
    rows = [(tuple(sorted(tone.features(text))), is_rough) for text, is_rough in told]
    kept = [row for at, row in enumerate(rows) if at % HELD_OUT]
    kept += [(tuple(sorted(tone.features(text))), False) for text in calm_sentences()] * CALM_TIMES
    held = [row for at, row in enumerate(rows) if not at % HELD_OUT]
    weights, seen = [0.0] * tone.BUCKETS, [1e-3] * tone.BUCKETS
    bias, chance = 0.0, random.Random(1)
    for epoch in range(EPOCHS):
        chance.shuffle(kept)
        for found, is_rough in kept:
            size = sqrt(len(found))
            miss = is_rough - _likely(bias + sum(weights[one] for one in found) / size)
            bias += 0.02 * miss
            for one in found:
                slope = miss / size - DECAY * weights[one]
                seen[one] += slope * slope
                weights[one] += RATE * slope / sqrt(seen[one])
        right = sum(
            (bias + sum(weights[one] for one in found) / sqrt(len(found)) > 0) == is_rough
            for found, is_rough in held
        )
        print(f"epoch {epoch + 1}: {right / len(held):.3f} right of {len(held):,} held out")
    _keep(weights, bias)
    _thresholds(held)


def _keep(weights: list[float], bias: float) -> None:
    small = [max(-127, min(127, round(value * tone.SCALE))) for value in weights]
    first = max(-127, min(127, round(bias * 16)))
    tone.WEIGHTS.write_bytes(zlib.compress(array("b", [first, *small]).tobytes(), 9))


def _thresholds(held: list[tuple[tuple[int, ...], bool]]) -> None:
    tone.weights.cache_clear()
    values = [(tone.judged(found), is_rough) for found, is_rough in held]
    for at in (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95):
        print(f"held out at {at}: {_figures([(value >= at, rough) for value, rough in values])}")


def measure(told: list[tuple[str, bool]]) -> dict[str, float]:
    """Print accuracy, precision and recall, and how long a thousand characters take."""
    begun = time.process_time()
    values = [(tone.roughness(text), is_rough) for text, is_rough in told]
    spent = time.process_time() - begun
    judged = [(value, is_rough) for value, is_rough in values if value is not None]
    for at in (0.5, tone.ROUGH):
        print(f"dev at {at}: {_figures([(value >= at, rough) for value, rough in judged])}")
    signs = sum(len(text) for text, _rough in told)
    print(
        f"judged {len(judged):,} of {len(told):,}; {spent / signs * 1e6:.2f} CPU ms per 1,000 signs"
    )
    calm = [tone.roughness(text) for text in demo_sentences()]
    false = sum(value is not None and value >= tone.ROUGH for value in calm)
    print(f"of {len(calm)} calm sentences about tea, never learnt from: {false} called rough")
    return _counts([(value >= tone.ROUGH, rough) for value, rough in judged])


def calm_sentences() -> list[str]:
    """Every Chinese sentence of our own catalogues."""
    found = set()
    for path in sorted(CATALOGUES.glob("*.po")):
        for message in read_po(path.open("rb"), locale="zh_Hans"):
            told = message.string
            words = told if isinstance(told, str) else told[0] if told else ""
            if message.id and len(words) >= LEAST_CALM:
                found.add(words)
    return sorted(found)


def demo_sentences() -> list[str]:
    """What the demo's people say in Chinese: calm talk on another subject than COLD's."""
    folder = CATALOGUES.parent.parent
    told = [path.read_text() for path in sorted(folder.glob("*/*/demo/texts.py"))]
    quoted = {one for text in told for one in QUOTED.findall(text)}
    return sorted(one for one in quoted if len(one) >= LEAST_CALM)


def _counts(pairs: list[tuple[bool, bool]]) -> dict[str, float]:
    both = sum(found and rough for found, rough in pairs)
    found, rough = sum(one for one, _two in pairs), sum(two for _one, two in pairs)
    return {
        "accuracy": sum(one == two for one, two in pairs) / len(pairs),
        "precision": both / max(1, found),
        "recall": both / max(1, rough),
    }


def _figures(pairs: list[tuple[bool, bool]]) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in _counts(pairs).items())


def _likely(score: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
