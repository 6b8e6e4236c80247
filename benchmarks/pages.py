"""Labelled pages: articles made of sentences, in the templates of sites.toml, as HTML with the text to be kept.

Everything is made anew from a seed, so the pages are the same in every run: `python benchmarks/pages.py DIR` writes
them for a look.
"""

from __future__ import annotations

import random
import re
import sys
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
PER_SITE = 6

_PLACES = ["Torby", "Lindholm", "Skarvik", "Ostra", "Hamnsund", "Grimsvold", "Vester", "Kallby"]
_PEOPLE = ["Marta Quill", "Lars Holm", "Edda Brandt", "Tom Abara", "Nadia Rahal", "Ivo Petrow", "Karen Oduya"]
_WHO = {
    "en": ["The council", "The mayor", "A court", "The harbor office", "The school board", "A group of farmers",
           "The ferry company", "The health service", "The police", "A team of divers"],
    "fr": ["Le conseil", "La mairie", "Le tribunal", "Le port", "Un groupe de pêcheurs"],
    "de": ["Der Rat", "Die Stadt", "Ein Gericht", "Das Hafenamt", "Eine Gruppe von Fischern"],
    "es": ["El concejo", "La ciudad", "Un tribunal", "El puerto", "Un grupo de pescadores"],
}  # fmt: skip
_DID = {
    "en": ["has agreed to repair the old pier", "wants to close the road along the coast", "will open a new clinic",
           "has found the money for a second crew", "asked the government for help with the floods",
           "put off the vote on the new bridge", "is looking for the owner of a lost boat",
           "promised to lower the price of water", "sold the empty school to a film company"],
    "fr": ["a accepté de réparer le vieux quai", "veut fermer la route de la côte", "va ouvrir une nouvelle clinique",
           "a trouvé l’argent pour un second équipage", "a repoussé le vote sur le pont"],
    "de": ["will den alten Kai reparieren", "möchte die Straße an der Küste sperren", "eröffnet eine neue Klinik",
           "hat das Geld für eine zweite Mannschaft gefunden", "hat die Abstimmung über die Brücke verschoben"],
    "es": ["aceptó reparar el viejo muelle", "quiere cerrar el camino de la costa", "abrirá una nueva clínica",
           "encontró el dinero para otra tripulación", "aplazó la votación sobre el puente"],
}  # fmt: skip
_WHY = {
    "en": ["because the winter was the hardest in forty years", "although nobody had expected it before the summer",
           "after months of talks behind closed doors", "and the first work may begin as early as next week",
           "while the opposition called the plan a waste of money", "so that families can stay on the island",
           "since the insurance pays only for a part of the damage", "and more than two hundred people signed a letter"],
    "fr": ["parce que l’hiver a été le plus dur depuis quarante ans", "après des mois de discussions à huis clos",
           "et les premiers travaux pourraient commencer la semaine prochaine", "alors que l’opposition parle de gaspillage"],
    "de": ["weil der Winter der härteste seit vierzig Jahren war", "nach Monaten von Gesprächen hinter verschlossenen Türen",
           "und die ersten Arbeiten könnten schon nächste Woche beginnen", "während die Opposition von Verschwendung spricht"],
    "es": ["porque el invierno fue el más duro en cuarenta años", "tras meses de conversaciones a puerta cerrada",
           "y las primeras obras podrían empezar la próxima semana", "mientras la oposición habla de despilfarro"],
}  # fmt: skip
_SAID = {
    "en": "“We waited long enough for this,” {person} of {place} said. “Nobody here wants another year like the last one.”",
    "fr": "« Nous avons assez attendu », a dit {person}, de {place}. « Personne ici ne veut revivre une année pareille. »",
    "de": "„Wir haben lange genug gewartet“, sagte {person} aus {place}. „Niemand will noch ein solches Jahr erleben.“",
    "es": "«Ya esperamos bastante», dijo {person}, de {place}. «Nadie aquí quiere otro año como el pasado».",
}
_MONTHS = ["January", "March", "May", "August", "October", "December"]


class Page(NamedTuple):
    """A page: its name, its HTML, the lines of the article, and the lines of the site around it."""

    name: str
    html: str
    gold: tuple[str, ...]
    furniture: tuple[str, ...]


