"""The place of a report on a page: two comments; what stands between them is the bot's, all else is the people's."""

import re


def put_report(text: str, job: str, report: str) -> str | None:
    """Put the report of a job between its comments; None where they do not stand there, in order and once."""
    begin, end = _begin(job), _end(job)
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        return None
    head, tail = text.partition(begin)[0], text.partition(end)[2]
    return f"{head}{framed(job, report)}{tail}"


def add_report(text: str, job: str, report: str) -> str:
    """Add the report of a job behind what stands on a page."""
    return f"{text.rstrip()}\n\n{framed(job, report)}".lstrip()


def is_named(text: str, job: str) -> bool:
    """Tell whether a page holds any of the comments of a job."""
    return _begin(job) in text or _end(job) in text


def framed(job: str, report: str) -> str:
    """Write a report between its comments."""
    return f"{_begin(job)}\n{_COMMENT.sub('', report).strip()}\n{_end(job)}"


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def _begin(job: str) -> str:
    return f"<!-- republish:report {job} -->"


def _end(job: str) -> str:
    return f"<!-- republish:report {job} / -->"
