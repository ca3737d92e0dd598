"""The wikis of a configuration: addresses, accounts and declared licences."""

import os
import re
import stat
from pathlib import Path

from bot.config.addresses import fault_of_api, is_web_address
from bot.config.draft import Draft
from bot.config.models import LicenceShape, SecretShape, WikiShape
from bot.config.paths import absolute
from bot.config.secrets import Secret, SecretPlace
from bot.config.settings import CreditSettings, WikiSettings
from bot.config.titles import bare_template, is_possible
from bot.domain.licences.evidence import Declaration
from bot.domain.licences.recognise import recognise
from bot.domain.licences.values import Licence, from_id
from bot.i18n import _

NAME = re.compile(r"\w[\w.-]*")
"""What wikis and jobs may be called: their names go into file names and commands."""

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CREDENTIAL = re.compile(r"[\w-][\w.-]*")


def read_wikis(draft: Draft) -> tuple[WikiSettings, ...]:
    """Read the wikis, and note what is wrong with them."""
    folder = draft.path.parent
    return tuple(wiki for name in draft.keys("wikis") if (wiki := _read_wiki(draft, name, folder)) is not None)


def check_name(draft: Draft, kind: str, name: str) -> None:
    """Note a name that could not be part of a command or a file name."""
    if not NAME.fullmatch(name):
        message = _("a name holds only letters, digits, “-”, “_” and “.”, and begins with a letter or digit.")
        draft.problem(message, kind, name, at_key=True)


def _read_wiki(draft: Draft, name: str, folder: Path) -> WikiSettings | None:
    check_name(draft, "wikis", name)
    shape = draft.piece(WikiShape, "wikis", name)
    if shape is None:
        return None
    _check_place(draft, name, shape)
    _check_account(draft, name, shape)
    _check_house(draft, name, shape)
    return WikiSettings(
        name=name,
        api=shape.api,
        folder=absolute(Path(shape.folder), folder) if shape.folder else None,
        user=shape.user,
        password=_read_secret(draft, name, shape.password, folder) if shape.password else None,
        pace=shape.pace,
        accepts=shape.accepts,
        non_commercial=shape.non_commercial,
        licence=_read_licence(draft, shape.licence, name, "licence") if shape.licence else None,
        file_licence=_read_licence(draft, shape.file_licence, name, "file_licence") if shape.file_licence else None,
        stop_page=shape.stop_page,
        opt_out=shape.opt_out,
        in_use=tuple(map(bare_template, shape.in_use)),
        obey_messages=shape.obey_messages,
        credit=CreditSettings(shape.credit.bots, shape.credit.also_bots, shape.credit.party),
        report=shape.report,
    )


def _check_place(draft: Draft, name: str, shape: WikiShape) -> None:
    if shape.api and shape.folder:
        message = _("a wiki has either “api” or “folder”: take one of them out.")
        draft.problem(message, "wikis", name, "folder", at_key=True)
    elif not shape.api and not shape.folder and draft.is_clean("wikis", name):
        message = _("the wiki “{wiki}” has no place: give “api”, the address of its api.php, or “folder”.")
        draft.problem(message.format(wiki=name), "wikis", name, at_key=True)
    if shape.api:
        fault = fault_of_api(shape.api)
        if fault:
            draft.problem(fault, "wikis", name, "api")


def _check_account(draft: Draft, name: str, shape: WikiShape) -> None:
    if shape.user and not re.fullmatch(r"[^@]+@[^@:]+", shape.user):
        draft.problem(
            _(
                "this is not the name of a bot password, which is an account, “@” and a word: "
                "make one on the page Special:BotPasswords of the wiki, and write it like Robot@republish."
            ),
            "wikis",
            name,
            "user",
        )
    if not draft.is_clean("wikis", name):
        return
    if shape.report and shape.api and not shape.user:
        message = _("the bot has no account to write this page with: give the wiki “user” and “password”.")
        draft.problem(message, "wikis", name, "report")
    if shape.user and not shape.password:
        message = _(
            "“user” stands without “password”: say where the password is kept, for example {env: WIKI_PASSWORD}."
        )
        draft.problem(message, "wikis", name, "user", at_key=True)
    elif shape.password and not shape.user:
        message = _("“password” stands without “user”: give the bot password name, for example Robot@republish.")
        draft.problem(message, "wikis", name, "password", at_key=True)


