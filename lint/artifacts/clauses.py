"""Prepositions where a conjunction must stand: what a synonym table leaves before a subject and its verb."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from lint.artifacts.evidence import is_spun
from lint.edits import Edit
from lint.kinds import Voice, fit_case
from lint.lexicon import is_base_verb, is_finite_past, tags, zipf
from lint.needs import needs_of, width_of
from lint.packs import data, derived
from lint.pattern import compiled, lazy
from lint.rule import Example, Finding, Fix, Probe, Rule, Safety, Severity
from lint.text import Document, Needs


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_AUXILIARIES = _set("was were had has have is are did does do will would could can may might must should")
_BEHIND_VERBS = _set("by to from in into out above below for with a an the its his her their sharply again")
_DETERMINERS = _set("a an the its his her their our my your")
_OBJECTS = _DETERMINERS | _set(
    "two three four five six seven eight nine ten several some all no dozens hundreds thousands"
)
_TIMES = _set(
    "hours minutes seconds months years day days week weeks weekend month "
    "year night morning evening afternoon summer winter spring autumn moment minute "
    "hour previous same next following other last past first second third final whole entire very further mile miles "
    "kilometer kilometers kilometre few couple decade century way"
)
_TAKES_COMPLEMENT = _set(
    "awarded offered denied granted called named dubbed considered deemed declared labelled labeled termed titled "
    "entitled elected appointed crowned voted judged branded handed promised paid owed allowed fined charged asked "
    "assigned allocated guaranteed hailed rated ranked valued nicknamed christened designated proclaimed pronounced "
    "refused issued served taught accorded bequeathed conferred reported announced"
)
_LINKS = _set(
    "what how why that which who whose whom where when while because as and or but if whether than said says say emerged reported "
    "claimed alleged believed thought told revealed announced insisted admitted suggests suggested show shows showed "
    "found feared hoped knew know"
)
_GERUNDS = _set("being having becoming getting going coming")
_WORD = lazy(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*|[^\w\s]")
_FOLLOWING = lazy(r"ollowing(?<=\b[Ff]ollowing)(?=\s)")  # a literal first is found quickly
_BLOCKED = lazy(
    r"\b(?:the|a|an|his|her|its|their|my|our|your|no|such|own|whose|was|were|is|are|be|been|of|by|in|on|for|to|keep|start\w*|stop\w*|not|and)\s+$",
    re.IGNORECASE,
)
_FOLLOWERS = lazy(
    r"\b(?:a|an|the|his|her|its|their|my|our|your|no|such|own)\s+(?:(?P<more>[a-z-]+)\s+)?(?P<kind>[a-z-]+)\s+$",
    re.IGNORECASE,
)
_KINDS = _set("cult fan media internet web street")
_MAIN_CLAUSE = lazy(r"[^.!?\r\n,]{8,120}, (?=(?:\S+ ){2})(?![^.!?\r\n,]{0,60}\b(?:said|says|added|told)\b)")
_AFTER_FOLLOWING = 12
_ANCHOR = lazy(r"\(\?P<bad>((?:\(\?-i:)?[^()]+)")
_BEFORE, _BEHIND, _MOST_NEEDS = 80, 80, 60
_SENTENCE = lazy(r"[.!?:;][”\"'’)]*\s|[\r\n]|[“\"]")


class Reading(NamedTuple):
    """What a word behind "following" turned out to be the subject of, and how sure that is."""

    words: int
    sure: bool


def _read(words: list[str]) -> Reading | None:
    """Return how many of the words after "following" show a finite clause, or None."""
    if len(words) < 2:
        return None
    first = words[0]
    if first in ("they", "he", "she", "we") or (first == "I" and words[1][0].isalpha()):
        return Reading(1, True)
    if first in _GERUNDS:
        return Reading(1, True)
    if first in ("it", "there") and (words[1] in _AUXILIARIES or is_finite_past(words[1])):
        return Reading(2, True)
    subject = _subject(words)
    for place in range(1, len(subject) + 1):
        if place < len(words) and subject[place - 1][-2:] not in ("'s", "’s"):
            sure = _finite(words, place)
            if sure is not None:
                return Reading(place + 1, sure)
    return None


def _subject(words: list[str]) -> list[str]:
    """Return the words that can be a short noun phrase: a determiner and up to three, or up to three names."""
    most = 4 if words[0] in _DETERMINERS else 3
    subject: list[str] = []
    for word in words[:most]:
        if (
            not word[0].isalpha()
            or word.lower() in _LINKS
            or word in _AUXILIARIES
            or (subject and is_finite_past(word))
        ):
            break
        subject.append(word)
    return subject


def _finite(words: list[str], place: int) -> bool | None:
    """Tell whether the word at `place` is the verb of what stands before it: surely, perhaps (False) or no (None)."""
    verb, after = words[place], words[place + 1 : place + 3]
    if place == 1 and words[0] in _DETERMINERS:
        return None
    if verb in _AUXILIARIES:
        return False
    if not verb.islower():
        return None
    if is_finite_past(verb) and (not {"s", "p"} & set(tags(verb)) or _BEHIND_VERBS.intersection(after[:1])):
        return True
    regular = verb.endswith("ed") or (words[0][0].isupper() and not {"a", "b", "p", "s"} & set(tags(verb)))
    transitive = regular and "d" in tags(verb) and verb not in _TAKES_COMPLEMENT
    if transitive and _OBJECTS.intersection(after[:1]) and not _TIMES.intersection(after[1:]):
        return True
    return None


def _before(document: Document, start: int) -> str:
    """Return the sentence up to `start`."""
    line = document.lines[document.line_number(start)]
    text = document.prose[max(line.start, start - 300) : start]
    return text[max((match.end() for match in _SENTENCE.finditer(text)), default=0) :]


def _is_open(before: str) -> bool:
    """Tell whether the part of a sentence before "following" still waits for its verb, or may do so."""
    words = list(_WORD.findall(before))
    if words and words[-1] == ",":
        return len(words) < 3
    for place in range(len(words) - 1, 0, -1):
        word = words[place].lower()
        if word in _LINKS or word in ";:":
            return True
        if word in _AUXILIARIES or {"d", "z"} & set(tags(word)):
            return False
    return True


def find_following(document: Document) -> Iterator[Finding]:
    """Yield a finding for each "following" that stands before a clause."""
    for segment in document.where(FOLLOWING_NEEDS):
        for match in _FOLLOWING.finditer(document.prose, *segment):
            start, end = match.start() - 1, match.end()
            words = _WORD.findall(document.prose, end, end + 120)[:_AFTER_FOLLOWING]
            reading = _read(words)
            if not reading or _BLOCKED.search(document.prose, max(0, start - 24), start):
                continue
            if reading.words == 1 and _is_noun(document, start) and not is_spun(document):
                continue
            before = _before(document, start)
            if _may_be_clause(before, words, reading) if not reading.sure else not _is_subject(before):
                yield _following(document, start, end, words, reading)


def _is_subject(before: str) -> bool:
    """Tell whether what stands before "following" is only a subject, so that the verb behind may be its own."""
    words = [word.lower() for word in _WORD.findall(before)]
    return 0 < len(words) < 8 and not any(w in _AUXILIARIES or {"d", "z"} & set(tags(w)) or w == "," for w in words[1:])


def _may_be_clause(before: str, words: list[str], reading: Reading) -> bool:
    """Tell whether an auxiliary can belong to what stands before it, and "following" is no -ing form there."""
    past = words[reading.words - 1] in ("was", "were", "had", "did")
    return bool(before.strip()) and not _is_open(before) and (past or words[0][0].isupper())


def _following(document: Document, start: int, end: int, words: list[str], reading: Reading) -> Finding:
    safe = _is_certain(document, start, end, words, reading)
    safe = safe and not document.is_quoted(start, end)
    stop = end
    for _ in range(reading.words):
        found = _WORD.search(document.prose, stop)
        stop = found.end() if found else stop
    edit = Edit(start, end, fit_case("after", document.prose[start:end]), FOLLOWING.rule)
    message = FOLLOWING.message.replace("{found}", " ".join(document.text[start:stop].split()))
    fix = Fix(Safety.SAFE if safe else Safety.SUGGESTION, (edit,))
    return Finding(FOLLOWING.rule, start, stop, message, FOLLOWING.severity, fix)


def _is_noun(document: Document, start: int) -> bool:
    """Tell whether a "following" may be people: "a loyal following she built"."""
    found = _FOLLOWERS.search(document.prose, max(0, start - 60), start)
    if not found or (found["more"] and not {"a", "r"} & set(tags(found["more"]))):
        return False
    return "a" in tags(found["kind"]) or found["kind"].lower() in _KINDS


def _is_certain(document: Document, start: int, end: int, words: list[str], reading: Reading) -> bool:
    if reading.words == 1:
        return not _is_noun(document, start)
    before = _before(document, start)
    if not reading.sure:
        next_word = words[reading.words : reading.words + 1]
        comma = before.rstrip().endswith(",") and len(_WORD.findall(before)) > 2
        return comma and words[0][0].isupper() and next_word != [","]
    if not before.strip():
        return bool(_MAIN_CLAUSE.match(document.prose, end))
    return not _is_open(before)


FOLLOWING = Voice(
    "artifact.following-clause",
    "'{found}' begins a clause; a synonym table put 'following' for 'after'.",
    Severity.ERROR,
    Safety.SAFE,
    "suggestion",
)
FOLLOWING_NEEDS = (("following",),)
FOLLOWING_RULE = Rule(
    id=FOLLOWING.rule,
    severity=FOLLOWING.severity,
    safety=FOLLOWING.safety,
    why="'Following' takes a noun; before a subject and its verb the writer wrote 'after'.",
    probes=(Probe(FOLLOWING_NEEDS, find_following),),
    examples=(
        Example("Talks resumed following they met in Oslo.", "Talks resumed after they met in Oslo."),
        Example("Oil rose on Monday following Norway closed a field in the Arctic.",
                "Oil rose on Monday after Norway closed a field in the Arctic."),
        Example("Following Canada imposed the levy, growers lost half of their sales.",
                "After Canada imposed the levy, growers lost half of their sales."),
        Example("The bridge was shut following the river rose by two meters.",
                "The bridge was shut after the river rose by two meters."),
        Example("He was dropped following being seen in the casino.", "He was dropped after being seen in the casino."),
        Example("The club sold its striker, following Ajax had refused twice.",
                "The club sold its striker, after Ajax had refused twice."),
    ),
    keep=(
        "Talks resumed following the attack.",
        "The man following her was a detective.",
        "The days following Christmas were quiet in the shops.",
        "Fans following England launched a petition.",
        "The minister resigned following claims made by two aides.",
        "The bank closed following a run reported the previous day.",
        "Prices fell following the news that the mine had closed.",
    ),
)  # fmt: skip


class Pattern(NamedTuple):
    """A regular expression whose group `bad` is to be replaced, and whether that is sure."""

    source: str
    fix: str
    safe: bool = True


class _Anchor:
    """What the group `bad` of patterns begins with: in folded text, or with capitals in the prose."""

    def __init__(self, source: str) -> None:
        self._expression = re.compile(source)
        self._folded = source.islower()
        self._phrases = source.replace(r"\s+", " ").split("|")

    def places(self, document: Document) -> list[int]:
        """Return where the anchor stands in the segments of a document; ask through `derived`."""
        text = document.folded if self._folded else document.prose
        flat = document.flat if self._folded else text
        if not any(phrase in flat for phrase in self._phrases):
            return []
        return [match.start() for span in document.segments for match in self._expression.finditer(text, *span)]


@cache
def _shared_anchor(source: str) -> _Anchor:
    return _Anchor(source)


@cache
def _anchor(source: str) -> tuple[_Anchor, int]:
    """Return the anchor of a pattern, and how far before it the pattern can reach."""
    found = _ANCHOR.search(source)
    if not found:
        raise ValueError(f"the pattern '{source}' has no group 'bad'")
    head = source[: found.start()].replace(r"\s+", r"\s{1,3}")
    return _shared_anchor(found[1].replace("(?-i:", "")), min(width_of(head, 0), _BEFORE)


def _matches(pattern: Pattern, document: Document) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern, tried only around its anchor: its long alternations are slow elsewhere."""
    (anchor, reach), done = _anchor(pattern.source), 0
    for place in document.derived(anchor.places):
        low, high = max(done, place - reach), place + _BEHIND
        for match in compiled(pattern.source, re.IGNORECASE).finditer(document.prose, low, high):
            if match.start("bad") == place:  # one farther on may be cut short by the end of the range
                done = match.end()
                yield match


