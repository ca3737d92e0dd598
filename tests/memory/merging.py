"""The silent merge of MediaWiki: diff3 by lines, as its ``wfMerge`` calls it."""

import functools
import subprocess
import tempfile
from pathlib import Path

_CONFLICT = 1


@functools.lru_cache(maxsize=4096)
def merge(base: str, ours: str, theirs: str) -> str | None:
    """Mix two changes of one text; None where they meet."""
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    with tempfile.TemporaryDirectory(prefix="republish-merge-") as folder:
        names = []
        for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
            path = Path(folder) / name
            path.write_text(text.rstrip(" \t\n\r\0\v") + "\n", encoding="utf-8", newline="")
            names.append(str(path))
        done = subprocess.run(["diff3", "-a", "-E", "-m", *names], capture_output=True, check=False)
    if done.returncode == _CONFLICT:
        return None
    done.check_returncode()
    return done.stdout.decode()