def _check_house(draft: Draft, name: str, shape: WikiShape) -> None:
    """Check the pages and templates by which the wiki's people rule the bot."""
    for key, page in (("stop_page", shape.stop_page), ("opt_out", shape.opt_out), ("report", shape.report)):
        if page and not is_possible(page):
            message = _("no page can have this title: write it without brackets, like Utilisateur:Robot/Stop.")
            draft.problem(message, "wikis", name, key)
    for number, template in enumerate(shape.in_use):
        if "in_use" in shape.model_fields_set and not is_possible(bare_template(template)):
            message = _("no template can have this name: write it without braces, like En cours.")
            steps = ("wikis", name, "in_use")
            draft.problem(message, *steps, *([number] if draft.items(*steps) else []))


def _read_secret(draft: Draft, wiki: str, shape: SecretShape, folder: Path) -> Secret | None:
    steps = ("wikis", wiki, "password")
    given = [(place, word) for place in SecretPlace if (word := getattr(shape, place.value)) is not None]
    if len(given) != 1:
        message = _("say one place of the password: {env: NAME}, {file: path} or {credential: name}.")
        draft.problem(message, *steps, at_key=True)
        return None
    [(place, word)] = given
    if place is SecretPlace.FILE:
        word = str(absolute(Path(word), folder))
    where = draft.place(*steps)
    secret = Secret(place, word, draft.file, where.line, where.column)
    _check_secret(draft, secret, *steps, place.value)
    return secret


def _check_secret(draft: Draft, secret: Secret, *steps: str) -> None:
    """Check what can be known of a secret without reading it; its name is not repeated, lest it be the secret."""
    if secret.place is SecretPlace.ENV:
        if not _VARIABLE.fullmatch(secret.name):
            draft.problem(_("this cannot be an environment variable: write its name, not the secret."), *steps)
        elif secret.name not in os.environ:
            draft.warn(_("this environment variable is not set here: set it before the bot starts."), *steps)
    elif secret.place is SecretPlace.CREDENTIAL:
        if not _CREDENTIAL.fullmatch(secret.name):
            draft.problem(_("this cannot be a credential: write the name of LoadCredential=, not the secret."), *steps)
    else:
        _check_secret_file(draft, secret.path(), *steps)


def _check_secret_file(draft: Draft, path: Path, *steps: str) -> None:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        draft.warn(_("this secret file is not here: put it there before the bot starts."), *steps)
        return
    if not stat.S_ISREG(mode):
        draft.problem(_("this is not a file: name the file that holds the secret."), *steps)
    elif mode & (stat.S_IRGRP | stat.S_IROTH):
        draft.problem(_("other users can read the secret file: run chmod 600 on it."), *steps)


def _read_licence(draft: Draft, shape: LicenceShape, wiki: str, key: str) -> Declaration | None:
    steps = ("wikis", wiki, key)
    if not is_web_address(shape.link):
        draft.problem(_("write the web address of the page where the licence is declared."), *steps, "link")
    licence = licence_said(shape.id)
    if licence is None:
        message = _("this is not one licence with its version: write it like CC-BY-SA-4.0, CC-BY-3.0 or CC0-1.0.")
        draft.problem(message, *steps, "id")
        return None
    return Declaration(licence, shape.declared_by, shape.date, shape.link)


def licence_said(text: str) -> Licence | None:
    """Read one licence that a person declares, by its id or its usual name; None when it is not certainly one."""
    licence = from_id(text) or recognise(text).licence
    return licence if licence is not None and licence.is_settled else None
