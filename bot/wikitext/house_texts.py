"""What stands on house pages: the page that explains the bot, its stop page, its opt-out list, its categories.

Whatever these pages name is written so that it changes nothing there: a link on an opt-out list would rule a page out.
"""

from bot.domain.setup import House, Origin
from bot.domain.title import full_title
from bot.domain.wiki import CATEGORY, TEMPLATE, USER_TALK, WikiFacts
from bot.wikitext.credit_text import Say, plain_text
from bot.wikitext.pagelinks import category_link


def copies_category(say: Say) -> str:
    """Name the category of all copies."""
    return say("Republished pages")


def marked_category(say: Say) -> str:
    """Name the category of the copies that keep a licence of their own."""
    return say("Republished pages under a licence of their own")


def copies_category_text(house: House, say: Say) -> str:
    """Say what the category of all copies holds; readers of the copies do not see it."""
    template = _link(full_title(house.facts, TEMPLATE, house.own_templates[0]))
    told = say("Pages that a robot copied from other wikis. The template {template} puts them here.")
    return f"{told.format(template=template)}\n\n__HIDDENCAT__"


def marked_category_text(house: House, say: Say) -> str:
    """Say what the category of copies under a licence of their own holds."""
    told = say(
        "Pages that a robot copied from other wikis, and that keep the licence they came with: whoever edits one "
        "publishes under that licence, not under the general licence of this wiki. Each says so in its credit."
    )
    return f"{told}\n\n__HIDDENCAT__\n{category_link(copies_category(say), house.facts)}"


def orphan_category_text(house: House, say: Say) -> str:
    """Say what the category of copies without a sheet holds, and what people may do there."""
    told = say(
        "Copies whose page at the source was deleted, was joined to another, or is no longer selected. The robot does "
        "not update them any more. Keep them, make them your own by taking their category out, or delete them: "
        "the robot does not come back to them."
    )
    return f"{told}{_within_copies(house, say)}"


def _within_copies(house: House, say: Say) -> str:
    return f"\n\n{category_link(copies_category(say), house.facts)}" if house.own_templates else ""


def stop_text(say: Say) -> str:
    """Write a stop page that stops nothing: a comment is all that may stand there."""
    told = say(
        "To stop the robot at this wiki, write anything below this line, with your reason, and save. It stops before "
        "its next edit. To let it go on, empty this page again; a comment like this one stops nothing."
    )
    return f"<!-- {told} -->"


def opt_out_text(say: Say) -> str:
    """Write an opt-out list that rules nothing out."""
    page, space = say("[[Title of a page]]"), say("[[Namespace:]]")
    return "\n\n".join(
        (
            say("The robot leaves the pages listed here alone: it neither makes nor updates them."),
            say(
                "Write one link a line: {page} for a page, {space} with its colon for all pages of a namespace. "
                "Whatever else stands here means nothing to the robot, so you can say why."
            ).format(page=_shown(page), space=_shown(space)),
            f"== {say('Pages left alone')} ==",
        )
    )


def robot_text(house: House, say: Say) -> str:
    """Explain the bot: what it copies, what it leaves to people, how to stop it, which licences it obeys."""
    origins = (f"* {_origin(origin, say)}" for origin in house.origins)
    sections = (
        (say("What it copies"), "\n".join(origins)),
        (say("What stays yours"), _yours(say)),
        (say("How to stop it"), "\n".join(f"* {each}" for each in _ways_to_stop(house, say))),
        (say("Licences"), _licences(house, say)),
        (say("Whom to ask"), say("Whoever runs this robot is found here: {contact}.").format(contact=_contact(house))),
    )
    purpose = say(
        "This robot copies practice sheets from other wikis to this one, with their authors, their source and their "
        "licence, and keeps the copies up to date."
    )
    return "\n\n".join((purpose, *(f"== {heading} ==\n{text}" for heading, text in sections)))


def _origin(origin: Origin, say: Say) -> str:
    name = plain_text(origin.wiki)
    link = f"[{origin.address} {name}]" if "://" in origin.address else name
    if not origin.description:
        return say("from {wiki}").format(wiki=link)
    return say("from {wiki}: {description}").format(wiki=link, description=plain_text(origin.description))


def _yours(say: Say) -> str:
    return say(
        "Edit the copies as any page: what you write stays. When the page at the source changes as well, the robot "
        "puts both together; where both changed the same sentence, yours stays until a person decides. It never "
        "deletes a page, never takes one that is not its own, and never makes one again that you deleted."
    )


def _ways_to_stop(house: House, say: Say) -> tuple[str, ...]:
    ways = [say("On one page: put {nobots} on it.").format(nobots=_shown("{{nobots}}"))]
    if house.opt_out:
        ways.append(say("On several pages: list them on {page}.").format(page=_link(house.opt_out)))
    if house.stop_page:
        ways.append(say("Everywhere and at once: write anything on {page}.").format(page=_link(house.stop_page)))
    if house.account and house.obeys_messages:
        talk = _link(full_title(house.facts, USER_TALK, house.account))
        ways.append(say("By a message on {page}: it writes nothing until a person has read it.").format(page=talk))
    ways.append(say("For a single copy, for good: take its credit out, or delete it."))
    return tuple(ways)


def _licences(house: House, say: Say) -> str:
    told = [
        say("Nothing is copied without evidence of a free licence that this wiki may take."),
        say("Each copy credits its authors, its source, the very revision and the licence: please let that stand."),
    ]
    if house.templates:
        templates = ", ".join(_link(full_title(house.facts, TEMPLATE, name)) for name in house.templates)
        told.append(say("The credit is written with {template}.").format(template=templates))
    if house.own_templates:
        told.append(say("All copies: {category}.").format(category=_category(copies_category(say), house.facts)))
    if house.own_templates and house.takes_marked:
        category = _category(marked_category(say), house.facts)
        told.append(say("Some keep the licence they came with: {category}.").format(category=category))
    return " ".join(told)


def _contact(house: House) -> str:
    return house.contact if "://" in house.contact else plain_text(house.contact)


def _category(name: str, facts: WikiFacts) -> str:
    return _link(full_title(facts, CATEGORY, name))


def _link(title: str) -> str:
    return f"[[:{title}]]"


def _shown(wikitext: str) -> str:
    """Write wikitext that people shall read and that does nothing."""
    return f"<code><nowiki>{wikitext}</nowiki></code>"
