"""What people of a partner say against our touching a file: on its description page, or on their list of pages.

It is given as words that go on with “the file has not come yet:”, empty where nothing is said.
"""

from bot.domain.reasons import Reason
from bot.domain.title import full_title
from bot.domain.wiki import FILE
from bot.errors import WikiError
from bot.i18n import _
from bot.sync.watch import Watch, account_of
from bot.wikitext.exclusion import objection


def said_on_page(name: str, text: str, watch: Watch) -> str:
    """Tell what the description page of a file says, by its text."""
    settings, facts = watch.settings, watch.wiki.facts()
    finding = objection(text, account_of(settings), settings.in_use, facts)
    if finding is None:
        return ""
    words = {
        Reason.BOTS_EXCLUDED: _(
            "its page “{page}” there holds “{template}”, which keeps this bot out; to have the file brought, take that "
            "out of the page, or let it name {bot} under allow"
        ),
        Reason.IN_USE: _("its page “{page}” there holds “{template}”: somebody is at work on it"),
    }
    return words[finding.reason].format(page=full_title(facts, FILE, name), **dict(finding.facts))


def said_on_list(name: str, watch: Watch) -> str:
    """Tell whether people list the page of a file, or all files; they are asked where that was not tried yet."""
    listed, page = watch.settings.opt_out, full_title(watch.wiki.facts(), FILE, name)
    if not listed:
        return ""
    if not watch.has_tried:
        try:
            watch.look()
        except WikiError:  # whoever is about to write meets it again, and tells it
            return ""
    if watch.ruled_out(page) is None:
        return ""
    if watch.rules_out_all(FILE):  # the same sentence for all files, so that it is told once
        words = _(
            "people there list all files on “{list}” among what the bot leaves alone; to have them brought, take the "
            "link out of that list"
        )
    else:
        words = _(
            "people there list its page “{page}” on “{list}” among what the bot leaves alone; to have the file "
            "brought, take the link out of that list"
        )
    return words.format(page=page, list=listed)
