"""One decision, as it stands on one line of the file of decisions."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any

import msgspec


class Action(StrEnum):
    """What was decided.

    `accept` makes the repair that the rule offers, `edit` one of the person's own, `reject` none. `genuine` rejects
    and says that the sentence is an example that the rule must keep. `undo` takes back an earlier decision. `name`
    puts a name into the book.
    """

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    GENUINE = "genuine"
    UNDO = "undo"
    NAME = "name"


class Scope(StrEnum):
    """How far a decision goes: this place, a recurring line on its site, words, a rule on a site, a rule anywhere."""

    PLACE = "place"
    TEMPLATE = "template"
    WORDS = "words"
    SITE = "site"
    RULE = "rule"


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """A decision with all that is needed to find its place again.

    `place`, `left`, `right` and `words` are digests, see `Place`; `text`, `before` and `after` are for people.
    `covered` and `offered` are digests of what the repair replaced and of what the rule wanted there instead.
    `of` is the id of the decision that is taken back. `data` is the content of a name or of a recurring line.
    """

    id: str
    time: str
    action: Action
    scope: Scope = Scope.PLACE
    file: str = ""
    rule: str = ""
    site: str = ""
    text: str = ""
    before: str = ""
    after: str = ""
    place: str = ""
    left: str = ""
    right: str = ""
    words: str = ""
    covered: str = ""
    offered: str = ""
    replacement: str = ""
    of: str = ""
    data: dict[str, Any] = msgspec.field(default_factory=dict)


def new(action: Action, **fields: Any) -> Decision:
    """Return a decision made now, with an id of its own."""
    time = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Decision(id=token_hex(6), time=time, action=action, **fields)


def dump(decision: Decision) -> bytes:
    """Return a decision as one line of JSON, in ASCII."""
    import json

    return json.dumps(msgspec.to_builtins(decision), ensure_ascii=True).encode("ascii") + b"\n"


def parse(line: bytes) -> Decision:
    """Return the decision on a line; raise ValueError for anything else."""
    import json

    try:
        return msgspec.convert(json.loads(line), Decision, strict=False)
    except json.JSONDecodeError:
        raise ValueError("the line is torn, or no JSON") from None
    except (msgspec.ValidationError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
