"""The book of names, name similarity, and the rules on names where their examples are too short to tell."""

import csv
import time
from itertools import pairwise
from pathlib import Path

import pytest

from lint.engine import RuleSet, clean
from lint.names import RULES, known, rules, similarity
from lint.names.book import Book, load, shipped_book
from lint.names.clusters import clusters
from lint.names.decisions import accepted
from lint.names.house import books
from lint.names.letters import bare
from lint.names.mentions import are_joined, tokens
from lint.names.misspelled import is_slip
from lint.names.similarity import SAME
from lint.names.survey import Tally, names_in
from lint.packs import PackError
from lint.reports.names import as_csv, as_html, table
from lint.rule import Safety
from lint.text import Document

NAMES = RuleSet(RULES)


def cleaned(text: str) -> str:
    return clean(Document(text), NAMES).text


def offered(text: str) -> list[tuple[str, str]]:
    """What the rules find in a text, and what they would write instead."""
    return [
        (text[finding.start : finding.end], finding.fix.edits[0].replacement if finding.fix else "")
        for finding in NAMES.findings(Document(text))
    ]


# --- the rule on the book -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        (
            "Pakistan’s Shehbaz Sharif met the envoy. Shahbaz’s office and Shahbaz said so.",
            "Pakistan’s Shehbaz Sharif met the envoy. Shehbaz’s office and Shehbaz said so.",
        ),
        ("PAKISTAN: NAWAZ SHAREEF AND THE ARMY", "PAKISTAN: NAWAZ SHARIF AND THE ARMY"),
        (
            "The Iranian Foreign Minister Amir Abdollahian went to the talks with hope.",
            "The Iranian Foreign Minister Amir-Abdollahian went to the talks with hope.",
        ),
        (
            "Iran and the world: Ebrahim Rai\u0308ssi spoke, and Rai\u0308ssi left.",
            "Iran and the world: Ebrahim Raisi spoke, and Raisi left.",
        ),
        ("Nawaz  Shareef of Pakistan spoke to the crowd.", "Nawaz Sharif of Pakistan spoke to the crowd."),
        ("RUSSIA AND THE WORLD OF VLADIMIR POUTINE", "RUSSIA AND THE WORLD OF VLADIMIR PUTIN"),
    ],
)
def test_what_is_respelled(bad: str, good: str) -> None:
    assert cleaned(bad) == good


@pytest.mark.parametrize(
    "text",
    [
        "Shahbaz said to the court of Islamabad that he and the clerk had not met.",
        "Shehbaz Sharif of Pakistan and the late Shahbaz Bhatti met in May; Shahbaz was a minister for the poor.",
        "Iran’s Ebrahim Raisi and the French chess player Ladan Raïssi met; Raïssi won the game.",
        "In Pakistan, mail to Shahbaz.Sharif@example.org and @ShahbazSharif came back, said Shehbaz Sharif.",
        "See https://example.org/Kiev/Kiev.html for the map; Kyiv is the capital of Ukraine.",
        "Kyiv, then known as Kiev, was a city of the Russian empire, and Kyiv grew fast.",
        "The Battle of Kiev and the siege of Kyiv, said the Ukrainian guide, are not to be mixed up.",
        "In Kyiv he read “The Road to Kiev” to the Ukrainian children and wept.",
        "The Ukrainian flew from Kiev to Berlin, and from Berlin to Kiev.",
        "The Moscow-Kiev line ran past Kyiv to the Russian south.",
        "Vladimir Putin and the Russian guests ate poutine. Poutine was new to them.",
        "Vladimir Poutine et Emmanuel Macron se sont vus, a dit la Russie.",
        "Maliha Lodhi Khan sells shoes to the tourists of Islamabad.",
        "“We from Pakistan thank Nawaz Shareef,” said the man.",
        "Shehbaz Sharif (also spelled Shahbaz Sharif) is from Lahore, the heart of Pakistan.",
        "In Iraq, Ali al-Sistani spoke for an hour; Sistani was ill, and the others knew that Sistani was.",
        "Manmohan Singh of India was there. Sing, said the Indian teacher to the boys, and they did.",
        "Yahya Saree of Yemen said that the singer, a Ms Sari, was there, and Sari left for the coast.",
    ],
)
def test_what_no_machine_respells(text: str) -> None:
    assert cleaned(text) == text


