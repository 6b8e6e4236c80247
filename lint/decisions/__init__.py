"""What a person decided about findings: kept in a file beside the articles, found again by content, made by the engine."""

from __future__ import annotations

from lint.decisions.held import Decisions
from lint.decisions.log import DecisionsError, Log, load
from lint.decisions.place import Place, place_of, site_of
from lint.decisions.record import Action, Decision, Scope, new
from lint.decisions.settle import Candidate, Settlement, candidate, offer, standing

__all__ = [
    "Action",
    "Candidate",
    "Decision",
    "Decisions",
    "DecisionsError",
    "Log",
    "Place",
    "Scope",
    "Settlement",
    "candidate",
    "load",
    "new",
    "offer",
    "place_of",
    "site_of",
    "standing",
]
