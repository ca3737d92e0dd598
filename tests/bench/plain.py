"""The plain loop: what an administrator writes with mwclient in an afternoon, sheet by sheet, partner by partner.

For each sheet of the category it reads the text, looks what stands at each partner, and edits where that differs. Its
texts are made beforehand. It is what most wikis would use instead of the bot. Run by the bench as a process of its own.
"""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import mwclient


def site_of(address: str) -> mwclient.Site:
    """Open a wiki by the address of its api.php."""
    parts = urlsplit(address)
    return mwclient.Site(parts.netloc, path=parts.path.rpartition("/")[0] + "/", scheme=parts.scheme)


def main(path: str) -> None:
    """Do the work that a file describes."""
    work: dict[str, Any] = json.loads(Path(path).read_text(encoding="utf-8"))
    partners = []
    for partner in work["partners"]:
        site = site_of(partner["api"])
        site.login(partner["user"], partner["password"])
        partners.append((site, partner["copies"]))
    read = edited = 0
    for sheet in site_of(work["source"]).categories[work["category"].partition(":")[2]]:
        read += bool(sheet.text())
        for site, copies in partners:
            copy = copies[sheet.name]
            page = site.pages[copy["title"]]
            if page.text() != copy["text"]:
                page.edit(copy["text"], copy["summary"], bot=True)
                edited += 1
    print(read, edited)


if __name__ == "__main__":
    main(sys.argv[1])
