"""File names of pages: a title with what no file name can hold percent-encoded, and ``.wiki`` behind."""

import re
from urllib.parse import quote, unquote

SUFFIX = ".wiki"
MAXIMUM_BYTES = 255
"""What ext4, APFS and NTFS take for one name, in bytes or fewer."""
_UNFIT = re.compile(r'^\.|[\x00-\x1f\x7f-\x9f%/\\:*?"<>|]')


def file_name(title: str) -> str:
    """Give the name of the file that holds a page."""
    return _UNFIT.sub(lambda match: _percent(match[0]), title) + SUFFIX


def title_in(name: str) -> str | None:
    """Give the title that a file name holds, None for a hidden file or one that holds no page."""
    if name.startswith(".") or not name.endswith(SUFFIX):
        return None
    return unquote(name.removesuffix(SUFFIX))


def fits(title: str) -> bool:
    """Tell whether a file system takes the file name of a title."""
    return len(file_name(title).encode()) <= MAXIMUM_BYTES


def _percent(char: str) -> str:
    return "%2E" if char == "." else quote(char, safe="")
