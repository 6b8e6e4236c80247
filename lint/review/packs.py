"""The lines that an editor gave to their sites, as packs of rules: one for each site, beside the decisions."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from lint.decisions import Decisions
from lint.decisions.templates import accepted
from lint.recurrence.pack import pack
from lint.recurrence.templates import Template
from lint.writers import UnwritableError, stays_below, write

_OURS = "# Written by 'newslint review'"
_HEAD = _OURS + " from {log}, anew with each decision: change a copy, not this file.\n"


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

    Raise UnwritableError if one can't be written, would lie elsewhere (for decisions may come from anywhere), or would
    take the place of a file that somebody else has written.
    """
    written, problems = [], []
    for site in sites:
        path = folder / name_of(site)
        if not stays_below(folder, name_of(site)) or folder.resolve() not in path.resolve().parents:
            problems.append(f"{path}: lies outside of {folder}; it was left alone")
        elif not _is_ours(path):
            problems.append(f"{path}: was written by somebody else; move it away, then start again")
        elif site in found:
            _keep(path, found[site].encode("utf-8", "replace"))
            written.append(name_of(site))
        else:
            path.unlink(missing_ok=True)
    if problems:
        raise UnwritableError(problems[0])
    return written


def _is_ours(path: Path) -> bool:
    return not path.exists() or path.read_bytes().startswith(_OURS.encode())


def _keep(path: Path, content: bytes) -> None:
    """Write a file unless it is there already as it should be."""
    if not path.is_file() or path.read_bytes() != content:
        write(path, content)
