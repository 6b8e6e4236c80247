"""Notes about the writer or the site that stand below an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint.boilerplate.examples import STORY
from lint.boilerplate.lines import neighbors, removed, signs
from lint.boilerplate.tables import words
from lint.boilerplate.tails import labels
from lint.pattern import lazy
from lint.rule import Example, Finding, Probe, Rule, Safety, Severity
from lint.text import Document

_NAME = lazy(r"(?:By )?(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir)\.? )?[A-Z][\w’'.-]*(?: (?:[A-Z][\w’'.-]*|al|bin|de|van|von)){1,3}")
_CONTACT = lazy(
    r"""\b(?:tweets?[ ](?:at|as|@)|(?:can|may)[ ]be[ ](?:reached|contacted|followed)[ ](?:at|on|via|by)
      |(?:follow|e-?mail|contact|reach|connect[ ]with)[ ](?:him|her|them|the[ ](?:author|writer))[ ](?:on|at|via)
      |you[ ]can[ ](?:reach|follow|find)[ ](?:him|her|them)|(?:twitter|x|instagram|handle|e-?mail)[ ]?:[ ]?@?\w+)""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = lazy(r"@(?<=[\w.+-]@)[\w-]+\.[a-z]{2,}|@(?<![\w.]@)\w{3,}", re.IGNORECASE)
_ROLE = lazy(
    r"""\b(?:
      (?:is|was|has[ ]been|works[ ]as|has[ ]worked[ ]as|serves[ ]as)[ ](?:also[ ]|now[ ])?(?:an?|the|our)\b
      [^.]{0,80}\b(?:journalist|writer|reporter|editor|author|correspondent|contributor|columnist|blogger|freelancer
      |freelance|storyteller|researcher|analyst|fellow|lecturer|professor|student|graduate|intern|content[ ]creator
      |commentator|producer)\b
    |(?:freelance|based)[ ](?:\w+[ ])?(?:journalist|writer|reporter|researcher|author|analyst|columnist|editor)\b
    |(?:covers|writes[ ](?:about|on|for)|reports[ ]on|speciali[sz]es[ ]in)[ ][a-z])""",
    re.VERBOSE,
)
_STUDY = lazy(
    r"\b(?:MPhil|M\.Phil|PhD|Ph\.D|BSc|MSc|BA|MA|MBA|bachelor[’']?s|master[’']?s)\b"
    r"|\b(?:her|his|their) (?:area of )?(?:research )?interests?\b"
)
_WRITER = lazy(
    r"(?:About (?:the |this )?(?:author|writer) ?:? "
    r"|The (?:writer|author|columnist|contributor) (?:is|was|works|teaches|can be|tweets|holds|has)\b)"
)
_SITE = lazy(
    r"""\b(?:welcome[ ]to[ ][\w .’']{2,40}[,!]|your[ ](?:go-to|one-stop|trusted|ultimate|number[ ]one|premier|daily)\b
    |passion(?:ate)?[ ](?:for|about|writer|journalist|storytell)|keen[ ]eye[ ]for\b|years[ ]of[ ]experience\b
    |(?:talented|dedicated|passionate)[ ]team\b|seasoned[ ](?:content[ ]|news[ ])?(?:writer|journalist|editor)\b
    |join[ ]us[ ](?:on|as)\b|strives?[ ]to[ ](?:deliver|provide|bring)\b
    |(?:insightful|engaging|meticulously|thoughtfully)[ ](?:content|researched|curated|crafted|written)\b)
    |\[[A-Z]\w+[ ][A-Z]\w+\]""",
    re.IGNORECASE | re.VERBOSE,
)


def _find(document: Document) -> Iterator[Finding]:
    for index in _last_paragraphs(document):
        before, _ = neighbors(document, index)
        named = before is not None and _is_name(document, before)
        points, person = _evidence(document, index, before if named else None)
        if points < 2 or _is_told(document, person, before if named else index):
            continue
        first = before if named and before is not None else index
        safety = Safety.SAFE if points >= 3 else Safety.SUGGESTION
        yield removed(RULE_ID, document, first, index, "'{found}' tells about the writer or the site.", safety)


