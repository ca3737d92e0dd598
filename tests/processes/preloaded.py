"""Reads the whole program, for the process that all others are forked from."""

import gc
import pkgutil
from importlib import import_module

import bot

for found in pkgutil.walk_packages(bot.__path__, "bot."):
    # The others do something when they are imported.
    if found.name != "bot.__main__" and not found.name.startswith("bot.store.migrations."):
        import_module(found.name)
gc.freeze()