def test_a_place_in_one_spelling_is_offered_the_other() -> None:
    assert offered("The Ukrainian flew from Kiev to Berlin, and left.") == [("Kiev", "Kyiv")]


def test_the_longest_name_is_found() -> None:
    assert offered("Raids in Sistan-Baluchistan, said the Iranian envoy to the press.") == [
        ("Sistan-Baluchistan", "Sistan and Baluchestan")
    ]


def test_a_name_that_ends_in_lower_case_is_found_whole() -> None:
    text = "The leader Kim Jong-un and Kim Jong Un are one man, said the North Korean, and so is Kim Jong Un."
    assert offered(text) == [("Kim Jong-un", "Kim Jong Un")]


def test_a_stranger_keeps_a_shared_name_part() -> None:
    text = (
        "Shahbaz Bhatti of Pakistan was killed. The court said that Shahbaz had asked for guards, said Shehbaz Sharif."
    )
    assert offered(text) == []


# --- the book -----------------------------------------------------------------------------------------------------


def book(folder: Path, text: str) -> Path:
    path = folder / "names.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[name]]\ncanonical = "Ann Lee"\nspelled = ["An Lee"]',
            "names.toml:2: name 'Ann Lee': unknown key 'spelled'",
        ),
        ('[[name]]\nvariants = ["An Lee"]', "the key 'canonical' must be a name"),
        ('[[name]]\ncanonical = "Ann Lee"\nvariants = "An Lee"', "'variants' has a value of the wrong type"),
        ('[[name]]\ncanonical = "Ann Lee"\nkind = "ship"', "kind 'ship' is unknown; use person, place, group"),
        ('[[name]]\ncanonical = "Ann Lee"\nvariants = ["Ann Lee"]', "the variant 'Ann Lee' is the name itself"),
        ('[[name]]\ncanonical = "Ann Lee"\nvariants = ["Zigor"]', "is like no part of the name"),
        ('[[names]]\ncanonical = "Ann Lee"', "unknown table or key 'names'"),
        (
            '[[name]]\ncanonical = "Ann Lee"\n[[name]]\ncanonical = "Ann Lee"',
            "names.toml:4: name 'Ann Lee': the name stands already",
        ),
        (
            '[[name]]\ncanonical = "Ann Lee"\nvariants = ["An Lee"]\n'
            '[[name]]\ncanonical = "Anne Lee"\nvariants = ["An Lee"]',
            "names.toml:5: name 'Anne Lee': the variant 'an lee' belongs to 'Ann Lee'",
        ),
        (
            '[[name]]\ncanonical = "Ann Lee"\nvariants = ["Anne Lee"]\n'
            '[[name]]\ncanonical = "Anne Lee"\nvariants = ["Ann Lee"]',
            "the canonical spelling of one name and a variant of another",
        ),
    ],
)
def test_what_is_wrong_in_a_book_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PackError) as raised:
        load([book(tmp_path, text)])
    assert said in str(raised.value)


def test_a_guard_lets_two_names_share_a_variant(tmp_path: Path) -> None:
    entry = '[[name]]\ncanonical = "{0}"\nvariants = ["Rija"]\nkind = "place"\ncontext = ["{1}"]\n'
    found = load([book(tmp_path, entry.format("Rijah", "Yemen") + entry.format("Riya", "Nepal"))])
    assert len(found.starting("rija")) == 2


def test_a_book_of_many_names_is_quick_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))
    letters = "bcdfghjklmnpqrstvwxz"
    names = [
        f"{a.upper()}a{b}o{c}i {d.upper()}u{a}e{b}" for a in letters for b in letters for c in letters for d in "kmt"
    ]
    text = "".join(f'[[name]]\ncanonical = "{name}"\nvariants = ["{name}h"]\n' for name in names)
    path = book(tmp_path, text)
    load([path], shipped=False)
    started = time.perf_counter()
    assert len(load([path], shipped=False).names) == 24_000
    assert time.perf_counter() - started < 1.0


