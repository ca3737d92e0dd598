"""The place of a report on a page: two comments; what stands between them is the bot's, all else is the people's."""

import re


def put_report(text: str, job: str, report: str) -> str | None:
    """Put the report of a job between its comments; None where they do not stand there, in order and once."""
    parts = _parted(text, job)
    return f"{parts[0]}{framed(job, report)}{parts[2]}" if parts else None


def section_of(text: str, job: str) -> str | None:
    """Give the report of a job with its comments; None where they do not stand there, in order and once."""
    parts = _parted(text, job)
    return parts[1] if parts else None


def without_report(text: str, job: str) -> str:
    """Take the report of a job and its comments off a page; all else stays, with the lines that kept it apart."""
    head, _section, tail = _parted(text, job) or (text, "", "")
    above, below = head.rstrip("\n"), tail.lstrip("\n")
    if not above or not below:
        return above or below
    return f"{above}{max(head[len(above) :], tail[: len(tail) - len(below)])}{below}"


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


def _parted(text: str, job: str) -> tuple[str, str, str] | None:
    begin, end = _begin(job), _end(job)
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        return None
    head, tail = text.partition(begin)[0], text.partition(end)[2]
    return head, text[len(head) : len(text) - len(tail)], tail