def pages(seed: int = 5) -> Iterator[Page]:
    """Yield PER_SITE pages of every site."""
    sites = tomllib.loads((HERE / "sites.toml").read_text(encoding="utf-8"))["site"]
    for site in sites:
        chance = random.Random(f"{seed} {site['name']}")
        for number in range(PER_SITE):
            yield _page(site, f"{site['name']}-{number}", chance)


def _page(site: dict[str, Any], name: str, chance: random.Random) -> Page:
    language = site.get("language", "en")
    title = _title(language, chance)
    values = {
        "title": title, "author": chance.choice(_PEOPLE), "n": chance.randint(2, 9),
        "date": f"{chance.choice(_MONTHS)} {chance.randint(1, 28)}, 2024",
        "teaser": _sentence(language, chance), "teaser2": _sentence(language, chance),
        **{f"other{n}": _title(language, chance) for n in (1, 2, 3)},
    }  # fmt: skip
    body = _body(language, chance)
    inside = list(_elements(site["inside"], values))
    head, tail = list(_elements(site["head"], values)), list(_elements(site["tail"], values))
    parts: list[str] = []
    for number, (tag, text) in enumerate(body):
        parts.append(_html(tag, [text]))
        if number % 2 == 1 and inside and number < len(body) - 1:
            tag, texts = inside.pop(0)
            parts.append(_html(tag, texts))
            head.append((tag, texts))  # counted as furniture; its place in the page is above
    above = [_html(tag, texts) for tag, texts in _elements(site["head"], values)]
    html = "\n".join(
        [f"<!DOCTYPE html><html><head><title>{escape(title)} - Site</title></head><body><div id=page>", *above,
         "<div class=content>", *parts, "</div>", *(_html(tag, texts) for tag, texts in tail), "</div></body></html>"]
    )  # fmt: skip
    around = [text for _, texts in [*head, *tail] for text in texts if text != title]
    return Page(name, html, (title, *(text for _, text in body)), tuple(around))


def _elements(lines: str, values: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for line in lines.strip().splitlines():
        tag, _, text = line.partition(": ")
        text = text.format(**values)
        yield tag, text.split(" / ") if tag == "menu" else [text]


def _html(tag: str, texts: list[str]) -> str:
    name, _, css = re.split(r"#", tag)[0].partition(".")
    if name == "menu":
        return "<ul>" + "".join(f"<li><a href='#'>{escape(text)}</a></li>" for text in texts) + "</ul>"
    return f"<{name}{f' class={css}' if css else ''}>{escape(texts[0])}</{name}>"


def _title(language: str, chance: random.Random) -> str:
    who, did = chance.choice(_WHO[language]), chance.choice(_DID[language])
    return f"{chance.choice(_PLACES)}: {who} {did}"


def _sentence(language: str, chance: random.Random) -> str:
    return f"{chance.choice(_WHO[language])} {chance.choice(_DID[language])} {chance.choice(_WHY[language])}."


def _body(language: str, chance: random.Random) -> list[tuple[str, str]]:
    """Return the elements of an article: paragraphs, a quotation, now and then a heading, a list or a short line."""
    parts = [("p", " ".join(_sentence(language, chance) for _ in range(chance.randint(2, 3)))) for _ in range(6)]
    said = _SAID[language].format(person=chance.choice(_PEOPLE), place=chance.choice(_PLACES))
    parts.insert(2, ("p", said))
    if language == "en":
        if chance.random() < 0.4:
            parts.insert(4, ("h2", chance.choice(["What happens next", "Background", "A long wait", "Reaction"])))
        if chance.random() < 0.3:
            parts[6:6] = [("li", f"{chance.choice(_PLACES)}: {chance.randint(2, 90)} houses") for _ in range(4)]
        if chance.random() < 0.3:
            parts.insert(5, ("p", "Nobody was hurt."))
    return parts


def main() -> None:
    """Write the pages and their gold texts into a folder."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for page in pages():
        (folder / f"{page.name}.html").write_text(page.html, encoding="utf-8")
        (folder / f"{page.name}.gold.txt").write_text("\n\n".join(page.gold) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
