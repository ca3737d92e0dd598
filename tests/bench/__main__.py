"""Run the benchmark: ``python -m tests.bench``, or bin/bench."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.bench.parsing import parse_seconds
from tests.bench.scenarios import MEASURED_WHOLE, Bench, BenchError
from tests.bench.telling import as_data, tell
from tests.farm.install import FarmError, missing
from tests.farm.seed import newest, sheets
from tests.farm.trio import start_trio


def main() -> int:
    """Measure and tell; ratios are told, never judged."""
    asked = _arguments()
    if missing():
        _say(f"MediaWiki is missing ({missing()}): run tests/farm/install-mediawiki")
        return 1
    try:
        _measure(asked)
    except (BenchError, FarmError) as problem:
        _say(str(problem))
        return 1
    return 0


def _measure(asked: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="republish-bench-") as name:
        folder = Path(name)
        _say(f"three wikis, {asked.sheets} sheets")
        many = asked.sheets > MEASURED_WHOLE
        trio = start_trio(folder / "wikis", 0 if many else asked.sheets)
        try:
            if many:
                trio.multibao.write_pages(newest(sheets(asked.sheets)))
            bench = Bench(trio, folder, asked.sheets, latency=asked.latency / 1000, repeat=asked.repeat)
            lanes = bench.lanes(_say) if asked.lanes and not many else None
            comparisons = [] if asked.lanes == "only" else list(bench.run(_say))
        finally:
            trio.stop()
    parse = parse_seconds(min(asked.sheets, MEASURED_WHOLE))
    print(tell(comparisons, asked.sheets, parse, lanes))
    if asked.json:
        settings = {"sheets": asked.sheets, "latency_ms": asked.latency, "repeat": asked.repeat}
        data = as_data(comparisons, parse, lanes, **settings)
        asked.json.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Compare republish with a bare loop of the same edits, on real MediaWikis."
    )
    parser.add_argument("--sheets", type=_positive, default=100, help="sheets at the source (default: 100)")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="milliseconds added to each request")
    parser.add_argument("--repeat", type=_positive, default=1, help="runs of each scenario; medians are shown")
    parser.add_argument(
        "--lanes",
        nargs="?",
        const="also",
        choices=("also", "only"),
        help="compare the first copy to one partner with that to both side by side",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything to this file")
    return parser.parse_args()


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _say(words: str) -> None:
    print(f"bench: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
