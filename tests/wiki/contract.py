"""What every adapter of :mod:`bot.wiki` promises: one suite for folders and for real MediaWikis.

Subclass :class:`WikiContract` in a test module and give it a fixture ``farm``. Every test uses titles of its own, so
one wiki can serve them all. The wiki speaks French, has the content namespace 100 “Recette”, and a licence.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol
from uuid import uuid4

import pytest

from bot.domain.page import PROTECTED, PROTECTING, Page, PageRef, Redirect, Written
from bot.domain.selection import InCategory, InNamespace, Named, Prefixed, Selection, Selector, UsesTemplate
from bot.errors import Trouble, WikiError
from bot.wiki.protocol import Wiki

PEOPLE = ("Alice", "Benoît", "Chloé")
SUMMARY = "Copie de « Café débat », CC-BY-SA-4.0"
TEXT = """{{Fiche outil
| titre = Café débat
| objectifs = écouter, débattre
}}

== Déroulé ==
On s’installe autour d’une table : « Qu’est-ce qui vous amène ? »"""


class Farm(Protocol):
    """The wiki under test, and people who use it behind our back."""

    @property
    def wiki(self) -> Wiki:
        """Give the adapter, which may write."""
        ...

    @property
    def keeps_log(self) -> bool:
        """Tell whether the wiki remembers which titles were deleted."""
        ...

    @property
    def expands(self) -> bool:
        """Tell whether the wiki knows what a template gives."""
        ...

    @property
    def keeps_history(self) -> bool:
        """Tell whether the wiki keeps old revisions, and page ids when a page moves."""
        ...

    @property
    def protects(self) -> bool:
        """Tell whether pages of the wiki can be protected."""
        ...

    def protecting(self) -> AbstractContextManager[Wiki]:
        """Give the adapter while its account has the right to protect pages, which it has not otherwise."""
        ...

    def put(self, title: str, text: str, user: str = PEOPLE[0]) -> None:
        """Write or edit a page as one of PEOPLE does; on return, listings of the wiki know of it."""
        ...

    def delete(self, title: str) -> None:
        """Delete a page as a person does."""
        ...


def unique(name: str) -> str:
    """Give a title that no other test uses."""
    return f"{name} {uuid4().hex[:8]}"


def found(farm: Farm, title: str) -> PageRef:
    """Give the page that stands at a title."""
    page = farm.wiki.look_for([title])[title].page
    assert page is not None
    return page


def titles(farm: Farm, *include: Selector, exclude: tuple[Selector, ...] = ()) -> list[str]:
    """List the titles of a selection, in order."""
    return sorted(ref.title for ref in farm.wiki.select(Selection(include, exclude)))


def read_one(farm: Farm, title: str) -> Page:
    """Read the page at a title."""
    (page,) = farm.wiki.read([found(farm, title).page_id])
    return page


def refused(wiki: Wiki, page_id: int) -> None:
    """See a protection refused that the account has no right to, and nothing protected."""
    with pytest.raises(WikiError) as caught:
        wiki.protect(page_id, SUMMARY)
    assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "cantprotect")
    assert not wiki.look_at([page_id])[page_id].protection


class WikiContract:
    """The promises of an adapter, one test each."""

    # What the wiki says of itself

    def test_tells_its_names_its_namespaces_and_its_licence(self, farm: Farm) -> None:
        facts = farm.wiki.facts()
        assert facts.site_name
        assert facts.address
        assert facts.language == "fr"
        assert facts.content_namespaces() >= {0, 100}
        assert not facts.content_namespaces() & {2, 10, 14}
        names = {"Catégorie": 14, "category": 14, "Modèle": 10, "Fichier": 6, "image": 6, "user": 2, "recette": 100}
        assert {name: space.number for name in names if (space := facts.namespace_called(name))} == names
        assert facts.notice.url
        assert farm.wiki.facts() is facts

    def test_gives_addresses_for_a_page_a_revision_and_a_history(self, farm: Farm) -> None:
        facts = farm.wiki.facts()
        addresses = {facts.page_url("Café débat"), facts.permalink("Café débat", 42), facts.history_url("Café débat")}
        assert len(addresses) == 3
        assert all(address.startswith("http") and "Caf%C3%A9_d%C3%A9bat" in address for address in addresses)
        assert "42" in facts.permalink("Café débat", 42)

    # Selections

    def test_selects_by_category_however_it_is_written(self, farm: Farm) -> None:
        category, plain, key, english = (unique(name) for name in ("Fiches", "Débat", "Écoute", "Atelier"))
        farm.put(plain, f"Un texte.\n\n[[Catégorie:{category}]]")
        farm.put(key, f"Un texte.\n\n[[catégorie:{category.replace(' ', '_')}|Ecoute]]")
        farm.put(english, f"Un texte.\n\n[[Category:{category[0].lower()}{category[1:]}]]")
        farm.put(unique("Lien"), f"Voir [[:Catégorie:{category}]] et <nowiki>[[Catégorie:{category}]]</nowiki>.")
        assert titles(farm, InCategory(category)) == sorted([plain, key, english])
        refs = farm.wiki.select(Selection((InCategory(category),)))
        assert [ref.page_id for ref in refs] == sorted(ref.page_id for ref in refs)
        assert all(ref == found(farm, ref.title) for ref in refs)

    def test_follows_subcategories_as_deep_as_asked(self, farm: Farm) -> None:
        top, middle, low = (unique(name) for name in ("Outils", "Débats", "Débats courts"))
        farm.put(f"Catégorie:{middle}", f"[[Catégorie:{top}]]")
        farm.put(f"Catégorie:{low}", f"[[Catégorie:{middle}]] [[Catégorie:{low}]]")
        pages = [unique(name) for name in ("Un", "Deux", "Trois")]
        for page, category in zip(pages, (top, middle, low), strict=True):
            farm.put(page, f"Un texte. [[Catégorie:{category}]]")
        assert titles(farm, InCategory(top)) == pages[:1]
        assert titles(farm, InCategory(top, depth=1)) == sorted(pages[:2])
        assert titles(farm, InCategory(top, depth=5)) == sorted(pages)

    def test_names_the_categories_below_another(self, farm: Farm) -> None:
        top, one, other, low, loop = (unique(name) for name in ("Thèmes", "Jeu", "Écoute", "Jeu court", "Cercle"))
        farm.put(f"Catégorie:{one}", f"[[Catégorie:{top}]]")
        farm.put(f"Catégorie:{other}", f"[[Category:{top[0].lower()}{top[1:].replace(' ', '_')}|clé]]")
        farm.put(f"Catégorie:{low}", f"[[Catégorie:{one}]] [[Catégorie:{other}]]")
        farm.put(f"Catégorie:{loop}", f"[[Catégorie:{low}]]")
        farm.put(f"Catégorie:{top}", f"[[Catégorie:{loop}]]")
        farm.put(unique("Débat"), f"Un texte. [[Catégorie:{top}]]")
        assert farm.wiki.categories_below(top, 1) == {one, other}
        assert farm.wiki.categories_below(top, 2) == {one, other, low}
        assert farm.wiki.categories_below(top, 9) == {one, other, low, loop}
        assert farm.wiki.categories_below(top.replace(" ", "_"), 1) == {one, other}
        assert farm.wiki.categories_below(low, 9) == {loop, top, one, other}
        assert farm.wiki.categories_below(unique("Vide"), 5) == frozenset()

    def test_refuses_a_tree_that_no_mapping_can_mean(self, farm: Farm, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("bot.wiki.trees.MOST", 2)
        top, *below = (unique(name) for name in ("Thèmes", "Un", "Deux", "Trois"))
        for category in below[:2]:
            farm.put(f"Catégorie:{category}", f"[[Catégorie:{top}]]")
        assert farm.wiki.categories_below(top, 5) == set(below[:2])
        farm.put(f"Catégorie:{below[2]}", f"[[Catégorie:{below[0]}]]")
        with pytest.raises(WikiError) as caught:
            farm.wiki.categories_below(top, 5)
        assert (caught.value.trouble, caught.value.code) == (Trouble.WIKI, "tree-too-large")
        assert top in caught.value.info
        assert farm.wiki.categories_below(top, 1) == set(below[:2])

    def test_selects_by_template_however_it_is_written(self, farm: Farm) -> None:
        template, block, line, full = (unique(name) for name in ("Fiche outil", "Forum", "Cercle", "Jeu"))
        farm.put(block, f"{{{{{template}\n| titre = Forum\n}}}}")
        farm.put(line, f"Avant {{{{{template[0].lower()}{template[1:].replace(' ', '_')}|titre=Cercle}}}} après")
        farm.put(full, f"{{{{Modèle:{template}}}}}")
        farm.put(unique("Aide"), f"On écrit <nowiki>{{{{{template}}}}}</nowiki> en haut, <!-- {{{{{template}}}}} -->")
        assert titles(farm, UsesTemplate(template)) == sorted([block, line, full])

    def test_selects_by_title(self, farm: Farm) -> None:
        one, other = unique("Arpentage"), "Recette:" + unique("Soupe")
        farm.put(one, "Un texte.")
        farm.put(other, "Un texte.")
        asked = (one[0].lower() + one[1:].replace(" ", "_"), other, unique("Absente"))
        assert titles(farm, Named(asked)) == sorted([one, other])

    def test_selects_by_the_beginning_of_the_title(self, farm: Farm) -> None:
        start = unique("Fiche")
        for title in (f"{start}/Débat", f"{start}/Écoute", f"Recette:{start}/Soupe", f"Avant {start}"):
            farm.put(title, "Un texte.")
        assert titles(farm, Prefixed(f"{start}/")) == [f"{start}/Débat", f"{start}/Écoute"]
        assert titles(farm, Prefixed(start, namespace="Recette")) == [f"Recette:{start}/Soupe"]

    def test_selects_by_namespace(self, farm: Farm) -> None:
        recipe, other = "Recette:" + unique("Soupe"), unique("Débat")
        farm.put(recipe, "Un texte.")
        farm.put(other, "Un texte.")
        for namespace in (100, "Recette"):
            listed = titles(farm, InNamespace(namespace))
            assert recipe in listed
            assert all(title.startswith("Recette:") for title in listed)
        assert other in titles(farm, InNamespace(0))

    def test_adds_selectors_up_and_takes_exclusions_away(self, farm: Farm) -> None:
        category, drafts = unique("Fiches"), unique("Brouillons")
        ready, draft, named = unique("Débat"), unique("Ébauche"), unique("Écoute")
        farm.put(ready, f"Un texte. [[Catégorie:{category}]]")
        farm.put(draft, f"Un texte. [[Catégorie:{category}]] [[Catégorie:{drafts}]]")
        farm.put(named, "Un texte.")
        every = (InCategory(category), Named((named,)), Named((ready,)))
        assert titles(farm, *every) == sorted([ready, draft, named])
        assert titles(farm, *every, exclude=(InCategory(drafts), Named((named,)))) == [ready]

    def test_keeps_to_the_content_namespaces_unless_told(self, farm: Farm) -> None:
        category, name = unique("Fiches"), unique("Débat")
        for title in (name, f"Recette:{name}", f"Utilisateur:Alice/{name}"):
            farm.put(title, f"Un texte. [[Catégorie:{category}]]")
        assert titles(farm, InCategory(category)) == sorted([name, f"Recette:{name}"])
        assert titles(farm, InCategory(category, namespace=0)) == [name]
        assert titles(farm, InCategory(category, namespace="Recette")) == [f"Recette:{name}"]
        assert titles(farm, InCategory(category, namespace=2)) == [f"Utilisateur:Alice/{name}"]

    def test_leaves_redirects_out(self, farm: Farm) -> None:
        category, target, redirect = unique("Fiches"), unique("Débat"), unique("Débats")
        farm.put(target, f"Un texte. [[Catégorie:{category}]]")
        farm.put(redirect, f"#REDIRECTION [[{target}]]\n\n[[Catégorie:{category}]]")
        assert titles(farm, InCategory(category), Named((redirect,))) == [target]
        assert found(farm, redirect).redirect
        assert not found(farm, target).redirect

    def test_follows_redirects_of_templates(self, farm: Farm) -> None:
        new, old, older = unique("Fiche outil"), unique("Fiche ancienne"), unique("Fiche d’antan")
        farm.put(f"Modèle:{new}", "Un modèle.")
        farm.put(f"Modèle:{old}", f"#REDIRECTION [[Modèle:{new}]]")
        farm.put(f"Modèle:{older}", f"#redirection [[modèle:{new.replace(' ', '_')}]]")
        farm.put(unique("Fiche"), f"#REDIRECTION [[Modèle:{new}]]")
        pages = unique("Forum"), unique("Cercle")
        for page, template in zip(pages, (new, old), strict=True):
            farm.put(page, f"{{{{{template}|titre=x}}}}")
        both = {(old, new), (older, new)}
        assert set(farm.wiki.template_redirects((new,))) == both
        assert set(farm.wiki.template_redirects((old, unique("Absent")))) == both
        assert farm.wiki.template_redirects(()) == ()
        assert titles(farm, UsesTemplate(new)) == sorted(pages)
        assert titles(farm, UsesTemplate(old)) == [pages[1]]

    # Reading

    def test_reads_text_digest_and_authors(self, farm: Farm) -> None:
        title = unique("Café débat")
        farm.put(title, "Un début.", user="Chloé")
        farm.put(title, TEXT, user="Alice")
        farm.put(title, f"{TEXT} Merci !", user="Benoît")
        page = read_one(farm, title)
        assert page.ref == found(farm, title)
        assert page.text == f"{TEXT} Merci !"
        assert page.digest == hashlib.sha1(page.text.encode()).hexdigest()
        assert page.contributors.names == ("Alice", "Benoît", "Chloé")
        assert page.contributors.anonymous == page.contributors.hidden == 0
        assert page.written_at.tzinfo is not None
        assert page.model == "wikitext"

    def test_leaves_out_pages_that_are_gone(self, farm: Farm) -> None:
        gone, stays = unique("Débat"), unique("Écoute")
        farm.put(gone, "Un texte.")
        farm.put(stays, "Un texte.")
        ids = [found(farm, gone).page_id, found(farm, stays).page_id]
        farm.delete(gone)
        assert [page.ref.title for page in farm.wiki.read(ids)] == [stays]
        presences = farm.wiki.look_at(ids)
        assert presences[ids[0]].page is None
        assert presences[ids[1]].page == found(farm, stays)
        assert list(farm.wiki.read([])) == []
        assert not farm.wiki.look_at([])
        assert not farm.wiki.look_for([])

    # Looking

    def test_tells_what_stands_at_a_title(self, farm: Farm) -> None:
        here, missing = "Recette:" + unique("Soupe"), "Recette:" + unique("Salade")
        farm.put(here, TEXT)
        presences = farm.wiki.look_for([here, missing], with_text=True)
        assert presences[here].page is not None
        assert presences[here].text == TEXT
        assert presences[here].digest == hashlib.sha1(TEXT.encode()).hexdigest()
        assert presences[missing].page is None
        assert {presence.namespace for presence in presences.values()} == {100}
        assert {asked: presence.title for asked, presence in presences.items()} == {here: here, missing: missing}
        assert not any(presence.invalid for presence in presences.values())
        assert farm.wiki.look_for([here])[here].text is None

    def test_tells_what_stands_at_a_page_id(self, farm: Farm) -> None:
        title = unique("Débat")
        farm.put(title, TEXT)
        page_id = found(farm, title).page_id
        presence = farm.wiki.look_at([page_id], with_text=True)[page_id]
        assert presence.page == found(farm, title)
        assert (presence.title, presence.namespace, presence.text) == (title, 0, TEXT)
        assert presence.digest == hashlib.sha1(TEXT.encode()).hexdigest()

    def test_normalises_titles_and_answers_by_the_title_asked(self, farm: Farm) -> None:
        title = unique("Été à l’école")
        farm.put(title, TEXT)
        asked = [
            title.replace(" ", "_"),
            title[0].lower() + title[1:],
            f"  {title.replace(' ', '  ')} ",
            title.replace("É", "E\u0301").replace("é", "e\u0301"),
        ]
        presences = farm.wiki.look_for(asked)
        assert list(presences) == asked
        assert {presence.title for presence in presences.values()} == {title}
        assert {presence.page for presence in presences.values()} == {found(farm, title)}

    def test_marks_titles_that_no_wiki_can_hold(self, farm: Farm) -> None:
        good, name = unique("Débat"), unique("A")
        bad = [f"{name}|b", f"{name}#b", f"{name}<b", "", "é" * 128]
        farm.put(name, "Une page qui ne doit pas répondre pour les autres.")
        presences = farm.wiki.look_for([good, *bad])
        assert set(presences) == {good, *bad}
        assert [asked for asked, presence in presences.items() if presence.invalid] == bad
        assert all(presence.page is None for presence in presences.values())

    def test_tells_a_redirect_a_blank_page_and_when_it_was_written(self, farm: Farm) -> None:
        target, redirect, blank = unique("Débat"), unique("Débats"), unique("Vide")
        farm.put(target, "Un texte.")
        farm.put(redirect, f"#REDIRECTION [[{target[0].lower()}{target[1:]}#Fin|ici]]")
        farm.put(blank, "Un texte.")
        farm.put(blank, "")
        seen = farm.wiki.look_for([target, redirect, blank], with_text=True)
        assert {title: presence.target for title, presence in seen.items() if presence.target} == {redirect: target}
        assert [title for title, presence in seen.items() if presence.blank] == [blank]
        assert seen[blank].text == ""
        assert not farm.wiki.look_for([blank + " absent"])[blank + " absent"].blank
        page = read_one(farm, target)
        assert seen[target].written_at == page.written_at
        assert farm.wiki.look_for([redirect])[redirect].target == ""

    # Old revisions, and our own

    def test_gives_the_texts_of_revisions(self, farm: Farm) -> None:
        one, other, gone = (unique(name) for name in ("Débat", "Écoute", "Perdue"))
        old = farm.wiki.create(one, f"Un premier texte de {one}.", SUMMARY)
        new = farm.wiki.update(one, f"Un second texte de {one}.", SUMMARY, base=old.revision)
        beside = farm.wiki.create(other, f"{TEXT}\n{other}", SUMMARY)
        lost = farm.wiki.create(gone, f"{TEXT}\n{gone}", SUMMARY)
        farm.delete(gone)
        kept = {new.revision: f"Un second texte de {one}.", beside.revision: f"{TEXT}\n{other}"}
        if farm.keeps_history:
            kept[old.revision] = f"Un premier texte de {one}."
        asked = [old.revision, new.revision, beside.revision, lost.revision, 2**40]
        assert farm.wiki.texts(asked) == kept
        assert farm.wiki.texts([]) == {}

    def test_tells_our_newest_revision_of_each_page(self, farm: Farm) -> None:
        one, other, gone = (unique(name) for name in ("Débat", "Écoute", "Perdue"))
        created = farm.wiki.create(one, TEXT, SUMMARY)
        beside = farm.wiki.create(other, TEXT, "Un autre résumé")
        farm.wiki.create(gone, TEXT, SUMMARY)
        updated = farm.wiki.update(one, f"{TEXT} Merci !", f"{SUMMARY} (2)", base=created.revision)
        farm.put(other, f"{TEXT} Et nous !")
        farm.delete(gone)
        found = farm.wiki.contributions()
        told = {mine.title: mine for mine in found if mine.title in (one, other, gone)}
        assert set(told) == {one, other}
        assert (told[one].page_id, told[one].revision, told[one].summary) == (
            updated.page_id,
            updated.revision,
            f"{SUMMARY} (2)",
        )
        assert (told[other].revision, told[other].summary) == (beside.revision, "Un autre résumé")
        assert len({mine.page_id for mine in found}) == len(found)
        assert [mine.written_at for mine in found] == sorted((mine.written_at for mine in found), reverse=True)
        assert farm.wiki.contributions(told[one].written_at)[0].written_at >= told[one].written_at
        assert farm.wiki.contributions(told[one].written_at + timedelta(days=1)) == ()

    def test_tells_titles_that_people_have_deleted(self, farm: Farm) -> None:
        deleted, never = unique("Débat"), unique("Écoute")
        farm.put(deleted, "Un texte.")
        farm.delete(deleted)
        expected = {deleted} if farm.keeps_log else set()
        assert farm.wiki.deleted_titles([deleted, never]) == expected
        assert farm.wiki.deleted_titles([]) == frozenset()

    def test_tells_with_which_words_pages_were_deleted(self, farm: Farm) -> None:
        title = unique("Supprimée")
        farm.put(title, "Un texte.")
        page = farm.wiki.look_for([title])[title].page
        assert page is not None
        farm.delete(title)
        told = farm.wiki.deletion_words([page.page_id, 999_999])
        assert set(told) == ({page.page_id, 999_999} if farm.keeps_log else set())
        assert told.get(999_999) is None
        assert farm.wiki.deletion_words([]) == {}
        assert farm.wiki.hidden_texts([]) == frozenset()

    def test_tells_where_redirects_lead_in_one_step(self, farm: Farm) -> None:
        page, old, older, oldest, loose = (unique(name) for name in ("But", "Ancien", "Vieux", "Plus vieux", "Perdu"))
        farm.put(page, "Un texte.")
        farm.put(old, f"#REDIRECTION [[{page}]]")
        farm.put(older, f"#redirect [[{page[0].lower()}{page[1:].replace(' ', '_')}#Une étape]]\n\nUn reste.")
        farm.put(oldest, f"#REDIRECTION [[{old}]]")
        farm.put(loose, f"#REDIRECTION [[Absent {page}]]")
        asked = [page, old, older, oldest, loose, unique("Jamais"), "A|b", ""]
        assert farm.wiki.redirects(asked) == {
            old: Redirect(page),
            older: Redirect(page, "#Une étape"),
            oldest: Redirect(old),
            loose: Redirect(f"Absent {page}"),
        }
        assert farm.wiki.redirects([]) == {}

    def test_expands_calls_or_tells_nothing(self, farm: Farm) -> None:
        name = unique("Carte")
        farm.put(f"Modèle:{name}", "* {{{1}}} sur {{NOMPAGE}}\n* fin")
        calls = (f"{{{{{name}|a}}}}", f"{{{{{name}|''b''}}}}", "{{NOMPAGE}}")
        told = farm.wiki.expand("Recette:Soupe", calls)
        both = {calls[0]: "* a sur Soupe\n* fin", calls[1]: "* ''b'' sur Soupe\n* fin", calls[2]: "Soupe"}
        assert told == (both if farm.expands else {})

    # What people tell us

    def test_tells_what_stands_on_the_pages_that_rule_us(self, farm: Farm) -> None:
        stop, missing, invalid = "Utilisateur:" + unique("Robot"), "Projet:" + unique("Liste"), "Projet:A|b"
        farm.put(stop, "Stop !", user="Chloé")
        farm.put(stop, "Stop, merci !", user="Benoît")
        signals = farm.wiki.signals([stop.replace("Utilisateur:", "user:"), missing, invalid])
        assert [page.title for page in signals.pages] == [stop, missing, invalid]
        first = signals.page(stop.replace("Utilisateur:", "user:"))
        assert first is not None
        assert first.page == found(farm, stop)
        assert first.text == "Stop, merci !"
        assert first.user == ("Benoît" if farm.keeps_log else "")
        assert [page.page is None for page in signals.pages] == [False, True, True]
        assert [bool(page.invalid) for page in signals.pages] == [False, False, True]
        assert signals.page("Ailleurs") is None
        assert (signals.message, signals.block) == (False, None)

    def test_needs_no_page_to_tell_what_people_tell_us(self, farm: Farm) -> None:
        assert farm.wiki.signals([]).pages == ()

    # Writing

    def test_creates_a_page(self, farm: Farm) -> None:
        title = "Recette:" + unique("Café débat")
        written = farm.wiki.create(title, TEXT, SUMMARY)
        presence = farm.wiki.look_for([title], with_text=True)[title]
        assert presence.page is not None
        assert (presence.page.page_id, presence.page.revision) == (written.page_id, written.revision)
        assert presence.text == TEXT
        assert (written.title, written.changed, written.merged) == (title, True, False)

    def test_creates_nothing_where_a_page_stands(self, farm: Farm) -> None:
        title = unique("Débat")
        farm.put(title, "Le texte de quelqu’un.")
        with pytest.raises(WikiError) as caught:
            farm.wiki.create(title, TEXT, SUMMARY)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "articleexists")
        assert read_one(farm, title).text == "Le texte de quelqu’un."

    def test_updates_a_page_from_the_revision_it_knows(self, farm: Farm) -> None:
        title = unique("Débat")
        created = farm.wiki.create(title, "Un premier texte.", SUMMARY)
        updated = farm.wiki.update(title, TEXT, SUMMARY, base=created.revision)
        assert updated.changed
        assert updated.page_id == created.page_id
        assert found(farm, title).revision == updated.revision != created.revision
        assert read_one(farm, title).text == TEXT

    def test_updates_nothing_that_somebody_has_edited(self, farm: Farm) -> None:
        title = unique("Débat")
        created = farm.wiki.create(title, "Un premier texte.", SUMMARY)
        farm.put(title, "Le texte de quelqu’un.")
        with pytest.raises(WikiError) as caught:
            farm.wiki.update(title, "Un second texte.", SUMMARY, base=created.revision)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "editconflict")
        assert read_one(farm, title).text == "Le texte de quelqu’un."

    def test_updates_nothing_that_is_gone(self, farm: Farm) -> None:
        title = unique("Débat")
        created = farm.wiki.create(title, "Un premier texte.", SUMMARY)
        farm.delete(title)
        with pytest.raises(WikiError) as caught:
            farm.wiki.update(title, TEXT, SUMMARY, base=created.revision)
        assert caught.value.trouble is Trouble.PAGE
        assert farm.wiki.look_for([title])[title].page is None

    def test_makes_no_revision_of_the_same_text(self, farm: Farm) -> None:
        title = unique("Débat")
        created = farm.wiki.create(title, TEXT, SUMMARY)
        again = farm.wiki.update(title, f"{TEXT}\n\n", SUMMARY, base=created.revision)
        assert not again.changed
        assert again.revision == created.revision == found(farm, title).revision

    # Protecting

    def test_protects_a_page_or_refuses(self, farm: Farm) -> None:
        title = unique("Débat")
        created = farm.wiki.create(title, TEXT, SUMMARY)
        rights = farm.wiki.signals([]).rights
        assert rights is not None
        assert not rights.intersection(PROTECTING)
        refused(farm.wiki, created.page_id)
        with farm.protecting() as wiki:
            if not farm.protects:
                refused(wiki, created.page_id)
                return
            protected = wiki.protect(created.page_id, SUMMARY)
            seen = wiki.look_at([created.page_id], with_text=True)[created.page_id]
            assert seen.page == PageRef(created.page_id, title, protected.revision)
            assert (seen.protection, seen.text) == (PROTECTED, TEXT)
            assert wiki.protect(created.page_id, SUMMARY) == protected
            assert (wiki.signals([]).rights or frozenset()).issuperset(PROTECTING)
            updated = wiki.update(title, "Un second texte.", SUMMARY, base=protected.revision)
            assert wiki.look_at([created.page_id])[created.page_id].protection == PROTECTED
            with pytest.raises(WikiError) as caught:
                wiki.protect(10**9, SUMMARY)
            assert caught.value.trouble is Trouble.PAGE
        with pytest.raises(WikiError) as caught:
            farm.wiki.update(title, TEXT, SUMMARY, base=updated.revision)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "protectedpage")
        assert read_one(farm, title).text == "Un second texte."

    # Moving

    def test_moves_a_page_and_leaves_a_redirect(self, farm: Farm) -> None:
        old, new = unique("Débat"), "Recette:" + unique("Débat mouvant")
        created = farm.wiki.create(old, TEXT, SUMMARY)
        moved = farm.wiki.move(created.page_id, new, SUMMARY, base=created.revision)
        assert (moved.title, moved.changed, moved.merged) == (new, True, False)
        seen = farm.wiki.look_for([old, new], with_text=True)
        assert seen[new].page == PageRef(moved.page_id, new, moved.revision, 100)
        assert seen[new].text == TEXT
        assert seen[old].page is not None
        assert seen[old].page.redirect
        assert seen[old].target == new
        if farm.keeps_history:
            assert moved.page_id == created.page_id
            assert moved.revision > created.revision

    def test_moves_a_page_back_over_its_own_redirect(self, farm: Farm) -> None:
        old, new = unique("Débat"), unique("Débat mouvant")
        created = farm.wiki.create(old, TEXT, SUMMARY)
        moved = farm.wiki.move(created.page_id, new, SUMMARY, base=created.revision)
        back = farm.wiki.move(moved.page_id, old, SUMMARY, base=moved.revision)
        assert back.title == old
        assert farm.wiki.look_for([old], with_text=True)[old].text == TEXT
        assert farm.wiki.look_for([new], with_text=True)[new].target == old

    def test_moves_no_page_onto_another(self, farm: Farm) -> None:
        old, taken, redirect, elsewhere = (unique(name) for name in ("Débat", "Prise", "Renvoi", "Ailleurs"))
        created = farm.wiki.create(old, TEXT, SUMMARY)
        farm.put(taken, "Le texte de quelqu’un.")
        farm.put(elsewhere, "Un texte.")
        farm.put(redirect, f"#REDIRECTION [[{elsewhere}]]")
        for title in (taken, redirect):
            with pytest.raises(WikiError) as caught:
                farm.wiki.move(created.page_id, title, SUMMARY, base=created.revision)
            assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "articleexists")
        assert read_one(farm, taken).text == "Le texte de quelqu’un."
        assert farm.wiki.look_for([redirect], with_text=True)[redirect].target == elsewhere
        assert read_one(farm, old).text == TEXT

    def test_moves_no_page_that_somebody_edited_or_deleted(self, farm: Farm) -> None:
        old, new = unique("Débat"), unique("Débat mouvant")
        created = farm.wiki.create(old, TEXT, SUMMARY)
        farm.put(old, "Le texte de quelqu’un.")
        with pytest.raises(WikiError) as caught:
            farm.wiki.move(created.page_id, new, SUMMARY, base=created.revision)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "editconflict")
        farm.delete(old)
        with pytest.raises(WikiError) as caught:
            farm.wiki.move(created.page_id, new, SUMMARY, base=created.revision)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "missingtitle")
        assert all(seen.page is None for seen in farm.wiki.look_for([old, new]).values())

    @pytest.mark.parametrize("title", ["Modèle:Essai mouvant", "Catégorie:Essai mouvant", "Essai.js"])
    def test_moves_no_page_out_of_content(self, farm: Farm, title: str) -> None:
        old = unique("Débat")
        created = farm.wiki.create(old, TEXT, SUMMARY)
        with pytest.raises(WikiError) as caught:
            farm.wiki.move(created.page_id, title, SUMMARY, base=created.revision)
        assert caught.value.trouble is Trouble.PAGE
        assert read_one(farm, old).text == TEXT

    @pytest.mark.parametrize(
        "title", ["Modèle:Essai", "User:Alice/Essai", "MediaWiki:Essai", "Discussion utilisateur:Alice", "Essai.js"]
    )
    def test_writes_no_page_that_robots_must_leave_alone(self, farm: Farm, title: str) -> None:
        with pytest.raises(WikiError) as caught:
            farm.wiki.create(title, TEXT, SUMMARY)
        assert caught.value.trouble is Trouble.PAGE
        assert farm.wiki.look_for([title])[title].page is None

    def test_writes_house_pages_with_the_same_guards(self, farm: Farm) -> None:
        title = unique("Modèle:Crédit")
        made = farm.wiki.write_house(title, TEXT, SUMMARY, base=None)
        with pytest.raises(WikiError) as caught:
            farm.wiki.write_house(title, "Autre", SUMMARY, base=None)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "articleexists")
        changed = farm.wiki.write_house(title, "Neuf", SUMMARY, base=made.revision)
        with pytest.raises(WikiError) as caught:
            farm.wiki.write_house(title, "Vieux", SUMMARY, base=made.revision)
        assert (caught.value.trouble, caught.value.code) == (Trouble.PAGE, "editconflict")
        assert farm.wiki.look_for([title], with_text=True)[title].text == "Neuf"
        assert changed.title == title

    @pytest.mark.parametrize(
        "title",
        [
            "MediaWiki:Essai",
            "Discussion utilisateur:Alice",
            "Discussion modèle:Essai",
            "Essai hors de la maison",
            "Modèle:Essai/styles.css",
        ],
    )
    def test_writes_no_house_page_but_where_they_belong(self, farm: Farm, title: str) -> None:
        with pytest.raises(WikiError) as caught:
            farm.wiki.write_house(title, TEXT, SUMMARY, base=None)
        assert caught.value.trouble is Trouble.PAGE
        assert farm.wiki.look_for([title])[title].page is None

    def test_stores_text_as_a_wiki_does(self, farm: Farm) -> None:
        title = unique("Débat")
        farm.wiki.create(title, "\nUn de\u0301bat\r\nen deux lignes\u00a0: \n\n\t ", SUMMARY)
        page = read_one(farm, title)
        assert page.text == "\nUn débat\nen deux lignes\u00a0:"
        assert page.digest == hashlib.sha1(page.text.encode()).hexdigest()

    @pytest.mark.parametrize("title", ["A|b", "A#b", "", "é" * 128])
    def test_raises_nothing_but_its_own_error(self, farm: Farm, title: str) -> None:
        writes: tuple[Callable[[], Written], ...] = (
            lambda: farm.wiki.create(title, TEXT, SUMMARY),
            lambda: farm.wiki.update(title, TEXT, SUMMARY, base=1),
            lambda: farm.wiki.create(unique("Vide"), "", SUMMARY),
        )
        for write in writes:
            with pytest.raises(WikiError) as caught:
                write()
            assert caught.value.code
            assert caught.value.wiki == farm.wiki.name