# --- similarity ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ebrahim Raisi", "Ebrahim Raïssi"),
        ("Shehbaz Sharif", "Shahbaz Sharif"),
        ("President Ebrahim Raisi", "Ibrahim Raeisi"),
        ("Mao Zedong", "Mao Tse-tung"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Abdul Rahman", "Abdurrahman"),
        ("Sharif, Shehbaz", "Shehbaz Sharif"),
        ("Mikhail Gorbachev", "Michail Gorbatschow"),
    ],
)
def test_spellings_of_one_name(left: str, right: str) -> None:
    assert similarity(left, right) >= SAME
    assert similarity(left, right) == pytest.approx(similarity(right, left))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Imran Khan", "Irfan Khan"),
        ("Alexei Navalny", "Yulia Navalnaya"),
        ("Martin Luther King Jr.", "Martin Luther King Sr."),
        ("Charles II", "Charles III"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("Michel Martin", "Michelle Martin"),
        ("Theresa May", "Theresa Mayer"),
        ("Pakistan", "Pakistani"),
        ("Wang Yi", "Wang Yu"),
        ("Hassan Nasrallah", "Hussein Nasrallah"),
    ],
)
def test_two_names(left: str, right: str) -> None:
    assert similarity(left, right) < SAME


@pytest.mark.parametrize("name", ["", "   ", "—", "Mr", "Jr.", "O’Neill", "محمد", "İstanbul", "a" * 300])
def test_similarity_takes_any_text(name: str) -> None:
    assert 0.0 <= similarity(name, "Ann Lee") <= 1.0
    assert similarity(name, name) in (0.0, 1.0)


# --- names in text ------------------------------------------------------------------------------------------------


def test_tokens_of_a_text() -> None:
    text = "Ursula von der Leyen met O’Keeffe’s aide Amir-Abdollahian in Sana’a. https://x.org/Kiev A@B.org #Kiev"
    assert [token.text for token in tokens(Document(text))] == [
        "Ursula",
        "Leyen",
        "O’Keeffe",
        "Amir",
        "Abdollahian",
        "Sana’a",
    ]


def test_what_is_one_mention() -> None:
    document = Document("Ursula von der Leyen and Jean-Luc J. Godard. Paris, Rome")
    row = tokens(document)
    joined = [a.text + " " + b.text for a, b in pairwise(row) if are_joined(document, a, b)]
    assert joined == ["Ursula Leyen", "Jean Luc", "Luc J", "J Godard"]


def test_bare() -> None:
    assert bare("Raïssi") == bare("RAI\u0308SSI") == "raissi"
    assert bare("Łódź  Straße") == "lodz strasse"


@pytest.mark.parametrize(
    ("right", "wrong", "slip"),
    [
        ("brandvold", "brandvlod", True),
        ("brandvold", "brandold", True),
        ("brandvold", "brandwold", True),
        ("johnson", "johnsons", False),
        ("navalny", "navalnaya", False),
        ("maria", "mario", False),
    ],
)
def test_slips(right: str, wrong: str, slip: bool) -> None:
    assert is_slip(right, wrong) is slip


def test_only_the_book_is_fixed_unasked() -> None:
    text = "Rikard Soderqvist resigned. The critics of Rikard Soderkvist had asked for that."
    found = NAMES.findings(Document(text))
    assert [finding.rule for finding in found] == ["name.inconsistent"]
    assert all(finding.fix is None or finding.fix.safety is Safety.SUGGESTION for finding in found)


# --- a house's own book -------------------------------------------------------------------------------------------