def _last_paragraphs(document: Document) -> list[int]:
    """Return the last lines of 12 words or more with nothing but furniture and short labels behind them."""
    found: list[int] = []
    long = [index for index in document.filled[-30:] if document.line_text(index).count(" ") >= 11]
    if not any(_is_about(document, index) for index in long[-4:]):
        return found
    known = document.derived(signs).certain | document.derived(labels)
    for index in reversed(document.filled[1:]):
        size = document.line_text(index).count(" ") + 1
        if size >= 12 and index not in known:
            found.append(index)
            if len(found) == 2 or not _is_about(document, index):
                break
        elif index not in known and size > 6:
            break
    return found


def _is_about(document: Document, index: int) -> bool:
    held, content = document.line_words[index], document.line_text(index)
    return bool(
        _ADDRESS.search(content)
        or (not words("contact").isdisjoint(held) and _CONTACT.search(content))
        or (not words("role").isdisjoint(held) and (_ROLE.search(content) or _WRITER.match(content)))
        or ((_praises(held) or "[" in content) and _SITE.search(content))
    )


def _praises(held: list[str]) -> bool:
    return not words("site").isdisjoint(held) or ("your" in held and not words("yours").isdisjoint(held))


def _is_name(document: Document, index: int) -> bool:
    line = document.lines[index]
    return line.end - line.start <= 45 and index != document.title and bool(_NAME.fullmatch(document.line_text(index)))


def _evidence(document: Document, index: int, name: int | None) -> tuple[int, str]:
    """Return how much speaks for a note about a writer, and the name of the person or ''."""
    content = document.line_text(index)
    person = document.line_text(name).removeprefix("By ") if name is not None else ""
    subject = _NAME.match(content)
    repeats = bool(person) and content.startswith((person, person.split()[-1], "He ", "She ", "They "))
    contact, role = bool(_CONTACT.search(content) or _ADDRESS.search(content)), bool(_ROLE.search(content))
    points = 2 * repeats + contact + role + (contact and role) + bool(_STUDY.search(content))
    points += 2 * bool(_WRITER.match(content))
    points += min(len({match.group().lower() for match in _SITE.finditer(content)}), 3)
    if not person and subject and not content.startswith(("The ", "Welcome")):
        person = subject.group()
    return points, person


def _is_told(document: Document, person: str, first: int | None) -> bool:
    """Tell whether the article itself is about a person: it names them in its paragraphs or its headline."""
    if not person or first is None:
        return False
    text, end = document.prose, document.lines[first].start
    family = person.split()[-1]
    title = document.line_text(document.title) if document.title is not None else ""
    mentions = sum(
        family in document.line_text(index)
        for index in document.filled
        if document.lines[index].end <= end and document.line_text(index).count(" ") >= 8
    )
    return family in title or (mentions >= 1 and text.find(family) < end)


RULE_ID = "boilerplate.author-bio"

RULE = Rule(
    id=RULE_ID,
    severity=Severity.ERROR,
    safety=Safety.SAFE,
    why="The note about the writer or the site is kept apart from the article; the report keeps it as metadata.",
    probes=(Probe((), _find),),
    examples=(
        Example(
            f"{STORY}\nMarta Quill\n\nMarta Quill is a freelance journalist who writes about ships. "
            "She tweets as @martaquillwrites.\n",
            STORY,
        ),
        Example(
            f"{STORY}\nThe writer is a retired teacher in Torby, and can be reached at post@torby.example.\n",
            STORY,
        ),
        Example(
            f"{STORY}\nWelcome to Sound Herald, your go-to source for news, written with a passion for storytelling "
            "and a keen eye for detail.\n",
            STORY,
        ),
    ),
    keep=(
        "Marta Quill has died\n\nMarta Quill, who wrote about ships, died on Monday in Torby, in her home, aged 80.\n\n"
        "She was a freelance journalist who wrote for papers in many countries, and she never sailed in her life.\n",
        f"{STORY}\nMarta Quill, a researcher who was on board, said the captain had been calm, and nobody afraid.\n",
    ),
)
"""Finds notes about the writer or the site."""
