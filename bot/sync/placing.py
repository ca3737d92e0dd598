"""What becomes of the files of sheets at one partner: found there, brought there, or replaced by links.

Nothing is uploaded here: an upload stands in the plan, and the lane carries it out right before the page that needs it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.config.settings import Files
from bot.domain.credit import FileCredit
from bot.domain.file_kinds import is_carried
from bot.domain.file_licence import Description, licence_of, says_nothing, with_default
from bot.domain.files import (
    LASTING,
    FileFault,
    FileNotes,
    Placement,
    Placements,
    StoredFile,
    Upload,
    UploadTerms,
    one_more,
    other_name,
)
from bot.domain.licences.evidence import Declaration
from bot.domain.licences.values import PUBLIC, Licence
from bot.domain.title import full_title
from bot.domain.wiki import FILE, WikiFacts
from bot.i18n import translator
from bot.store.values import RememberedFile
from bot.sync.drafts import Draft
from bot.sync.file_signs import said_on_list, said_on_page
from bot.sync.licensing import terms_of
from bot.sync.materials import Aim
from bot.sync.rendering import Destination
from bot.sync.source_files import SourceFiles, files_of
from bot.sync.watch import Watch, account_of
from bot.wiki.protocol import Wiki
from bot.wikitext.credit_words import declared_words
from bot.wikitext.file_page import FileCopy, find_file_marker, read_file_page, write_file_page


def place_files(
    sheets: list[Draft],
    source_files: SourceFiles,
    source: WikiFacts,
    wiki: Wiki,
    destination: Destination,
    known: tuple[RememberedFile, ...],
    aim: Aim,
    watch: Watch,
) -> list[Draft]:
    """Tell each sheet what becomes of its files at a partner; asks nothing where the partner gets links or none.

    *aim* tells which of those that could not be brought are tried again now, *watch* what people say against them.
    """
    partner = destination.settings
    if partner.files not in (Files.COPY, Files.SHARED):
        return sheets
    used = {sheet.page.ref.page_id: files_of(sheet, partner.mapping, source) for sheet in sheets}
    names = tuple(dict.fromkeys(name for each in used.values() for name in each))
    if not names:
        return [replace(sheet, placements=Placements()) for sheet in sheets]
    by_name = {file.name: file for file in sorted(known, key=lambda one: (one.there, one.tried))}
    placer = _Placer(source, wiki, destination, by_name, aim, watch)
    placer.look(names, source_files)
    return [
        replace(
            sheet, placements=Placements({name: placer.place(name, sheet) for name in used[sheet.page.ref.page_id]})
        )
        for sheet in sheets
    ]


@dataclass
class _Placer:
    """One partner while its files are looked at; *known* is what we remember of files, by their names."""

    source: WikiFacts
    wiki: Wiki
    destination: Destination
    known: dict[str, RememberedFile]
    aim: Aim
    watch: Watch
    files: dict[str, StoredFile] = field(default_factory=dict)
    there: dict[str, StoredFile] = field(default_factory=dict)
    deleted: frozenset[str] = frozenset()
    terms: UploadTerms = field(default_factory=UploadTerms)
    chosen: dict[str, Placement] = field(default_factory=dict)
    """What was decided of files already, by SHA-1."""

    @property
    def declared(self) -> Declaration | None:
        return self.aim.job.source.file_licence

    @property
    def copies(self) -> bool:
        return self.destination.settings.files is Files.COPY

    def look(self, names: tuple[str, ...], source_files: SourceFiles) -> None:
        """See what stands at the source and at the partner, in as few requests as can be."""
        self.files = source_files.look_for(names)
        wanted = tuple(dict.fromkeys(candidate for name in names for candidate in self._candidates(name)))
        self.there = self.wiki.files.look_for(wanted)
        if self.copies:
            missing = {full_title(self.destination.facts, FILE, one): one for one in wanted if one not in self.there}
            self.deleted = frozenset(missing[title] for title in self.wiki.deleted_titles(missing))
            self.terms = self.wiki.files.terms()

    def place(self, name: str, sheet: Draft) -> Placement:
        """Decide about one file."""
        file = self.files.get(name)
        if file is None:
            before = self.known.get(name)
            there = self.there.get(before.there) if before and before.there else None
            if there is None:
                return Placement(name, fault=FileFault.GONE)
            return Placement(name, there.name, digest=before.digest if before else "", credit=self._kept_credit(there))
        chosen = self.chosen.get(file.digest)
        if chosen is None:
            chosen = self._placed(name, file, sheet)
            self.chosen[file.digest] = chosen
        credit, there = self._credit(file), self.there.get(chosen.there)
        if there is not None and self._stays_as_given(there, chosen, file):
            credit = self._kept_credit(there) or credit
        return replace(chosen, name=name, page=self._page(file), credit=credit)

    def _stays_as_given(self, there: StoredFile, chosen: Placement, file: StoredFile) -> bool:
        """Tell whether the partner shows what the source offers no more: an older version of ours, or these very bytes.

        Their licence cannot be taken back from a copy that was made under it, whatever the source says of them now.
        """
        if there.digest == file.digest:
            return not isinstance(self._licence(file), Licence)
        return chosen.fault is not None and self._is_ours(there, file)

    def _placed(self, name: str, file: StoredFile, sheet: Draft) -> Placement:
        candidates, before = self._candidates(name), self.known.get(name)
        standing = [self.there[one] for one in candidates if one in self.there]
        same = next((one.name for one in standing if one.digest == file.digest), "")
        same = same or next(iter(self.wiki.files.with_digest(file.digest)), "")
        placed = Placement(name, same, digest=file.digest)
        undescribed = next((one for one in standing if self._is_undescribed(one, file, before)), None)
        if same and undescribed is None:
            return placed
        if not self.copies:
            return replace(placed, fault=FileFault.NOT_SHARED)
        if before and before.digest == file.digest:
            placed = replace(placed, attempts=before.attempts)
            if self._waits(before):
                standing_there = self.there.get(before.there)
                kept = standing_there.name if standing_there else ""
                return replace(placed, there=kept, fault=before.fault, words=before.words)
        if undescribed is not None:
            return self._uploaded(placed, file, sheet, undescribed.name, undescribed)
        return self._brought(placed, file, sheet, standing)

    def _waits(self, before: RememberedFile) -> bool:
        """Tell whether an earlier failure stands for now."""
        return before.fault in LASTING or (before.fault is FileFault.LATER and not self.aim.tries(before))

    def _brought(self, placed: Placement, file: StoredFile, sheet: Draft, standing: list[StoredFile]) -> Placement:
        """Bring a file to the partner where it fits, in the place of an older version of ours where there is one."""
        before, name = self.known.get(placed.name), placed.name
        ours = next((one for one in standing if self._is_ours(one, file)), None)
        shown = self.there.get(before.there) if before and before.there else None
        if before and (before.fault is FileFault.REMOVED or (before.there and shown is None)):
            return replace(placed, fault=FileFault.REMOVED)
        if ours is None and shown is not None:
            return replace(placed, there=shown.name, fault=FileFault.CHANGED_THERE)
        unfit = self._unfit(file)
        if ours is not None and not unfit:
            unfit = None if self.terms.may_replace else FileFault.NO_RIGHT
        if unfit:
            return replace(placed, there=ours.name if ours else "", fault=unfit)
        if ours is not None:
            return self._uploaded(placed, file, sheet, ours.name, ours)
        free = next((one for one in (name, other_name(name, self.source.site_name)) if self._is_free(one)), "")
        if not free or free in self.deleted:
            return replace(placed, fault=FileFault.REMOVED if free else FileFault.TAKEN)
        return self._uploaded(placed, file, sheet, free)

    def _uploaded(
        self, placed: Placement, file: StoredFile, sheet: Draft, there: str, before: StoredFile | None = None
    ) -> Placement:
        """Have a file uploaded, over the version *before* where one stands; it waits where people want that."""
        words = said_on_page(there, before.text, self.watch) if before else ""
        words = words or said_on_list(there, self.watch)
        if words:
            attempts, kept = one_more(placed.attempts, datetime.now(UTC)), there if before else ""
            return replace(placed, there=kept, fault=FileFault.LATER, words=words, attempts=attempts)
        licence, say = self._licence(file), translator(self.destination.facts.language)
        if not isinstance(licence, Licence):
            return placed
        ref = sheet.page.ref
        copy = FileCopy(
            name=file.name,
            address=self.source.address,
            wiki_name=self.source.site_name,
            page=self._page(file),
            author=self._author(file),
            uploader=file.user,
            licence=licence,
            sheet=self.source.permalink(ref.title, ref.revision),
            sheet_title=ref.title,
            contact=self.destination.contact,
            declared=self._declared(file),
        )
        summary = f"{say('Copy of')} {copy.page} — {licence.id} — {self.destination.contact}"[:500]
        upload = Upload(file, there, write_file_page(copy, say), summary, before.digest if before else "")
        return replace(placed, there=there, upload=upload)

    def _is_ours(self, there: StoredFile, file: StoredFile) -> bool:
        """Tell whether the current version at the partner is one that we brought from this very file."""
        by_us = not there.shared and there.user == account_of(self.destination.settings.wiki)
        marker = find_file_marker(there.text) if by_us else None
        return marker is not None and (marker.address, marker.name) == (self.source.address, file.name)

    def _is_undescribed(self, there: StoredFile, file: StoredFile, before: RememberedFile | None) -> bool:
        """Tell whether a new version of ours came, and we do not remember to have described it on its page."""
        if before is None or (there.name, there.digest) != (before.there, file.digest):
            return False
        unsure = before.digest != file.digest or before.fault is FileFault.LATER
        return unsure and self.copies and self._is_ours(there, file) and self._unfit(file) is None

    def _is_free(self, name: str) -> bool:
        planned = (one.upload.name for one in self.chosen.values() if one.upload is not None)
        return name not in self.there and name not in planned

    def _unfit(self, file: StoredFile) -> FileFault | None:
        """Tell why a file must not be uploaded, None where it may."""
        terms, licence = self.terms, self._licence(file)
        faults: Iterable[tuple[bool, FileFault]] = (
            (not terms.enabled, FileFault.UPLOADS_OFF),
            (not terms.allowed, FileFault.NO_RIGHT),
            (not terms.takes_ending(file.name) or not is_carried(file.mime), FileFault.TYPE),
            (bool(terms.maximum) and file.size > terms.maximum, FileFault.SIZE),
        )
        fault = next((fault for is_so, fault in faults if is_so), None)
        if fault is not None or isinstance(licence, FileFault):
            return fault or (licence if isinstance(licence, FileFault) else None)
        unknown = not (licence.family in PUBLIC or self._author(file) or file.user)
        return FileFault.AUTHOR_UNKNOWN if unknown else None

    def _licence(self, file: StoredFile) -> Licence | FileFault:
        terms = terms_of(self.destination.settings, self.destination.facts)
        declared = self.declared.licence if self.declared else None
        return with_default(self._description(file), file.notes, terms, declared)

    def _declared(self, file: StoredFile) -> Declaration | None:
        """Give the declaration that a file stands under; None where its page speaks for itself."""
        return self.declared if says_nothing(self._description(file), file.notes) else None

    def _description(self, file: StoredFile) -> Description:
        return read_file_page(file.text, self.source)

    def _author(self, file: StoredFile) -> str:
        return self._description(file).author or file.notes.author

    def _credit(self, file: StoredFile) -> FileCredit | None:
        licence = self._licence(file)
        if not isinstance(licence, Licence):
            return None
        author = self._author(file) or file.user
        return FileCredit(file.name, (author,) if author else (), licence, self._page(file), self._declared(file))

    def _kept_credit(self, there: StoredFile) -> FileCredit | None:
        """Give the credit of a file that the source offers no more, from what we wrote on its page at the partner."""
        marker = find_file_marker(there.text)
        terms = terms_of(self.destination.settings, self.destination.facts)
        licence = licence_of(read_file_page(there.text, self.destination.facts), FileNotes(), terms)
        if marker is None or not isinstance(licence, Licence):
            return None
        authors, say = (marker.credited,) if marker.credited else (), translator(self.destination.facts.language)
        told = self.declared is not None and declared_words(self.declared, say) in there.text
        return FileCredit(marker.name, authors, licence, marker.page, self.declared if told else None)

    def _page(self, file: StoredFile) -> str:
        return file.page or self.source.page_url(full_title(self.source, FILE, file.name))

    def _candidates(self, name: str) -> tuple[str, ...]:
        """Give the names that a file may have at the partner, the likeliest first."""
        before = self.known.get(name)
        names = (before.there if before else "", name, other_name(name, self.source.site_name))
        return tuple(dict.fromkeys(one for one in names if one))
