"""What a translation left behind: torn sentences, a country paired with itself, foreign numbers, clocks and pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint.edits import Edit
from lint.kinds import Voice
from lint.lexicon import tags
from lint.packs import data
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

# --- broken sentences ---------------------------------------------------------------------------------------------

BROKEN = Voice(
    "artifact.broken-sentence",
    "'{found}' is torn apart by a full stop that a translation put in mid-sentence.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)

_ADJECTIVES = lazy(r"\. (?P<first>[a-z]{3,}) (?P<link>and|or) (?P<second>[a-z]{3,})\.(?=\s|$|[”\"])")
_NOUN = lazy(r"(?<![.\w])[a-z]{4,}$")
_TORN_NAME = lazy(r"\. (?P<torn>[A-Z][\w-]+), in (?:the )?(?:[a-z]+ ){0,2}(?P<right>[A-Z]\w+)\.(?=\s|$)")
_LEFT_NAME = lazy(r"\b(?:and|or|of|in|to|between) (?P<left>[A-Z]\w+)$")


def find_broken(document: Document) -> Iterator[Finding]:
    """Yield the adjectives and the place names that a full stop tore off their sentence."""
    for match in document.finditer(_ADJECTIVES):
        noun = _NOUN.search(document.prose, max(0, match.start() - 30), match.start())
        if noun and all("a" in tags(match[name]) for name in ("first", "second")):
            mended = f"{match['first']} {match['link']} {match['second']} {noun.group()}."
            edit = Edit(noun.start(), match.end(), mended, BROKEN.rule)
            yield BROKEN.finding(document, noun.start(), match.end(), (edit,))
    for match in document.finditer(_TORN_NAME):
        left = _LEFT_NAME.search(document.prose, max(0, match.start() - 40), match.start())
        if left:
            same = left["left"] == match["right"]
            edits = (Edit(left.start("left"), match.end("torn"), match["torn"], BROKEN.rule),) if same else ()
            yield BROKEN.finding(document, left.start(), match.end(), edits)


BROKEN_RULE = Rule(
    id=BROKEN.rule,
    severity=BROKEN.severity,
    safety=BROKEN.safety,
    why="Word order was lifted from another language: adjectives, or a name, stand behind a full stop on their own.",
    probes=(Probe((), find_broken, local=True),),
    examples=(
        Example("She oversees some posts, such as education. primary and secondary.",
                "She oversees some posts, such as primary and secondary education."),
        Example("The canal feeds the provinces of Leinster and Ireland. Ulster, in northern Ireland.",
                "The canal feeds the provinces of Leinster and Ulster, in northern Ireland."),
    ),
    keep=(
        "The firm sells phones. iPhones and tablets sell best.",
        "He moved to Ireland. Ulster, in the north, was home.",
        "Trains stop at noon. Buses and trams run.",
    ),
)  # fmt: skip

# --- a country with its own capital -------------------------------------------------------------------------------

CAPITAL = Voice(
    "artifact.country-with-own-capital",
    "'{found}' pairs a country with its own capital; one of the two must be another country.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_NAME = r"(?:the )?([A-Z]\w+(?: [A-Z]\w+)?)(?! [A-Z])"
_TRAVEL = lazy(r"\b(?:[Ff]lights?|[Tt]rains?|roads?|distance|border|times?|highway|football|match|travel\w*)\b[^.]*$")
_BETWEEN = lazy(rf"etween(?<=[Bb]etween)(?<!\w.......) {_NAME} and {_NAME}\b")  # a literal first is found quickly


def find_capital(document: Document) -> Iterator[Finding]:
    """Yield each "between" that names a country and its own capital as two sides."""
    for segment in document.where(CAPITAL_NEEDS):
        for match in _BETWEEN.finditer(document.prose, *segment):
            start = match.start() - 1
            if _own_capital(*match.groups()) and not _TRAVEL.search(document.prose, max(0, start - 60), start):
                yield CAPITAL.finding(document, start, match.end(), ())


def _own_capital(left: str, right: str) -> bool:
    capitals = data("artifacts/capitals.toml")["capitals"]
    return any(capitals.get(country) in (city, city.split()[0]) for country, city in ((left, right), (right, left)))


CAPITAL_NEEDS = (("between", "and"),)
CAPITAL_RULE = Rule(
    id=CAPITAL.rule,
    severity=CAPITAL.severity,
    safety=CAPITAL.safety,
    why="A rewrite swaps a country for its capital and loses who the other side was.",
    probes=(Probe(CAPITAL_NEEDS, find_capital, local=True),),
    examples=(Example("Ties between Peru and Lima have never been better."),),
    keep=("Ties between Peru and Santiago have never been better.", "Flights between France and Paris Orly resume.",
          "Talks between Lima and Quito go on."),
)  # fmt: skip

# --- self credit --------------------------------------------------------------------------------------------------

CREDIT = Voice(
    "artifact.self-credit",
    "'{found}' credits a web site in mid-sentence, most likely the one that copied the text.",
    Severity.WARNING,
    Safety.SUGGESTION,
    "suggestion",
)
_CREDITS = ("reports", "gathered", "learnt", "understands", "report")
_CREDIT = lazy(
    r"^[ \t]*(?P<bad>[A-Z][\w-]{2,30}\.(?:com|net|org|info|news|online|site|xyz|tv|blog|com?\.[a-z]{2}|ng|pk|in)"
    r"(?:\.[a-z]{2})? (?:reports|(?:has |reliably )?gathered|(?:has )?learnt|understands|can report) that )"
    r"(?P<next>\w)",
    re.MULTILINE,
)


def find_credit(document: Document) -> Iterator[Finding]:
    """Yield the paragraphs that begin with the credit of a web site to itself."""
    for match in document.finditer(_CREDIT):
        edit = Edit(match.start("bad"), match.end("next"), match["next"].upper(), CREDIT.rule)
        yield CREDIT.finding(document, match.start("bad"), match.end("bad") - 1, (edit,))


CREDIT_RULE = Rule(
    id=CREDIT.rule,
    severity=CREDIT.severity,
    safety=CREDIT.safety,
    why="Copying sites put their own address in front of a paragraph, as if they had found out what it says.",
    probes=(Probe(tuple((verb, "that") for verb in _CREDITS), find_credit, local=True),),
    examples=(Example("Riverpost24.com reports that the ferry sank.", "The ferry sank."),),
    keep=("The newspaper reports that the ferry sank.", "The ferry sank, booking.com said."),
)

# --- the pronoun of an institution --------------------------------------------------------------------------------

PRONOUN = Voice(
    "artifact.pronoun-of-institution",
    "'{found}' seems to stand for an institution, which English calls 'it'.",
    Severity.INFO,
    Safety.SUGGESTION,
    "suggestion",
)
_SPEAKS = r"(?:said|says|stated|announced|added|confirmed|declared|explained|noted|stressed)"
_SHE = lazy(rf"(?P<bad>She) (?:also |then |further )?{_SPEAKS}\b")
_SPEECH = lazy(rf" (?:also )?{_SPEAKS}\b|\btold\b")
_LAST_WORD = lazy(r"[\w’'.-]*\Z")
_INSTITUTIONS = frozenset(
    ("ministry", "agency", "embassy", "presidency", "government", "office", "organization", "organisation", "army",
     "commission", "authority", "company", "directorate", "administration", "prefecture", "police", "federation",
     "bank")
)  # fmt: skip
_WOMAN = lazy(r"\b(?:she|her|hers|herself|ms|mrs|miss|madam|\w+woman|queen|princess|actress|mother)\b")


def find_pronoun(document: Document) -> Iterator[Finding]:
    """Yield each "She said" that begins a paragraph where only an institution has spoken and no woman was named."""
    starts = [document.lines[number].start for number in document.first_words.get("she", ())]
    matches = [match for start in starts if (match := _SHE.match(document.prose, start))]
    woman = _WOMAN.search(document.folded) if matches else None
    for match in matches:
        named = woman is not None and woman.end() <= match.start()
        if not named and _last_speaker(document.prose[max(match.start() - 1500, 0) : match.start()]) in _INSTITUTIONS:
            edit = Edit(match.start("bad"), match.end("bad"), "It", PRONOUN.rule)
            yield PRONOUN.finding(document, *match.span(), (edit,))


def _last_speaker(text: str) -> str:
    """Return the last word, in small letters, that stands before a verb of speaking, or "" if somebody is told."""
    speeches = list(_SPEECH.finditer(text))
    if not speeches or speeches[-1].group() == "told":
        return ""
    found = _LAST_WORD.search(text, max(speeches[-1].start() - 40, 0), speeches[-1].start())
    return found.group().lower() if found else ""


PRONOUN_RULE = Rule(
    id=PRONOUN.rule,
    severity=PRONOUN.severity,
    safety=PRONOUN.safety,
    why="Many languages give a ministry or a company a grammatical gender, and the translation kept it.",
    probes=(Probe((("she",),), find_pronoun),),
    examples=(
        Example("The health ministry said in a note: “The ward is open.”\n\nShe added that ten beds are free.\n",
                "The health ministry said in a note: “The ward is open.”\n\nIt added that ten beds are free.\n"),
    ),
    keep=("The minister said that the ward is open.\n\nShe added that ten beds are free.\n",
          "The ministry said in a note that Ms. Adeyemi had left.\n\nShe added that she was free.\n"),
)  # fmt: skip

# --- a clock time -------------------------------------------------------------------------------------------------

CLOCK = Voice(
    "artifact.lifted-clock",
    "'{found}' is how French writes the time; English writes '{fix}'.",
    Severity.WARNING,
    Safety.SAFE,
    "suggestion",
)
_CLOCK = lazy(r"(?<=[a-z] )([01]?[0-9]|2[0-3]) ?h ?([0-5][0-9])(?![\w/-]|[.,]\d)")
_TIME_BEFORE = lazy(r"\b(?:at|until|till|from|by|around|before|after|between|and|to|since) $")


def find_clock(document: Document) -> Iterator[Finding]:
    """Yield the clock times that are written the French way behind a preposition of time."""
    for segment in document.where(CLOCK_NEEDS):
        for match in _CLOCK.finditer(document.folded, *segment):
            if _TIME_BEFORE.search(document.folded, max(0, match.start() - 10), match.start()):
                edit = Edit(*match.span(), f"{match[1]}:{match[2]}", CLOCK.rule)
                yield CLOCK.finding(document, *match.span(), (edit,))


CLOCK_NEEDS = (("h",), *((f"*{digit}h",) for digit in range(10)), *((f"*h{digit}",) for digit in range(6)))
CLOCK_RULE = Rule(
    id=CLOCK.rule,
    severity=CLOCK.severity,
    safety=CLOCK.safety,
    why="A translation lifted the clock time with its French 'h' for 'heures'.",
    probes=(Probe(CLOCK_NEEDS, find_clock, local=True),),
    examples=(Example("The match starts at 20h30 in Lyon.", "The match starts at 20:30 in Lyon."),),
    keep=("The race took 20h30 in all.", "The match starts at 20:30 in Lyon."),
)

# --- a decimal comma ----------------------------------------------------------------------------------------------

DECIMAL = Voice(
    "artifact.decimal-comma",
    "'{found}' has the decimal comma of another language; English writes '{fix}'.",
    Severity.WARNING,
    Safety.SAFE,
    "suggestion",
)
_DECIMALS = lazy(
    r",(\d{1,2})(?= (?:percent|per cent|million|billion|trillion|kilomet(?:er|re)s?|km|kg|tonnes|meters|metres|degrees"
    r"|euros|dollars)\b|%)",
    re.IGNORECASE,
)
_WHOLE = lazy(r"(?<![\w,.–-])\d{1,3}$")


def find_decimal(document: Document) -> Iterator[Finding]:
    """Yield the numbers with a decimal comma and a unit."""
    for match in document.finditer(_DECIMALS):
        whole = _WHOLE.search(document.prose, max(0, match.start() - 4), match.start())
        if whole:
            edit = Edit(whole.start(), match.end(), f"{whole.group()}.{match[1]}", DECIMAL.rule)
            yield DECIMAL.finding(document, whole.start(), match.end(), (edit,))


DECIMAL_RULE = Rule(
    id=DECIMAL.rule,
    severity=DECIMAL.severity,
    safety=DECIMAL.safety,
    why="French, Spanish and German write 2,5 percent; with a unit behind it, the comma can only be a decimal one.",
    probes=(Probe((), find_decimal, local=True),),
    examples=(
        Example("Output rose by 2,5 percent.", "Output rose by 2.5 percent."),
        Example("The road is 12,75 km long.", "The road is 12.75 km long."),
    ),
    keep=("The well cost 1,250 dollars.", "He won 1-6,4-6 in an hour.", "Numbers 2,5 and 7 were drawn."),
)

RULES = (BROKEN_RULE, CAPITAL_RULE, CREDIT_RULE, PRONOUN_RULE, CLOCK_RULE, DECIMAL_RULE)