def house_rules(folder: Path, *texts: str) -> RuleSet:
    paths = [folder / f"{number}.toml" for number in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return RuleSet(rules(load(paths)))


def house_cleaned(folder: Path, text: str, *books: str) -> str:
    return clean(Document(text), house_rules(folder, *books)).text


KIEV = "The Ukrainian flew from Kyiv to Berlin, and from Berlin to Kyiv. They ate at the Kyiv Grill."


def test_a_preferred_spelling_may_be_a_listed_variant_of_the_lone_name(tmp_path: Path) -> None:
    text = "Prime Minister Shehbaz Sharif of Pakistan met them. Later Shahbaz left.\n"
    wanted = "Prime Minister Shahbaz Sharif of Pakistan met them. Later Shahbaz left.\n"
    assert house_cleaned(tmp_path, text, 'prefer = ["Shahbaz Sharif"]') == wanted


def test_a_house_prefers_a_spelling(tmp_path: Path) -> None:
    wanted = "The Ukrainian flew from Kiev to Berlin, and from Berlin to Kiev. They ate at the Kyiv Grill."
    assert house_cleaned(tmp_path, KIEV, 'prefer = ["Kiev"]') == wanted


def test_an_entry_takes_over_what_the_shipped_book_knows(tmp_path: Path) -> None:
    entry = '[[name]]\ncanonical = "Kiev"\nkind = "place"\nvariants = ["Kyiv"]\n'
    assert "from Kiev to Berlin" in house_cleaned(tmp_path, KIEV, entry)
    assert house_cleaned(tmp_path, "In Kiev the Ukrainian sat with the others.", entry).startswith("In Kiev")


def test_a_later_book_stands_over_an_earlier_one(tmp_path: Path) -> None:
    assert house_cleaned(tmp_path, KIEV, 'prefer = ["Kiev"]', 'prefer = ["Kyiv"]') == KIEV


def test_quoted_speech_keeps_its_spelling(tmp_path: Path) -> None:
    text = "“We from Ukraine love the streets of Kyiv,” said the man."
    assert house_cleaned(tmp_path, text, 'prefer = ["Kiev"]') == text


@pytest.mark.parametrize(
    ("switch", "wrong"),
    [
        ("hyphens", "the talks with Anna Soder-Holm of the union"),
        ("hyphens", "the talks with Anna-Soder Holm of the union"),
        ("spaces", "the talks with Anna SoderHolm of the union"),
        ("case", "the talks with Anna SODER Holm of the union"),
        ("accents", "the talks with Anna Söder Holm of the union"),
    ],
)
def test_switches(tmp_path: Path, switch: str, wrong: str) -> None:
    entry = '[[name]]\ncanonical = "Anna Soder Holm"\n'
    right = "the talks with Anna Soder Holm of the union"
    assert house_cleaned(tmp_path, wrong, entry) == wrong
    assert house_cleaned(tmp_path, wrong, entry + f"{switch} = true\n") == right
    assert house_cleaned(tmp_path, right, entry + f"{switch} = true\n") == right


def test_capitals_throughout_are_no_slip(tmp_path: Path) -> None:
    entry = '[[name]]\ncanonical = "TikTok"\nkind = "group"\ncase = true\n'
    text = "TIKTOK FALLS FOR THE FIRST TIME, AND THE OWNERS OF IT SELL"
    assert house_cleaned(tmp_path, text, entry) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('prefer = ["Kiew an der Spree"]', "1.toml:1: name 'Kiew an der Spree': no book has this spelling"),
        ('prefer = ["Kiev",\n"Kyiv"]', "1.toml:2: name 'Kyiv': 'Kiev' is preferred too"),
        ("prefer = 3", "'prefer' must be a list"),
        (
            '[[name]]\ncanonical = "Ann Lee"\nvariants = ["Anne Lee"]\nnot = ["Anne Lee"]',
            "'Anne Lee' is both a variant and in 'not'",
        ),
        ('[[name]]\ncanonical = "Ann Lee"\ncase = "yes"', "'case' has a value of the wrong type"),
        ("[name]\ncanonical = 3", "'name' must be [[name]] tables"),
    ],
)
def test_what_is_wrong_in_a_house_book(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PackError) as raised:
        house_rules(tmp_path, "", text)
    assert said in str(raised.value)


def test_books_are_found_from_the_user_down_to_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    desk = tmp_path / "project" / "desk"
    desk.mkdir(parents=True)
    (tmp_path / "home" / "newslint").mkdir(parents=True)
    (tmp_path / "project" / "newslint.toml").touch()
    places = [tmp_path / "home" / "newslint", tmp_path / "project", desk]
    for place in places:
        (place / "names.toml").write_text('prefer = ["Kiev"]\n')
    (tmp_path / "names.toml").write_text('prefer = ["above the project"]\n')
    found = books(desk, ["more.toml"])
    assert found == tuple(map(str, (places[0] / "names.toml", "more.toml", *(p / "names.toml" for p in places[1:]))))
    (desk / "names.toml").write_text('authors = ["Ann Lee"]\n')
    assert str(desk / "names.toml") not in books(desk)


# --- a corpus -----------------------------------------------------------------------------------------------------


