"""`newslint config`: the settings for an article with the origin of each, and their JSON Schema."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any, NamedTuple

from lint.cli import configured
from lint.config.files import Layer
from lint.config.settings import Config
from lint.linters import Linters


class Setting(NamedTuple):
    """One value, and where it was given."""

    key: str
    value: Any
    origin: str


def run(args: Namespace) -> int:
    """Do what the action says; return the exit code."""
    if args.action == "schema":
        from lint.config.model import schema

        print(json.dumps(schema(), indent=2))
        return 0
    path = Path(args.path)
    linters = Linters(configured(args))
    linter = linters.of(path)
    settings = list(_settings(linters.configs.stack(path), linter.config))
    if args.output_format == "json":
        rows = [setting._asdict() for setting in settings]
        print(json.dumps({"settings": rows, "rules": [rule.id for rule in linter.rules.rules]}, indent=1))
        return 0
    width = max(len(setting.key) for setting in settings)
    for key, value, origin in settings:
        print(f"{key:{width}} = {json.dumps(value, ensure_ascii=False)}  # {origin}")
    print(f"# {len(linter.rules.rules)} rules run")
    return 0


def _settings(stack: list[Layer], config: Config) -> list[Setting]:
    """Return every value that was given, in the order in which they count, and the defaults of the rest."""
    given = [
        Setting(key, value, layer.place(key))
        for layer in stack
        for key, value in layer.table.items()
        if key not in ("overrides", "per-file-ignores")
    ]
    single = {setting.key: setting for setting in given if not isinstance(setting.value, list | dict)}
    kept = [setting for setting in given if single.get(setting.key, setting) is setting]
    named = {setting.key for setting in kept}
    defaults = {"fail-on", "unsafe-fixes", "review-at", "reject-at", "most-removed", "extractor"} - named
    return [
        *kept,
        *(Setting(key, getattr(config, key.replace("-", "_")), "default") for key in sorted(defaults)),
    ]
