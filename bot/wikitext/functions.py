"""Parser functions and variables: known by the words of the source, written in words that the partner knows.

``{{#si:…}}`` and ``{{#if:…}}`` are one function; a wiki takes the English name beside its own
(https://www.mediawiki.org/wiki/Help:Magic_words, https://www.mediawiki.org/wiki/Help:Extension:ParserFunctions).
"""

from functools import cached_property, lru_cache

from bot.domain.wiki import MagicWord, WikiFacts

INVOKE = "invoke"
TITLE, SORT_KEY = "displaytitle", "defaultsort"
_BARE_NAMES = """
ns nse urlencode lcfirst ucfirst lc uc localurl localurle fullurl fullurle canonicalurl canonicalurle formatnum grammar
gender plural bidi numberofpages numberofusers numberofactiveusers numberofarticles numberoffiles numberofadmins
numberingroup numberofedits padleft padright anchorencode defaultsort filepath pagesincategory pagesinnamespace pagesize
protectionlevel protectionexpiry namespace namespacee namespacenumber talkspace talkspacee subjectspace subjectspacee
pagename pagenamee fullpagename fullpagenamee rootpagename rootpagenamee basepagename basepagenamee subpagename
subpagenamee talkpagename talkpagenamee subjectpagename subjectpagenamee pageid revisionid revisionday revisionday2
revisionmonth revisionmonth1 revisionyear revisiontimestamp revisionuser cascadingsources int displaytitle
"""
_BARE = frozenset(_BARE_NAMES.split())
"""Functions of MediaWiki itself that are written without a ``#``; all others have one."""
_NAMES_OF_THE_WIKI = """
server servername scriptpath stylepath articlepath currentversion contentlanguage pagelanguage numberofpages
numberofusers numberofactiveusers numberofarticles numberoffiles numberofadmins numberingroup numberofedits
pagesincategory pagesinnamespace pagesize protectionlevel protectionexpiry cascadingsources ns nse localurl localurle
fullurl fullurle canonicalurl canonicalurle filepath ifexist special speciale
"""
OF_THE_WIKI = frozenset(_NAMES_OF_THE_WIKI.split())
"""What says something of the wiki it stands on, and so something else on a copy."""
_OPTIONS = {
    "switch": ("default",),
    "formatnum": ("rawsuffix", "nocommafysuffix"),
    "pagesize": ("rawsuffix",),
    "pagesinnamespace": ("rawsuffix",),
    "pagesincategory": (
        *("rawsuffix", "pagesincategory_all", "pagesincategory_pages"),
        *("pagesincategory_subcats", "pagesincategory_files"),
    ),
}
_USUAL = tuple(
    MagicWord(name, spellings, exact=True)
    for name, spellings in {
        "pagename": ("NOMPAGE", "PAGENAME"),
        "fullpagename": ("NOMPAGECOMPLET", "FULLPAGENAME"),
        "basepagename": ("NOMBASEDEPAGE", "BASEPAGENAME"),
        "subpagename": ("NOMSOUSPAGE", "SUBPAGENAME"),
        "rootpagename": ("NOMPAGERACINE", "ROOTPAGENAME"),
        "talkpagename": ("NOMPAGEDISCUSSION", "TALKPAGENAME"),
        "namespace": ("ESPACENOMMAGE", "NAMESPACE"),
        "sitename": ("NOMSITE", "SITENAME"),
        "currentyear": ("ANNEEACTUELLE", "CURRENTYEAR"),
        "currentmonthname": ("NOMMOISACTUEL", "CURRENTMONTHNAME"),
        "currentday": ("JOURACTUEL", "CURRENTDAY"),
    }.items()
)
"""The commonest variables, in French and English, for wikis that do not tell."""


class Vocabulary:
    """The functions and variables of a wiki, by all their spellings."""

    def __init__(self, wiki: WikiFacts) -> None:
        """Take the words of *wiki*; for one that does not tell, those of MediaWiki itself."""
        self._wiki = wiki

    @cached_property
    def _words(self) -> tuple[MagicWord, ...]:
        return _USUAL if self._wiki.magic_words is None else self._wiki.magic_words

    @cached_property
    def _by_id(self) -> dict[str, MagicWord]:
        return {word.id: word for word in self._words}

    @cached_property
    def _variables(self) -> dict[str, str]:
        known = self._wiki.variables
        words = (word for word in self._words if known is None or word.id in known)
        return {spelling if word.exact else spelling.lower(): word.id for word in words for spelling in word.spellings}

    @cached_property
    def _functions(self) -> dict[str, tuple[str, bool]]:
        known = _BARE if self._wiki.functions is None else frozenset(self._wiki.functions)
        found = {name: (name, False) for name in known}
        for word in self._words:
            if word.id in known:
                found |= {_plain(spelling): (word.id, word.exact) for spelling in word.spellings}
        return found

    def variable(self, written: str) -> str:
        """Give the id of the variable that a call without parameters names, empty where it names none."""
        return self._variables.get(written) or self._exactless(written)

    def _exactless(self, written: str) -> str:
        found = self._variables.get(written.lower(), "")
        return found if found and not self._by_id[found].exact else ""

    def function(self, head: str) -> str:
        """Give the id of the function whose name stands before the colon of a call, empty where it is none."""
        name, exact = self._functions.get(_plain(head), ("", False))
        has_mark = head.startswith("#")
        if not name and has_mark and self._wiki.functions is None:
            return head[1:].lower()  # a wiki that does not tell: the mark alone makes it a function
        if not name or has_mark == (name in _BARE):
            return ""
        is_spelt = not exact or head == head.upper() or head.lstrip("#") in self._by_id[name].spellings
        return name if is_spelt else ""

    def lacks(self, function: str) -> bool:
        """Tell whether the wiki is known not to have a function."""
        return self._wiki.functions is not None and function not in self._wiki.functions

    def spelling(self, word: str, written: str, others: "Vocabulary") -> str:
        """Write a word of *others* so that this wiki knows it: as it stands if it can, else in English."""
        mine, theirs = self._by_id.get(word), others._by_id.get(word)
        known = mine or theirs
        if self._wiki.magic_words is None or known is None:
            return written
        if mine is not None and any(_plain(one) == _plain(written) for one in mine.spellings):
            return written
        english = next((one for one in known.spellings if _plain(one) == word), known.spellings[-1])
        return "#" * written.startswith("#") + english.strip("#:")

    def option(self, function: str, written: str, others: "Vocabulary") -> str:
        """Write a parameter of a function that is itself a word, such as ``#défaut`` of ``#selon``."""
        for word in _OPTIONS.get(function, ()):
            theirs = others._by_id.get(word)
            if theirs is not None and theirs.is_spelt(written.strip()):
                return written.replace(written.strip(), self.spelling(word, written.strip(), others))
        return written


@lru_cache(maxsize=16)  # many texts are written for the same few wikis
def vocabulary_of(wiki: WikiFacts) -> Vocabulary:
    """Give the functions and variables of a wiki."""
    return Vocabulary(wiki)


def _plain(spelling: str) -> str:
    return spelling.strip("#:").lower()