ARTICLES = {
    "a.txt": "In the town, Rikard Soderqvist spoke. After that Soderqvist left for Tomsk, and so did Ann Lee-Moor. "
    "To Ann Lee-Moor it was new.",
    "b.txt": "A friend of Rikard Soderkvist wept. The same Rikard Soderqvist laughed, and so did Ann Lee Moor.",
    "c.txt": "The aides of Rikard Soderqvist came in. To them Soderkwist had said no, "
    "said Ben Fisher and Ben Fischer. It was Ben Fischer.",
}


def tallied(articles: dict[str, str]) -> Tally:
    tally = Tally()
    for name, text in articles.items():
        tally.add(names_in(Document(text), name))
    return tally


def table_of(articles: dict[str, str], known: Book, apart: tuple[str, ...] = ()) -> dict[str, list[str]]:
    found = clusters(tallied(articles), known, apart)
    return {cluster.proposed: [variant.text for variant in cluster.variants] for cluster in found}


def test_the_table_of_a_corpus() -> None:
    assert table_of(ARTICLES, shipped_book()) == {
        "Rikard Soderqvist": ["Rikard Soderkvist", "Soderkwist"],
        "Ann Lee-Moor": ["Ann Lee Moor"],
        "Ben Fischer": ["Ben Fisher"],
    }


def test_brothers_and_strangers_stay_apart() -> None:
    texts = ("met Imran Khan there", "met Irfan Khan there", "saw Davis there", "saw Davies there")
    assert (
        table_of({f"{n}.txt": f"In May they {text}, and they {text}." for n, text in enumerate(texts)}, shipped_book())
        == {}
    )


def test_decisions_are_kept_and_replayed(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    before = '# ours\n[[name]]\ncanonical = "Ann Lee-Moor" # the poet\n'
    found = clusters(tallied(ARTICLES), shipped_book(), ("Ben Fisher",))
    after = accepted(before, found, path)
    assert after.startswith('# ours\n[[name]]\ncanonical = "Ann Lee-Moor" # the poet\nvariants = ["Ann Lee Moor"]\n')
    path.write_text(after, encoding="utf-8")
    settled = load([path])
    again = clusters(tallied(ARTICLES), settled)
    assert all(cluster.settled for cluster in again if cluster.variants)
    assert "Ben Fischer" not in {cluster.proposed for cluster in again}
    assert accepted(after, [cluster for cluster in again if not cluster.settled], path) == after
    text = "Rikard Soderkvist and Ann Lee Moor met, and with them was Ben Fisher."
    assert clean(Document(text), RuleSet(rules(settled))).text == (
        "Rikard Soderqvist and Ann Lee-Moor met, and with them was Ben Fisher."
    )


def test_no_cell_begins_like_a_formula() -> None:
    tally = tallied({"=cmd.txt": "-1+2 Rikard Soderqvist met Rikard Soderkvist, and Rikard Soderqvist left."})
    rows = list(csv.reader(as_csv(table(clusters(tally, shipped_book()), 1, 2)).splitlines()))
    assert len(rows) == 3
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_the_page_runs_no_script_and_escapes_what_it_shows() -> None:
    tally = tallied(
        {"<script>.txt": "The judge Rikard Soderqvist <b>met</b> Rikard Soderkvist. So Rikard Soderqvist left."}
    )
    page = as_html(table(clusters(tally, shipped_book()), 1, 2))
    assert "<svg" in page
    assert "<script" not in page
    assert "&lt;script&gt;.txt" in page


# --- known names, scripts -----------------------------------------------------------------------------------------


def test_known_names() -> None:
    text = "Shehbaz Sharif met Mr Qelibari in Lahore. Yesterday he went. The Word was out, and a word is a word."
    assert known(Document(text)) >= {"Shehbaz", "Sharif", "Qelibari", "Lahore"}
    assert not known(Document(text)) & {"Yesterday", "The", "Word"}


def test_quoted_speech_and_addresses_are_left() -> None:
    assert offered("“I met Boris Yelstin of Russia,” she said of Russia.") == []
    assert offered("See https://\u0420utin.example/\u0420utin and @\u0420utin for the rest.") == []
    text = "The mayor, Rikard Soderqvist, quit. “Rikard Soderkvist had to,” said one. Rikard Soderqvist laughed."
    assert offered(text) == []


def test_a_greek_or_cyrillic_word_is_no_mixture() -> None:
    assert offered("The word Москва is Moscow, Αθήνα is Athens.") == []
    assert offered("The city of Кyiv is old, they say.") == [("Кyiv", "Kyiv")]
