"""What the variables that speak of their page say on a sheet: its name, its number, its last revision.

On a copy they would speak of the copy (https://www.mediawiki.org/wiki/Help:Magic_words#Variables).
"""

import re
from collections.abc import Callable
from urllib.parse import quote

from bot.domain.page import Page
from bot.domain.wiki import WikiFacts

_UNSAFE_START = re.compile(r"[*#:;]")


def said(variable: str, page: Page, wiki: WikiFacts) -> str | None:
    """Give what a variable says on a sheet, None for one that does not speak of its page or of its wiki's name.

    Times are UTC.
    """
    if variable == "sitename":
        return _as_text(wiki.site_name)
    revision = _OF_THE_REVISION.get(variable)
    if revision is not None:
        return revision(page) or None
    name = _of_the_title(variable, page, wiki)
    if name is not None:
        return _as_text(name)
    # The same names with one more “e”, as they stand in addresses.
    name = _of_the_title(variable.removesuffix("e"), page, wiki)
    return None if name is None else quote(name.replace(" ", "_"), safe="/:;@$!*(),~")


def _of_the_title(variable: str, page: Page, wiki: WikiFacts) -> str | None:
    number = page.ref.namespace
    here = wiki.namespace(number)
    has_prefix = here is not None and here.name and page.ref.title.startswith(f"{here.name}:")
    name = page.ref.title[len(here.name) + 1 :] if has_prefix and here is not None else page.ref.title
    levels = name.split("/") if here is not None and here.subpages else [name]
    talk, subject = _space(number | 1, wiki), _space(number & ~1, wiki)
    return {
        "pagename": name,
        "fullpagename": page.ref.title,
        "basepagename": "/".join(levels[:-1]) or name,
        "rootpagename": levels[0] or name,
        "subpagename": levels[-1] or name,
        "namespace": here.name if here else "",
        "namespacenumber": str(number),
        "talkspace": talk,
        "subjectspace": subject,
        "talkpagename": f"{talk}:{name}" if talk else name,
        "subjectpagename": f"{subject}:{name}" if subject else name,
    }.get(variable)


def _space(number: int, wiki: WikiFacts) -> str:
    space = wiki.namespace(number)
    return space.name if space else ""


def _as_text(name: str) -> str:
    """Write a name so that it is read as text, as MediaWiki does it for these variables."""
    name = name.replace("''", "&#39;&#39;").replace("://", "&#58;//")
    return f"&#{ord(name[0])};{name[1:]}" if _UNSAFE_START.match(name) else name


_OF_THE_REVISION: dict[str, Callable[[Page], str]] = {
    "pageid": lambda page: str(page.ref.page_id),
    "revisionid": lambda page: str(page.ref.revision),
    "revisionuser": lambda page: _as_text(page.user),
    "revisionsize": lambda page: str(len(page.text.encode())),
    "revisionday": lambda page: str(page.written_at.day),
    "revisionday2": lambda page: f"{page.written_at:%d}",
    "revisionmonth": lambda page: f"{page.written_at:%m}",
    "revisionmonth1": lambda page: str(page.written_at.month),
    "revisionyear": lambda page: str(page.written_at.year),
    "revisiontimestamp": lambda page: f"{page.written_at:%Y%m%d%H%M%S}",
}
