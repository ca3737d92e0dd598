"""Finds the messages of our code for Babel; its own way is blind to f-strings before Python 3.12."""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import BinaryIO

Found = tuple[int, str, tuple[str, ...], list[str]]


def extract(
    file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """Give line, function and texts of every call of a keyword, as Babel wants them.

    Raises:
        ValueError: a message is not written out where it is translated, so that no translator would ever see it.

    """
    for call in ast.walk(ast.parse(file.read())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in keywords:
            wanted = call.args[:2] if call.func.id == "ngettext" else call.args[:1]
            texts = tuple(
                text.value for text in wanted if isinstance(text, ast.Constant) and isinstance(text.value, str)
            )
            if len(texts) < len(wanted) or not all(texts):
                name = getattr(file, "name", "?")
                raise ValueError(f"{name}:{call.lineno}: write the message out inside {call.func.id}(…)")
            yield call.lineno, call.func.id, texts, []
