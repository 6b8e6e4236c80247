"""The typed shape of a configuration file; imported only when a file is read for the first time.

The JSON Schema that editors use is made of it: `newslint config schema`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

_Share = Annotated[float, Meta(ge=0, le=1)]
_Ids = list[str]


def _about(text: str) -> Meta:
    return Meta(description=text)


class _Choice(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    """What a file and its overrides can both say."""

    select: Annotated[_Ids, _about("only rules whose ids begin so; 'all' is every one")] = []
    ignore: Annotated[_Ids, _about("not these; of two beginnings that disagree the longer decides")] = []
    extend_select: Annotated[_Ids, _about("these as well")] = []
    severity: Annotated[
        dict[str, Literal["error", "warning", "info"]], _about("another severity, by id or its beginning")
    ] = {}
    safety: Annotated[
        dict[str, Literal["safe", "unsafe", "suggestion"]], _about("another safety of fixes, by id or its beginning")
    ] = {}
    fail_on: Annotated[
        Literal["error", "warning", "info", "verdict", "never"],
        _about("the severity from which 'check' exits with 1; 'verdict' is an article not fit to be published"),
    ] = "warning"
    unsafe_fixes: Annotated[bool, _about("make unsafe fixes too")] = False
    review_at: Annotated[_Share, _about("score from which an article is to be looked at")] = 0.2
    reject_at: Annotated[_Share, _about("score from which an article is to be thrown away")] = 0.8
    review_language_at: Annotated[_Share, _about("score of its language from which it is to be looked at")] = 0.4
    review_readability_at: Annotated[_Share, _about("share of words in long sentences from which it is")] = 0.75
    readability_profile: Annotated[Literal["news", "plain", "academic"], _about("for whom the text is")] = "news"
    most_removed: Annotated[
        _Share, _about("share of words that cleaning may take before a file is refused; with 1 none is")
    ] = 0.6
    extractor: Annotated[
        Literal["soup", "trafilatura"], _about("what tells the article from a web page; trafilatura is an extra")
    ] = "soup"


class Override(_Choice):
    """Settings for some of the articles: those that match one of `files` and one of `domains`, where given."""

    files: Annotated[list[str], _about("globs, relative to the folder of the configuration")] = []
    domains: Annotated[list[str], _about("sites, such as 'example.org'; their subdomains are meant too")] = []


class ConfigFile(_Choice):
    """A `newslint.toml`, or the table `[tool.newslint]` of a pyproject.toml."""

    extend: Annotated[str | list[str], _about("configuration files that this one builds on")] = []
    profile: Annotated[Literal["news", "strict", "batch", "hook"], _about("the settings to start from")] = "news"
    grammar: Annotated[
        Literal["off", "harper", "languagetool", "both"], _about("the grammar engines that are asked as well")
    ] = "off"
    packs: Annotated[list[str], _about("rules of your own: packs, folders or zip files of packs")] = []
    names: Annotated[list[str], _about("the house's own books of names, each over those before it")] = []
    plugins: Annotated[
        bool | list[str], _about("installed packages with rules in Python: true for all, or their names")
    ] = False
    exclude: Annotated[list[str], _about("globs of files and folders that are left out")] = []
    force_exclude: Annotated[bool, _about("leave them out also where they are named on the command line")] = False
    gitignore: Annotated[bool, _about("leave out what git ignores, too, besides what .newslintignore names")] = False
    baseline: Annotated[str, _about("the file of known findings, see 'newslint baseline'")] = ""
    docs: Annotated[str, _about("where newslint's documentation stands as a site; reports link rules to it")] = ""
    per_file_ignores: Annotated[dict[str, list[str]], _about("rules to ignore in the files of a glob")] = {}
    overrides: Annotated[list[Override], _about("settings for some of the articles")] = []


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a configuration file."""
    made = msgspec.json.schema(ConfigFile)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "newslint.toml", **made}


def problem(table: dict[str, Any]) -> tuple[list[str], str] | None:
    """Return what is wrong with a table, as the path of keys to the place and a sentence; None if nothing is."""
    try:
        msgspec.convert(table, ConfigFile)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `")
        return _keys(place.rstrip("`"), table), message
    for number, override in enumerate(table.get("overrides", [])):
        if not override.get("files") and not override.get("domains"):
            return ["overrides", str(number)], "Object says neither `files` nor `domains`"
    return None


def _keys(place: str, table: dict[str, Any]) -> list[str]:
    """Return the keys of a place such as "$.overrides[0].select[...]"."""
    keys = [part for part in place.replace("[", ".").replace("]", "").split(".") if part not in ("$", "", "..")]
    return [key for key in keys if key != "..."]


def known_keys(path: list[str]) -> tuple[str, ...]:
    """Return the keys that the table at a path can have."""
    model = Override if path[:1] == ["overrides"] else ConfigFile
    return tuple(field.encode_name for field in msgspec.structs.fields(model))