def _find(voice: Voice, pattern: Pattern, document: Document) -> Iterator[Finding]:
    for match in _matches(pattern, document):
        start, end = match.span("bad")
        if "verb" in match.groupdict() and not is_base_verb(match["verb"]):
            continue
        safety = Safety.SAFE if pattern.safe else Safety.SUGGESTION
        if pattern.safe and document.is_quoted(start, end):
            safety = Safety.SUGGESTION
        edit = Edit(start, end, fit_case(pattern.fix, document.prose[start:end]), voice.rule)
        message = voice.message.replace("{found}", " ".join(match.group().split())).replace("{fix}", edit.replacement)
        yield Finding(voice.rule, match.start(), match.end(), message, voice.severity, Fix(safety, (edit,)))


def clause_rules() -> tuple[Rule, ...]:
    """Return the rules of swapped.toml; inside quotation marks they only suggest."""
    needs = derived("artifacts/swapped.toml", _needs_of_all)
    return tuple(_rule(entry, needs) for entry in data("artifacts/swapped.toml")["clause"])


def _rule(entry: Mapping[str, Any], needs: Mapping[str, Needs]) -> Rule:
    safety = Safety.SAFE if "fixes" in entry else Safety.SUGGESTION
    message = "'{found}' is a word-for-word rewrite; here it must be '{fix}'."
    voice = Voice(entry["id"], message, Severity(entry.get("severity", "warning")), safety, "")
    return Rule(
        id=voice.rule,
        severity=voice.severity,
        safety=safety,
        why=entry["why"],
        probes=tuple(
            Probe(needs[pattern.source], partial(_find, voice, pattern), local=True) for pattern in _patterns(entry)
        ),
        examples=tuple(Example(example["bad"], example["good"]) for example in entry["examples"]),
        keep=tuple(entry["keep"]),
    )


