"""Comments and the tags that keep their contents together: what begins with an angle."""

import re

from bot.wikitext.elements import Element, Sort
from bot.wikitext.opening import IGNORED_TAGS, tag_pattern


def comments_and_tags(text: str, tags: str) -> list[Element]:
    """List the comments and tags of a text, as :func:`bot.wikitext.scan.scan` finds them among all structures."""
    angles = Angles(text, tags)
    angles.run()
    return angles.found


class Angles:
    """A pass over the comments and tags of a text.

    They begin and end wherever they stand, whatever is open around them, so they can be found without all the rest.
    """

    def __init__(self, text: str, tags: str) -> None:
        self.text = text
        self.found: list[Element] = []
        self.at = 0
        self._tags = tag_pattern(tags)
        self._no_more_tag_ends = False
        self._never_closed: set[str] = set()

    def run(self) -> None:
        """Find them all, in their order."""
        while (angle := self.text.find("<", self.at)) >= 0:
            self.at = angle
            self._angle()

    def _angle(self) -> None:
        found = self._tags.match(self.text, self.at + 1)
        if found is None:
            self.at += 1
        elif found["comment"]:
            self._comment()
        else:
            self._tag(found["name"])

    def _comment(self) -> bool:
        """Pass over a comment; tell whether it is closed."""
        start, end = self.at, self.text.find("-->", self.at + 4)
        self.at = len(self.text) if end < 0 else end + 3
        self.found.append(Element(Sort.COMMENT, start, self.at))
        return end >= 0

    def _tag(self, name: str) -> None:
        close = -1 if self._no_more_tag_ends else self.text.find(">", self.at + len(name) + 1)
        if close < 0:
            self._no_more_tag_ends = True
            self.at += 1
            return
        start, sort = self.at, Sort.IGNORED if name.lower() == "includeonly" else Sort.TAG
        self.at = close + 1
        if name.lower() in IGNORED_TAGS:
            self.found.append(Element(Sort.IGNORED, start, self.at))
            return
        if self.text[close - 1] != "/":
            end = None
            if name not in self._never_closed:
                end = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(self.text, self.at)
            if end is None and name != "includeonly":
                self._never_closed.add(name)
                return
            self.at = end.end() if end else len(self.text)
        self.found.append(Element(sort, start, self.at))
