"""Words with which people say that a page was removed because it infringed somebody's rights."""

import re
import unicodedata

TEXT_HIDDEN = "text hidden"
"""Stands for the words of people where they hid the text that was copied."""

_COPYRIGHT = re.compile(
    r"copyright|copyvio|©|droits? d'auteur|contrefacon|contrefait|plagi|infring|violation|propriete intellectuelle"
)


def speaks_of_copyright(comment: str) -> bool:
    """Tell whether a comment in a log, in French or English, gives copyright as the reason.

    Rather too often than too seldom: a person looks at each.
    """
    plain = unicodedata.normalize("NFD", comment.casefold().replace("’", "'"))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return _COPYRIGHT.search(" ".join(plain.split())) is not None