def _patterns(entry: Mapping[str, Any]) -> Iterator[Pattern]:
    for key in ("fixes", "offers"):
        for fix, sources in entry.get(key, {}).items():
            for source in sources:
                yield Pattern(source, fix, key == "fixes")


def _needs_of_all(table: Mapping[str, Any]) -> dict[str, Needs]:
    """Return what each pattern needs."""
    return {pattern.source: _needs(pattern.source) for entry in table["clause"] for pattern in _patterns(entry)}


def _needs(source: str) -> Needs:
    """Return the pairs of words that a pattern cannot do without; where there are none the words of what is replaced,
    for each alternative of it, each with one that must stand beside it."""
    whole = needs_of(source)
    if whole and all(isinstance(alternative[-1], tuple) for alternative in whole):
        return whole
    found = _ANCHOR.search(source)
    text = found[1].replace("(?-i:", "").lower().replace(r"\s", " ") if found else ""
    own = [tuple(sorted(re.findall("[a-z]+", words), key=zipf)) for words in text.split("|")]
    beside = [str(alternative[0]) for alternative in needs_of(source[: found.start()] if found else "")]
    if not beside or len(own) * len(beside) > _MOST_NEEDS or any(word[0] == "*" for word in beside):
        return tuple(own)
    return tuple((*words, word) for words in own for word in beside)
