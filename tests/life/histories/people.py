"""What people do in a history: at the source and at the copies."""

import re
from collections.abc import Callable
from contextlib import suppress

from tests.farm.people import RefusedError
from tests.life.histories.deeds import DEEDS, edited, into_the_credit, uncredited
from tests.life.histories.laws import Ledger
from tests.life.histories.stage import Seen, Stage
from tests.life.histories.words import NO_BOTS, Words, credited, title_at, without_note, words
from tests.life.world import PARTNERS, SOURCE

SELECTION = "[[Catégorie:Fiches outils]]"
SLOTS = 2
STOP_PAGE = "Utilisateur:Robot/Stop"


class People:
    """All people of a history at one stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.words = Words()
        self.ledgers = {name: Ledger() for name in PARTNERS}
        self.sheets: dict[int, int] = {}
        """The page id of each sheet, by its number in the history."""
        self.titles = {slot: f"{stage.own}Fiche {'AB'[slot]}" for slot in range(SLOTS)}
        self.at: dict[tuple[int, str], int] = {}
        """The page id of the copy of each sheet."""

    def _known(self, slot: int) -> int:
        return slot if slot in self.sheets else 0

    # People at the source

    def _make(self, slot: int) -> None:
        word = self.words.of_sheet
        text = (
            f"{{{{Fiche outil\n| titre = {self.titles[slot]}\n| résumé = Lire un livre {word()} à plusieurs.\n"
            f"| objectifs = coopérer {word()}, apprendre {word()}\n| licence = CC BY-SA 4.0\n}}}}\n\n"
            f"== Procédure ==\nFormer des groupes {word()} de trois. Distribuer les textes {word()} à lire.\n\n"
            f"Chacun lit {word()} pendant une heure. Puis chacun résume {word()} sa partie.\n\n"
            f"== Sources ==\nNos essais {word()} à nous.\n\n{SELECTION}\n[[Catégorie:Thème {word()}]]"
        )
        hand = self.stage.hands[SOURCE]
        with suppress(RefusedError):
            hand.create(self.titles[slot], text)
            pages = self.stage.pages(SOURCE)
            self.sheets[slot] = next(number for number, page in pages.items() if page.title == self.titles[slot])

    def sheet(self, slot: int, deed: int, number: int) -> None:
        self._edit_sheet(slot, lambda text: edited(text, DEEDS[deed], number, self.words.of_sheet()))

    def _edit_sheet(self, slot: int, change: Callable[[str], str]) -> None:
        page = self.stage.pages(SOURCE).get(self.sheets.get(self._known(slot), 0))
        if page is not None:
            # What stands in the title of a sheet becomes that of its copies, by which a stage knows its pages.
            text = re.sub(rf"(?<=^\| titre = )(?!{self.stage.own})", self.stage.own, change(page.text), flags=re.M)
            self.stage.hands[SOURCE].edit(page.title, text)
            self._note_lost(page)

    def _note_lost(self, before: Seen) -> None:
        after = next((page for page in self.stage.pages(SOURCE).values() if page.title == before.title), None)
        gone = words(before.text) - (words(after.text) if after else frozenset())
        for ledger in self.ledgers.values():
            ledger.sheet_lost(gone)

    def source(self, slot: int, act: str) -> None:
        hand, pages = self.stage.hands[SOURCE], self.stage.pages(SOURCE)
        page = pages.get(self.sheets.get(slot, 0))
        title = page.title if page else self.titles[slot]
        with suppress(RefusedError):
            match act:
                case "make":
                    self._make(slot)
                case "undelete":
                    hand.undelete(title)
                    now = self.stage.pages(SOURCE)
                    self.sheets[slot] = next(number for number, one in now.items() if one.title == title)
                case _ if page is None:
                    return
                case "rename" | "rename alone":
                    new = (
                        f"{title} bis" if title.count(" bis") < 3 else f"{self.stage.own}Fiche {self.words.of_sheet()}"
                    )
                    hand.move(title, new, redirect=act == "rename")
                    self.titles[slot] = new
                case "delete":
                    hand.delete(title)
                case "deselect":
                    self._edit_sheet(slot, lambda text: text.replace(SELECTION, ""))
                case "select":
                    self._edit_sheet(slot, lambda text: text if SELECTION in text else f"{text}\n{SELECTION}")
                case "redirect":
                    self._edit_sheet(slot, lambda _text: "#REDIRECTION [[Accueil]]")
                case "retitle":
                    new = f"{self.stage.own}Outil {self.words.of_sheet()}"
                    self._edit_sheet(slot, lambda text: re.sub(r"titre = .*", f"titre = {new}", text))
                case "revert" if len(hand.history(title)) > 1:
                    hand.revert(title)
                    self._note_lost(page)
                case "older" if len(hand.history(title)) > 2:
                    hand.revert(title, back=2)
                    self._note_lost(page)

    # People at a partner

    def _by_people(self, partner: str, act: Callable[[], object]) -> None:
        before = self.stage.pages(partner)
        with suppress(RefusedError):
            act()
        self.ledgers[partner].people_did(before, self.stage.pages(partner))

    def copy(self, slot: int, partner: str, deed: int, number: int) -> None:
        page = self._page(self._known(slot), partner)
        if page is not None:
            text = edited(page.text, DEEDS[deed], number, self.words.of_people())
            self._by_people(partner, lambda: self.stage.hands[partner].edit(page.title, text, "Admin"))

    def _page(self, slot: int, partner: str) -> Seen | None:
        pages = self.stage.pages(partner)
        sheet = self.sheets.get(slot, 0)
        for number, page in pages.items():
            credit = credited(page.text)
            if credit is not None and credit.sheet == sheet:
                self.at[slot, partner] = number
        return pages.get(self.at.get((slot, partner), 0))

    def people(self, slot: int, partner: str, act: str) -> None:
        slot = self._known(slot)
        page, hand = self._page(slot, partner), self.stage.hands[partner]
        if act == "undelete":
            title = self._last_title(slot, partner)
            self._by_people(partner, lambda: hand.undelete(title))
        elif page is not None:
            self._by_people(partner, lambda: self._act(page, partner, act))

    def _act(self, page: Seen, partner: str, act: str) -> None:
        hand, title = self.stage.hands[partner], page.title
        match act:
            case "move" | "move alone":
                hand.move(title, f"{title} ailleurs", redirect=act == "move")
            case "delete":
                hand.delete(title)
            case "blank":
                hand.blank(title, "Admin")
            case "revert" if len(hand.history(title)) > 1:
                hand.revert(title, "Admin")
            case "older" if len(hand.history(title)) > 2:
                hand.revert(title, "Admin", back=2)
            case "protect":
                hand.protect(title)
            case "free":
                hand.protect(title, "all")
            case _:
                hand.edit(title, self._rewritten(page.text, act), "Admin")

    def _rewritten(self, text: str, act: str) -> str:
        match act:
            case "redirect":
                return "#REDIRECTION [[Accueil]]"
            case "uncredit":
                return uncredited(text)
            case "keep out":
                return f"{NO_BOTS}\n{text}"
            case "let in":
                return text.replace(f"{NO_BOTS}\n", "")
            case "write below":
                return f"{text}\n\nUn mot {self.words.of_people()} en bas."
            case "write into the credit":
                return into_the_credit(text, self.words.of_people())
            case "take the note out":
                return without_note(text)
        return text

    def gate(self, partner: str, act: str) -> None:
        """Keep the bot out of a partner, or let it in again."""
        hand, closed = self.stage.hands[partner], self.ledgers[partner].closed
        with suppress(RefusedError):
            match act:
                case "block":
                    hand.block()
                    closed.add("block")
                case "unblock" if "block" in closed:
                    hand.unblock()
                    closed.discard("block")
                case "stop":
                    hand.edit(STOP_PAGE, "Attendez, merci.")
                    closed.add("stop page")
                case "go on" if "stop page" in closed:
                    hand.blank(STOP_PAGE)
                    closed.discard("stop page")

    def reopen(self) -> None:
        """Let the bot in everywhere."""
        for partner in PARTNERS:
            for act in ("unblock", "go on"):
                self.gate(partner, act)

    def _last_title(self, slot: int, partner: str) -> str:
        return title_at(partner, self.titles[slot])

    def foreign(self, slot: int, partner: str) -> None:
        title = self._last_title(slot, partner)
        text = f"Une page {self.words.of_people()} à nous."
        self._by_people(partner, lambda: self.stage.hands[partner].create(title, text))
