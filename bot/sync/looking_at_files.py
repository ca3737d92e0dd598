"""Looking at the files that copies show: whether the source still offers them as it did when they were copied.

Nothing is done to any file: what was copied under a licence stays lawful, and only people take a file down.
"""

from collections.abc import Iterable

import structlog

from bot.config.settings import JobSettings, PartnerSettings
from bot.domain.files import FileFault, StoredFile
from bot.domain.infringing import speaks_of_copyright
from bot.domain.reasons import Finding, Reason
from bot.store.values import RememberedFile
from bot.sync.licensing import terms_of
from bot.sync.source_look import SourceLook
from bot.wiki.protocol import Wiki

log = structlog.get_logger()


def look_at_files(
    job: JobSettings, partner: PartnerSettings, wiki: Wiki, known: Iterable[RememberedFile], source: SourceLook
) -> dict[int, Finding]:
    """Tell by sheet id which copies show a file of ours that the source offers no more as it did.

    One request for 50 files, one for each that is gone; the partner is asked only where something was found.
    """
    shown = [file for file in known if file.there]
    files = source.files(file.name for file in shown)
    worse = {name: fault for name, file in files.items() if (fault := _fault_of(file, job, partner, wiki, source))}
    gone = source.file_words(file.name for file in shown if file.name not in files)
    infringing = {name: words for name, words in gone.items() if words and speaks_of_copyright(words)}
    if not worse and not infringing:
        return {}
    there = wiki.files.look_for(dict.fromkeys(file.there for file in shown if file.name in worse.keys() | infringing))
    found: dict[int, Finding] = {}
    for file in shown:
        standing = there.get(file.there)
        if standing is None or not _is_ours(standing, file, source):
            continue
        if file.name in infringing:
            facts = (("file", file.there), ("comment", infringing[file.name]))
            found[file.sheet_id] = Finding(Reason.FILE_INFRINGES, facts)
            log.warning("file removed for copyright reasons", partner=wiki.name, file=file.there)
        elif file.name in worse:
            facts = (("file", file.there), ("why", f"file {worse[file.name]}"))
            found.setdefault(file.sheet_id, Finding(Reason.FILE_LICENCE_WORSE, facts))
    return found


def _fault_of(
    file: StoredFile, job: JobSettings, partner: PartnerSettings, wiki: Wiki, source: SourceLook
) -> FileFault | None:
    from bot.domain.file_licence import with_default
    from bot.wikitext.file_page import read_file_page

    declared = job.source.file_licence.licence if job.source.file_licence else None
    description = read_file_page(file.text, source.facts())
    licence = with_default(description, file.notes, terms_of(partner, wiki.facts()), declared)
    return licence if isinstance(licence, FileFault) else None


def _is_ours(standing: StoredFile, file: RememberedFile, source: SourceLook) -> bool:
    """Tell whether the page of a file at the partner says that it was copied from this very file."""

    from bot.wikitext.file_page import find_file_marker

    marker = find_file_marker(standing.text)
    return marker is not None and (marker.address, marker.name) == (source.facts().address, file.name)
