"""Try every fault at every kind of request: ``python -m tests.faults``, or bin/faults."""

import argparse
import json
import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

from tests.farm.install import missing
from tests.faults.campaign import try_all
from tests.faults.combinations import all_combinations
from tests.faults.trying import Verdict


def main() -> int:
    """Try, and tell."""
    asked = _arguments()
    names = [name for name in all_combinations(0) if fnmatch(name, asked.only) or asked.only in name]
    if asked.list:
        print("\n".join([*names, f"{len(names)} combinations"]))
        return 0
    if missing():
        print(f"MediaWiki is missing ({missing()}): run tests/farm/install-mediawiki", file=sys.stderr)
        return 1
    verdicts = list(try_all(names, asked.workers))
    print(tell(verdicts))
    if asked.json:
        data = [{"name": one.name, "seconds": round(one.seconds, 2), "faults": one.faults} for one in verdicts]
        asked.json.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 1 if any(one.faults for one in verdicts) else 0


def tell(verdicts: Iterable[Verdict]) -> str:
    """Write a table of the verdicts by family of faults."""
    families: dict[str, list[Verdict]] = {}
    for one in verdicts:
        families.setdefault(one.family, []).append(one)
    rows = [(name, some) for name, some in sorted(families.items())]
    rows.append(("all", [one for _name, some in rows for one in some]))
    lines = [f"{'class':<12}{'combinations':>14}{'passed':>8}{'failed':>8}{'seconds':>9}"]
    for name, some in rows:
        failed = sum(bool(one.faults) for one in some)
        seconds = sum(one.seconds for one in some)
        lines.append(f"{name:<12}{len(some):>14}{len(some) - failed:>8}{failed:>8}{seconds:>9.0f}")
    return "\n".join(lines)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/faults", description="Let real wikis fail in every way at every kind of request, and see what comes."
    )
    parser.add_argument("--only", default="*", metavar="PATTERN", help="those whose name matches, or holds this")
    parser.add_argument("--list", action="store_true", help="list the names, and try nothing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the verdicts to this file")
    parser.add_argument("--workers", type=int, default=2, help="how many at a time, each with its own three wikis")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
