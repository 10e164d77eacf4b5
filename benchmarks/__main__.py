"""Print the table: python -m benchmarks [--quick] [--only pages,replies,search,imports,report,memory,words]."""

from __future__ import annotations

import argparse

from benchmarks.rows import ROWS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default=",".join(ROWS))
    told = parser.parse_args()
    print("| measured | figure | baseline or aim |\n| --- | --- | --- |")
    for name in told.only.split(","):
        for row in ROWS[name](2 if told.quick else 8):
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
