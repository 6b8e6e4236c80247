"""Clauses that are joined wrongly: ", that" for ", which", ", include" for ", including", a comma between sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from lint.edits import Edit
from lint.grammar.pairs import Word, example
from lint.grammar.places import behind_comma, next_word, sentence_start
from lint.kinds import Voice
from lint.lexicon import tags, zipf
from lint.pattern import lazy
from lint.rule import Finding, Probe, Rule, Safety, Severity
from lint.text import Document


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ADVERBS = _set("also currently now still already once later then often only previously recently usually largely")
_FINITE = _set("is was has had were are have will would can could may might includes included")
_OPENERS = _set(
    "in on at by for with without from to of if when while as after before since because although though unless until "
    "once during under over despite amid between among given even whether what that this it when where who why how "
    "according again then now so but and or yet still however if most beyond behind through above below against all "
    "like unlike till like along apart aside based considering except following including regarding per plus via"
)
_SPEAKS = lazy(
    r"\b(?:said|says|say|saying|added|adding|told|tells|wrote|writes|argued|argues|thinks?|thought|believes?|believed|hopes?|hoped|"
    r"means?|meant|knows?|knew|shows?|showed|so|such|it|claims?|claimed|ensur\w+|suggest\w*|report\w*|announc\w+|conclud\w+|"
    r"warn\w*|insist\w*|explain\w*|reveal\w*|feel|felt|find|found|clear|that|this|those|these|one|ones|anything|everything|"
    r"something|all|more|other|agree\w*|realiz\w+|imagine|assum\w+|suppos\w+|note\w*|confirm\w*|demand\w*|order\w*|"
    r"see|notice|acknowledg\w+|indicat\w+|emphasi\w+|stress\w*|declar\w+|promis\w+|convinc\w+|tell|hear|heard|fact|idea|you)\b"
)
_PAIR = lazy(r"[’'”\"—–():;]")
_OBJECT = lazy(
    r"\s+(?:the|an?|its|his|her|their|our|this|these|some|many|several|two|three|four|both|more|various|numerous|such)\b"
)


def _clause_before(document: Document, word: Word) -> str:
    """Return the sentence up to the comma that stands before a word."""
    return document.prose[sentence_start(document, word.start - 2) : word.start - 2]


def _offered(voice: Voice, document: Document, start: int, end: int, fix: str) -> Iterator[Finding]:
    if not document.is_quoted(start, end):
        yield voice.finding(document, start, end, (Edit(start, end, fix, voice.rule),))


def _that(voice: Voice, document: Document) -> Iterator[Finding]:
    for that in behind_comma(document, "that"):
        verb = next_word(document, that.end)
        if verb and _is_finite_behind(document, verb) and _is_main_clause(_clause_before(document, that)):
            yield from _offered(voice, document, that.start, that.end, "which")


def _is_finite_behind(document: Document, verb: Word) -> bool:
    """Tell whether a verb, or an adverb and a verb, shows that "that" is the subject of a relative clause."""
    if verb.text in _ADVERBS or verb.text.endswith("ly"):
        follows = next_word(document, verb.end)
        if not follows:
            return False
        forms = tags(follows.text)
        return (
            follows.text in _FINITE or ("z" in forms and zipf(follows.text) > 3) or ("d" in forms and "a" not in forms)
        )
    return verb.text in _FINITE - {"is"} or (
        "z" in tags(verb.text) and "p" not in tags(verb.text) and verb.text != "is"
    )


def _is_main_clause(clause: str) -> bool:
    """Tell whether what stands before a comma is one plain statement that ends in a noun."""
    words = clause.split()
    if len(words) < 5 or words[0].lower() in _OPENERS or words[0].lower().endswith(("ly", "ing")):
        return False
    last = words[-1].lower().strip("’'")
    if (
        "," in clause
        or _PAIR.search(clause.replace("’s", "").replace("'s", ""))
        or _SPEAKS.search(clause.lower(), len(words[0]))
    ):
        return False
    return bool(set(tags(last)) & set("sp")) or words[-1][0].isupper()


def _include(voice: Voice, document: Document) -> Iterator[Finding]:
    for include in behind_comma(document, "include"):
        if not _OBJECT.match(document.folded, include.end):
            continue
        clause = _clause_before(document, include)
        opener, _, rest = clause.partition(", ")
        body = rest if rest and len(opener.split()) <= 2 else clause
        words = body.split()
        if len(words) < 5 or "," in body or _PAIR.search(body) or not _has_finite_verb(words):
            continue
        yield from _offered(voice, document, include.start, include.end, "including")


def _has_finite_verb(words: list[str]) -> bool:
    return any(_is_finite(word) for word in words[1:-1])


def _is_finite(word: str) -> bool:
    forms = tags(word)
    return word in _FINITE or (
        word.islower() and (("z" in forms and "p" not in forms) or ("d" in forms and "n" not in forms))
    )


def _splice(voice: Voice, document: Document) -> Iterator[Finding]:
    for word in ("the", "this", "it", "they", "he", "she"):
        for subject in behind_comma(document, word):
            if (
                _begins_a_statement(document, subject)
                and not _THIRD_CLAUSE.match(document.prose, subject.end)
                and _ends_a_statement(_clause_before(document, subject))
            ):
                yield from _offered(voice, document, subject.start - 2, subject.start - 1, ";")


_THIRD_CLAUSE = lazy(r"[^.!?\n]*, (?:and|or|but) ")
_SPOKEN = _set("wrote spoke knew thought began went said told asked")
_BE = _set("was were is are has had have will would")
_JOINS = lazy(
    r"\b(?:if|when|while|as|after|before|since|because|although|though|unless|until|once|who|which|that|whose|where|whether|"
    r"what|why|how|not|only|no|said|says|like|whatever|whoever|either|neither|both|more|less|so|too|rather|had|were|should|"
    r"think|thought|know|believe|means|say|told|according|given|despite|whenever|wherever|every|each|just|never|sure|for)\b"
)


def _ends_a_statement(clause: str) -> bool:
    """Tell whether a clause begins with its subject and has its verb before the first comma, and nothing that joins."""
    first = clause.split(",")[0].split()
    if len(first) < 4 or not first[0][0].isupper() or clause.count(",") > 1 or _PAIR.search(clause.replace("’s", "")):
        return False
    if (
        first[0].lower() in _OPENERS
        or first[0].lower().endswith(("ly", "ing", "ed"))
        or _JOINS.search(clause.lower().replace("had ", "", 1))
    ):
        return False
    head = first[1:6]
    return any(word in ("was", "were", "is", "are", "has", "had", "have") or _is_past(word) for word in head)


def _is_past(word: str) -> bool:
    return word.islower() and "d" in tags(word) and not set(tags(word)) & set("nbsp")


def _begins_a_statement(document: Document, subject: Word) -> bool:
    first = next_word(document, subject.end)
    if first is None:
        return False
    if subject.text in ("it", "they", "he", "she"):
        return first.text in _BE or (_is_past(first.text) and first.text not in _SPOKEN)
    verb = next_word(document, first.end)
    return bool(verb and verb.text in _BE and set(tags(first.text)) & set("sp"))


def _rule(
    name: str,
    severity: Severity,
    message: str,
    why: str,
    find: Callable[[Voice, Document], Iterator[Finding]],
    needs: tuple[str, ...],
    examples: tuple[str, ...],
    keep: tuple[str, ...],
) -> Rule:
    voice = Voice(f"grammar.{name}", message, severity, Safety.SUGGESTION, "suggestion")
    return Rule(
        id=voice.rule,
        severity=severity,
        safety=voice.safety,
        why=why,
        probes=(
            Probe((needs,) if len(needs) == 1 else tuple((word,) for word in needs), partial(find, voice), local=True),
        ),
        examples=tuple(example(marked) for marked in examples),
        keep=keep,
    )


RULES: tuple[Rule, ...] = (
    _rule(
        "that-for-which",
        Severity.WARNING,
        "'{found}' cannot begin a clause that only adds something behind a comma; '{fix}' can.",
        "A rewriting tool takes 'that' and 'which' for synonyms, but only 'which' stands behind a comma.",
        _that,
        ("that",),
        (
            "The two ports have doubled their trade, {that|which} currently stands at three billion dollars.",
            "The visit marks a new start with the neighbors, {that|which} also reflects the weight of their trade.",
        ),
        (
            "If the vote fails, that also means a new election.",
            "He said, in the end, that was the plan.",
            "The bridge that currently carries the road is old, that is, from 1920.",
        ),
    ),
    _rule(
        "include-for-including",
        Severity.WARNING,
        "'{found}' would need a subject of its own behind the comma; '{fix}' goes on with the list.",
        "A rewriting tool put one form of the verb for another.",
        _include,
        ("include",),
        ("There exists a large trade between the two towns, {include|including} the sale of used cars.",),
        (
            "Her books, which sold well, include the story of a bridge.",
            "Those arrested, police said, include the mayor of the town.",
        ),
    ),
    _rule(
        "comma-splice",
        Severity.INFO,
        "A comma can't join two sentences; a semicolon or a full stop can.",
        "Two sentences were joined, or a translation kept the punctuation of a language that allows it.",
        _splice,
        ("the", "this", "it", "they", "he", "she"),
        (
            "The minister had opened the canal in 2013, during his first term{,|;} the canal was to bring water to the fields.",
        ),
        (
            "In 2013, during his first term, the canal was opened.",
            "The minister, during his first term, was ill, and the canal was closed.",
            "The shop has shut, the bank has closed, and the price of bread has doubled.",
        ),
    ),
)
"""Rules on how clauses are joined."""
