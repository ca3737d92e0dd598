"""The log of a service: a JSON object a line with the priority for journald, with tracebacks, without secrets."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = """
import logging
import structlog
from bot.log import configure_logging
configure_logging(verbose=False, service=True)
log = structlog.get_logger()
try:
    password = "hunter2"
    raise ValueError("a bug\\nof two lines")
except ValueError:
    log.exception("run failed by a bug")
log.warning("wiki failed", wiki="brest", token="hunter2")
log.info("run ended")
log.debug("not told")
logging.getLogger("urllib3").error("of a library")
"""


def test_each_event_is_a_line_that_journald_can_sort() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "hunter2" not in done.stderr
    found = [re.fullmatch(r"<(\d)>(\{.*\})", line) for line in done.stderr.splitlines()]
    lines = [(int(line[1]), json.loads(line[2])) for line in found if line]
    assert len(lines) == len(found)
    assert [(priority, event["event"]) for priority, event in lines] == [
        (3, "run failed by a bug"),
        (4, "wiki failed"),
        (6, "run ended"),
        (3, "of a library"),
    ]
    assert "Traceback" in lines[0][1]["exception"]
    assert "a bug\nof two lines" in lines[0][1]["exception"]
