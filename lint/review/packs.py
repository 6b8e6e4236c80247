"""The lines that an editor gave to their sites, as packs of rules: one for each site, beside the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lint.decisions import Decisions
from lint.decisions.templates import accepted
from lint.recurrence.pack import pack
from lint.recurrence.templates import Template
from lint.writers import UnwritableError, write

_HEAD = "# Written by 'newslint review' from {log}, anew with each decision: change a copy, not this file.\n"


def name_of(site: str) -> str:
    """Return the name of the pack of a site, below the folder of the decisions."""
    return f"templates/{site}.toml" if site else "templates.toml"


def packs(decisions: Decisions, log: str) -> dict[str, str]:
    """Return the pack of every site that was given lines, by site; `log` is the name of the file of decisions."""
    sites: dict[str, list[Template]] = {}
    for one in accepted(decisions):
        sites.setdefault(one.site, []).append(one)
    return {
        site: _HEAD.format(log=log) + pack(rows, Path(name_of(site)).name, safe=True)
        for site, rows in sorted(sites.items())
    }


def write_packs(found: dict[str, str], folder: Path, sites: Iterable[str]) -> list[str]:
    """Write the packs of some sites into a folder, remove those that hold nothing any more; return their names.

    Raise UnwritableError if one can't be written, or would lie elsewhere: decisions may come from anywhere.
    """
    written = []
    for site in sites:
        path = folder / name_of(site)
        if folder.resolve() not in path.resolve().parents:
            raise UnwritableError(f"{path}: lies outside of {folder}; it was left alone")
        if site in found:
            write(path, found[site].encode("utf-8", "replace"))
            written.append(name_of(site))
        else:
            path.unlink(missing_ok=True)
    return written
