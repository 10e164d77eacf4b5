"""50,000 watched words, drawn from a fixed seed: how long they load, how long a text is searched."""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

from qunluo.people.moderation.engine import Entry, Lexicon

ROOT = Path(__file__).resolve().parent.parent
COUNT, LENGTH = 50_000, 1_000


def main(seconds: int) -> None:
    text = "".join(
        page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").rglob("*zh-hans*.md"))
    )
    signs = sorted({sign for sign in text if "\u4e00" <= sign <= "\u9fff"})
    rng = random.Random(7)
    words: set[str] = set()
    while len(words) < COUNT:
        # Two thirds of the signs are those of the texts, so that near misses are as many as in life.
        chosen = (
            rng.choice(signs) if rng.random() < 0.67 else chr(rng.randint(0x4E00, 0x8FFF))
            for _sign in range(rng.choice((2, 3, 3, 4, 5)))
        )
        words.add("".join(chosen))
    Lexicon([Entry("预热", "log")]).finds("预热 warm")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    made = Lexicon(Entry(word, "hold") for word in sorted(words))
    built = time.process_time() - began
    size = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    parts = [text[at : at + LENGTH] for at in range(0, len(text) - LENGTH, LENGTH // 2)]
    for part in parts:
        made.finds(part)
    turns, began = 0, time.process_time()
    while time.process_time() - began < seconds / 4:
        for part in parts:
            made.finds(part)
        turns += len(parts)
    each = (time.process_time() - began) * 1000 / turns
    print(f"BUILT {built:.3f} EACH {each:.3f} MB {size:.0f}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
