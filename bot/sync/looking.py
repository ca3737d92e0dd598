"""Looking at the copies, to notice what people did there, without waiting for a sheet to move on."""

from dataclasses import replace
from datetime import UTC, datetime

import structlog

from bot.config.settings import JobSettings
from bot.domain.page import Presence
from bot.domain.plan import Reason, State
from bot.store.store import Store
from bot.store.values import RememberedCopy
from bot.wiki.protocol import Wiki
from bot.wikitext.credit import find_credit

log = structlog.get_logger()


def look_when_due(job: JobSettings, wiki: Wiki, store: Store) -> None:
    """Look at all copies of a job at a partner when the last look is long enough ago; the first look is now."""
    now = datetime.now(UTC)
    last = store.last_look(wiki.name)
    if last is None:
        store.looked(wiki.name, now)
    elif now - last >= job.look or last > now:
        look(job, wiki, store)


def look(job: JobSettings, wiki: Wiki, store: Store) -> tuple[RememberedCopy, ...]:
    """Look at all copies of a job at a partner, remember what people did there, and give what changed."""
    copies = {
        copy.page_id: copy
        for copy in store.copies(job.source.name, (wiki.name,))
        if copy.page_id is not None and copy.state is not State.REMOVED
    }
    seen = wiki.look_at(copies)
    touched = [page_id for page_id, copy in copies.items() if seen[page_id].digest != copy.written_digest]
    seen |= wiki.look_at([page_id for page_id in touched if seen[page_id].page], with_text=True) if touched else {}
    changed = []
    for page_id, copy in copies.items():
        now_known = _after_look(copy, seen[page_id])
        if now_known != copy:
            now_known = replace(now_known, since=datetime.now(UTC))
            store.remember(now_known)
            changed.append(now_known)
            log.info("copy changed by people", partner=wiki.name, title=copy.title, state=now_known.state.value)
    store.looked(wiki.name, datetime.now(UTC))
    return tuple(changed)


def _after_look(copy: RememberedCopy, presence: Presence) -> RememberedCopy:
    if presence.page is None:
        return replace(copy, state=State.REMOVED, reason=Reason.COPY_REMOVED, facts=())
    copy = replace(copy, title=presence.title)
    if presence.digest == copy.written_digest:
        back = copy.state is State.EDITED
        return replace(copy, state=State.CURRENT, reason=None, facts=()) if back else copy
    if presence.page.redirect:
        return replace(copy, state=State.DIVERGED, reason=Reason.COPY_REDIRECTS, facts=())
    if presence.text is not None and find_credit(presence.text) is None:
        reason = Reason.CREDIT_REMOVED if presence.text.strip() else Reason.COPY_BLANKED
        return replace(copy, state=State.REMOVED, reason=reason, facts=())
    if copy.state is State.CURRENT:
        return replace(copy, state=State.EDITED, reason=Reason.COPY_EDITED, facts=())
    return copy
