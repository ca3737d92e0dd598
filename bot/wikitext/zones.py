"""Where in a text MediaWiki sees nested structures, and where it sees nothing at all.

A mask has the length of its text, with the characters of a zone replaced by NUL, so that positions carry over.
Rules: https://www.mediawiki.org/wiki/Preprocessor_ABNF
"""

import re

_OPAQUE_TAGS = (
    "nowiki|pre|math|chem|syntaxhighlight|source|score|timeline|graph|gallery|templatedata|mapframe|maplink|includeonly"
)
_OPAQUE = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(?P<tag>{_OPAQUE_TAGS})(?:\s[^<>]*)?(?:/>|>.*?</(?P=tag)\s*>)",
    re.IGNORECASE | re.DOTALL,
)
_BRACKETS = re.compile(r"\{{2,}|\}{2,}|\[\[|\]\]")


def mask_opaque(text: str) -> str:
    """Hide comments and the contents of tags that MediaWiki does not read as wikitext."""
    return _OPAQUE.sub(lambda match: "\0" * len(match[0]), text)


def mask_nested(text: str) -> str:
    """Hide opaque zones, links and template calls, so that what is left is the text at the top."""
    masked = mask_opaque(text)
    for start, end in _matched(masked):
        masked = masked[:start] + "\0" * (end - start) + masked[end:]
    return masked


def _matched(text: str) -> list[tuple[int, int]]:
    """List the spans of closed ``{{…}}``, ``{{{…}}}`` and ``[[…]]``."""
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int, int]] = []  # kind, position after the opening run, how many braces are left of it
    for found in _BRACKETS.finditer(text):
        run = found[0]
        if run[0] in "{[":
            stack.append((run[0], found.end(), len(run)))
            continue
        position, left = found.start(), len(run)
        opener = "{" if run[0] == "}" else "["
        while left >= 2 and stack and stack[-1][0] == opener:
            _, inner, count = stack.pop()
            used = 3 if opener == "{" and count >= 3 and left >= 3 else 2
            spans.append((inner - used, position + used))
            position, left = position + used, left - used
            if count - used >= 2:
                stack.append((opener, inner - used, count - used))
    return spans


def split(text: str, separator: str) -> tuple[str, ...]:
    """Split a text at a separator that stands outside links, templates and opaque zones; blank parts are dropped."""
    mark = separator.strip() or separator
    masked, parts, start = mask_nested(text), [], 0
    position = masked.find(mark)
    while position >= 0:
        parts.append(text[start:position])
        start = position + len(mark)
        position = masked.find(mark, start)
    parts.append(text[start:])
    return tuple(part.strip() for part in parts if part.strip())
