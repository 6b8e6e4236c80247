"""Each report is what its consumers expect: by their published schema, their library, or the rules they document."""

import contextlib
import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import junitparser
import pytest
from sarif import loader

from lint.cli import main
from lint.positions import Positions, utf8
from lint.reports import FORMATS
from lint.reports.github import MOST_ANNOTATIONS

SCHEMAS = Path(__file__).parent / "schemas"
NASTY = (
    "Talks \U0001f600 resumed, following they met in Oslo.\r\n\r\n"
    "علي said the 😀 army must fight once morest terror. Ops\x07 <b> & ]]> % ::error::x\r\n\r\n"
    "Leave a Reply\r\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ä, b:c%.txt").write_bytes(NASTY.encode())
    (tmp_path / "news" / "bytes.txt").write_bytes(
        "He said “no” — yes.\n".encode() * 9 + b"fight once morest \xff \xfe.\n"
    )
    (tmp_path / "news" / "clean.txt").write_text("The council met on Monday.\n")
    return tmp_path


def checked(format: str, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    main(["check", "news", "--no-config", "--output-format", format, *more])
    return capsys.readouterr().out


def schema(name: str) -> dict:
    return json.loads((SCHEMAS / name).read_text(encoding="utf-8"))


def test_sarif_is_valid_and_its_consumer_counts_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(checked("sarif", capsys))
    jsonschema.validate(log, schema("sarif-2.1.0.json"))
    Path("x.sarif").write_text(json.dumps(log))
    assert loader.load_sarif_file("x.sarif").get_result_count() == len(log["runs"][0]["results"]) > 3


def test_the_fixes_in_sarif_repair_the_text_in_utf16(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = json.loads(checked("sarif", capsys, "--select", "artifact"))["runs"]
    assert run["columnKind"] == "utf16CodeUnits"
    lines = [line.encode("utf-16-le") for line in NASTY.split("\r\n")]
    for result in reversed([r for r in run["results"] if "fixes" in r]):
        place = result["locations"][0]["physicalLocation"]
        if "bytes" in place["artifactLocation"]["uri"]:
            continue
        (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
        region = replacement["deletedRegion"]
        number, start, end = region["startLine"] - 1, region["startColumn"] - 1, region["endColumn"] - 1
        text = replacement["insertedContent"]["text"].encode("utf-16-le")
        lines[number] = lines[number][: 2 * start] + text + lines[number][2 * end :]
    repaired = [line.decode("utf-16-le") for line in lines]
    assert repaired[0] == "Talks \U0001f600 resumed, after they met in Oslo."
    assert "fight against terror" in repaired[2]


def test_the_rules_in_sarif_explain_themselves(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (run,) = json.loads(checked("sarif", capsys))["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert all(rule["help"]["markdown"].startswith(f"**{rule['id']}**") for rule in rules)
    uris = {artifact["location"]["uri"] for artifact in run["artifacts"]}
    assert "news/%C3%A4%2C%20b%3Ac%25.txt" in uris


def test_fingerprints_in_sarif_stay_when_a_paragraph_is_inserted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def prints() -> set[str]:
        (run,) = json.loads(checked("sarif", capsys))["runs"]
        return {result["partialFingerprints"]["newslint/1"] for result in run["results"]}

    before = prints()
    path = folder / "news" / "bytes.txt"
    path.write_bytes(b"A quiet paragraph was put above.\n\n" + path.read_bytes())
    assert prints() == before


def test_a_file_that_cannot_be_read_is_named_in_every_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "news" / "binary.txt").write_bytes(b"\0\1\2")
    log = json.loads(checked("sarif", capsys))
    jsonschema.validate(log, schema("sarif-2.1.0.json"))
    (invocation,) = log["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    assert "binary.txt" in invocation["toolExecutionNotifications"][0]["message"]["text"]
    assert "::error title=newslint::news/binary.txt" in checked("github", capsys)
    suites = junitparser.JUnitXml.fromstring(checked("junit", capsys).encode())
    assert suites.errors == 1


def test_what_was_left_alone_is_in_sarif_with_its_reason_where_asked_for(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = "Talks resumed, following they met in Oslo."
    (folder / "news" / "a.md").write_text(f"<!-- newslint-ignore artifact: as he said it -->\n{bad}\n")
    (folder / "news" / "b.txt").write_text(f"{bad}\n\nNo end.\n")
    (folder / "news" / "c.txt").write_text(f"They say so. {bad}\n\nNo end.\n")
    main(["check", "news/b.txt", "--select", "artifact", "--add-ignore", "--reason", "a test"])
    main(["baseline", "write", "--select", "artifact", "news/c.txt"])
    capsys.readouterr()
    plain = json.loads(checked("sarif", capsys, "--select", "artifact"))
    log = json.loads(checked("sarif", capsys, "--select", "artifact", "--show-suppressed"))
    jsonschema.validate(log, schema("sarif-2.1.0.json"))
    results = log["runs"][0]["results"]
    assert [result for result in results if "suppressions" not in result] == plain["runs"][0]["results"]
    shown = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: result["suppressions"]
        for result in results
        if "suppressions" in result
    }
    assert shown == {
        "news/a.md": [{"kind": "inSource", "status": "accepted", "justification": "as he said it"}],
        "news/b.txt": [{"kind": "external", "status": "accepted", "justification": "a test"}],
        "news/c.txt": [
            {"kind": "external", "status": "accepted", "justification": "known since the baseline was written"}
        ],
    }
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)


def test_junit_is_read_by_its_consumer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suites = junitparser.JUnitXml.fromstring(checked("junit", capsys).encode())
    names = {suite.name: (suite.tests, suite.failures) for suite in suites}
    assert names["news/clean.txt"] == (1, 0)
    assert names["news/ä, b:c%.txt"][1] == len([c for s in suites if s.name == "news/ä, b:c%.txt" for c in s]) > 1
    assert suites.failures == sum(failures for _, failures in names.values())


def test_gitlab_is_valid_and_its_fingerprints_are_unique(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = ("The army must fight once morest terror.\n" * 2).encode()
    (folder / "news" / "twice.txt").write_bytes(text)
    (folder / "news" / "again.txt").write_bytes(text)
    issues = json.loads(checked("gitlab", capsys))
    jsonschema.validate(issues, schema("gitlab-code-quality.json"))
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(fingerprints) == len(set(fingerprints)) > 4


def test_rdjson_is_valid_and_its_suggestions_repair_the_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads(checked("rdjson", capsys))
    jsonschema.validate(result, schema("rdjson.json"))
    lines = NASTY.encode().split(b"\r\n")
    for item in result["diagnostics"]:
        if item["code"]["value"] == "artifact.impossible-word" and "bytes" not in item["location"]["path"]:
            (suggestion,) = item["suggestions"]
            start, end = suggestion["range"]["start"], suggestion["range"]["end"]
            assert start["line"] == end["line"]
            line = lines[start["line"] - 1]
            fixed = line[: start["column"] - 1] + suggestion["text"].encode() + line[end["column"] - 1 :]
            assert b"fight against terror" in fixed
            break
    else:
        pytest.fail("no diagnostic for 'once morest'")


def annotations(out: str) -> list[tuple[str, dict[str, str], str]]:
    """Parse workflow commands as the runner does: split first, unescape then."""
    found = []
    for line in out.splitlines():
        match = re.match(r"\s*::(error|warning|notice)(?: ([^:]*))?::(.*)$", line)
        if match:
            pairs = [part.partition("=") for part in (match[2] or "").split(",") if part]
            properties = {key: unescaped(value, "%3A:", "%2C,") for key, _, value in pairs}
            found.append((match[1], properties, unescaped(match[3])))
    return found


def unescaped(text: str, *more: str) -> str:
    for code in (*more, "%0D\r", "%0A\n", "%25%"):
        text = text.replace(code[:3], code[3:])
    return text


def test_annotations_survive_strange_names_and_texts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = annotations(checked("github", capsys))
    assert {properties["file"] for _, properties, _ in found} == {"news/ä, b:c%.txt", "news/bytes.txt"}
    assert all(properties["title"] and properties["line"] for _, properties, _ in found)
    assert "Replace 'once morest' with 'against'." in " ".join(message for _, _, message in found)


def test_no_text_of_an_article_becomes_a_workflow_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "news" / "x.txt").write_text("::error::Leave a Reply\n\n::warning file=x::once morest\n" * 40)
    out = checked("github", capsys)
    for level, properties, _ in annotations(out):
        assert properties.get("file", "").startswith("news/"), (level, properties)


def test_annotations_stop_at_what_github_shows_and_say_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "news" / "many.txt").write_text("They fight once morest terror.\n\n" * 50)
    out = checked("github", capsys)
    levels = [level for level, _, _ in annotations(out)]
    assert max(levels.count(level) for level in set(levels)) == MOST_ANNOTATIONS
    more = re.search(r"^(\d+) more findings", out, re.MULTILINE)
    assert more
    assert len(levels) + int(more[1]) == checked("jsonl", capsys).count('"fingerprint"')


def test_the_step_summary_is_appended(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder / "summary.md"
    place.write_text("# before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(place))
    (folder / "news" / "a|b`<c.txt").write_text("They fight once morest terror.\n")
    checked("github", capsys)
    text = place.read_text()
    assert text.startswith("# before\n## newslint: ")
    assert "| `artifact.impossible-word` | error |" in text
    assert "a\\|b\\`&lt;c.txt" in text


def test_a_step_summary_that_cannot_be_written_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(folder))
    assert main(["check", "news", "--output-format", "github"]) == 2
    assert "check $GITHUB_STEP_SUMMARY" in capsys.readouterr().err


def test_several_reports_of_one_run_agree(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [f"--output={format}:out/{format}" for format in FORMATS]
    assert main(["check", "news", "--no-config", "--output-format", "concise", *arguments]) == 1
    printed = capsys.readouterr().out
    made = {format: (folder / "out" / format).read_text(encoding="utf-8", errors="replace") for format in FORMATS}
    count = len(json.loads(made["gitlab"]))
    assert len(json.loads(made["sarif"])["runs"][0]["results"]) == count
    assert len(json.loads(made["rdjson"])["diagnostics"]) == count
    assert sum(len(report["findings"]) for report in json.loads(made["json"])) == count
    assert [json.loads(line) for line in made["jsonl"].splitlines()] == json.loads(made["json"])
    assert made["concise"].count("\n") == count
    assert printed.splitlines()[:count] == made["concise"].splitlines()
    assert "\x07" not in "".join(
        made[format] for format in ("full", "concise", "grouped", "by-rule", "github", "junit")
    )


def test_groups_name_each_file_or_rule_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "news" / "many.txt").write_text("They fight once morest terror.\n\nThey fight once morest hunger.\n")
    grouped, by_rule = checked("grouped", capsys), checked("by-rule", capsys)
    assert grouped.count("news/many.txt") == 1
    assert by_rule.count("artifact.impossible-word") == 1
    assert "artifact.impossible-word (4)\n" in by_rule
    assert by_rule.splitlines()[-1] == grouped.splitlines()[-1]
    assert "findings; --fix repairs" in grouped.splitlines()[-1]


def test_statistics_and_diff_have_a_form_of_their_own(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--statistics", "--diff"):
        assert checked("grouped", capsys, option) == checked("concise", capsys, option)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("sarif", "write FORMAT:FILE"),
        ("srif:x", "no format 'srif'"),
        ("sarif:news", "is a folder"),
        ("sarif:news/clean.txt/x", "can't be written"),
        ("gitlab:x.json", "another report goes to the same file"),
    ],
)
def test_a_wrong_output_is_named(folder: Path, capsys: pytest.CaptureFixture[str], value: str, said: str) -> None:
    assert main(["check", "news", "--output", "json:x.json", "--output", value]) == 2
    assert said in capsys.readouterr().err


def test_a_repaired_finding_is_no_problem_any_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "news" / "one.txt").write_text("They fight once morest terror.\n")
    issues = json.loads(checked("gitlab", capsys, "--fix"))
    assert not [issue for issue in issues if issue["location"]["path"] == "news/one.txt"]


def test_a_fix_that_builds_on_another_is_not_offered_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every fix in SARIF, applied to the original on its own, leaves a text that its rule no longer complains of."""
    from lint.linter import Linter

    for path in sorted((Path(__file__).parent.parent / "samples").glob("*.txt")):
        (folder / "news" / path.name).write_bytes(path.read_bytes())
    linter = Linter()
    seen = 0
    for result in json.loads(checked("sarif", capsys))["runs"][0]["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        if "fixes" not in result or "/00" not in uri or result["properties"]["safety"] != "safe":
            continue
        text = (folder / uri).read_bytes().decode()
        positions, fixed = Positions(text), text
        for replacement in reversed(result["fixes"][0]["artifactChanges"][0]["replacements"]):
            region = replacement["deletedRegion"]
            start = positions.offset(region["startLine"] - 1, region["startColumn"] - 1)
            end = positions.offset(region["endLine"] - 1, region["endColumn"] - 1)
            fixed = fixed[:start] + replacement["insertedContent"]["text"] + fixed[end:]
        assert fixed != text
        seen += 1
        if seen % 15 == 0:
            rule = result["ruleId"]
            before, after = (sum(f.rule == rule for f in linter.check(t, uri)) for t in (text, fixed))
            assert after < before, result
    assert seen > 48


@pytest.mark.parametrize("width", [len, utf8, None])
def test_positions_lead_there_and_back(width) -> None:
    text = "a😀é\r\n\r\nعلي x\ry\n"
    at = Positions(text, width) if width else Positions(text)
    for offset in range(len(text) + 1):
        if text[offset - 1 : offset + 1] != "\r\n":
            assert at.offset(*at.place(offset)) == offset
    assert Positions("").place(0) == (0, 0)
    assert at.offset(99, 99) == len(text)
    assert at.offset(0, 99) == 3


def test_statistics_count_by_rule_category_and_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = checked("statistics", capsys)
    assert "true" not in printed  # numbers all of them, also the first
    counts = json.loads(printed)
    listed = [finding for record in json.loads(checked("json", capsys)) for finding in record["findings"]]
    assert counts["checked"] == 3
    assert counts["findings"] == len(listed) > 3
    assert counts["rules"]["artifact.following-clause"] == {"found": 1, "safe": 1}
    for key in ("rules", "categories", "files", "domains"):
        assert sum(count["found"] for count in counts[key].values()) == len(listed)
    assert sum(count["safe"] for count in counts["files"].values()) == sum(
        finding["fix"]["safety"] == "safe" for finding in listed if finding["fix"]
    )
    assert list(counts["rules"].values()) == sorted(counts["rules"].values(), key=lambda count: -count["found"])


def test_statistics_count_by_site_also_for_a_spreadsheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("news.example.org/a.txt", "news.example.org/b.txt", "other.example/c.txt", "plain/=1+1.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("The council agreed to repair the bridge, following they visited the site.\n")
    with contextlib.chdir(tmp_path / "plain"):
        main(["check", ".", "../news.example.org", "../other.example", "--no-config", "--output-format=statistics-csv"])
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    sites = {row["name"]: (row["found"], row["safe"]) for row in rows if row["by"] == "domain"}
    assert sites == {"news.example.org": ("2", "2"), "other.example": ("1", "1"), "unknown": ("1", "1")}
    assert {row["name"]: row["found"] for row in rows if row["by"] == "rule"} == {"artifact.following-clause": "4"}
    assert "'=1+1.txt" in {row["name"] for row in rows if row["by"] == "file"}


def test_runs_are_compared_by_their_counts(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked("statistics", capsys, "--output", "statistics:old.json", "--select", "artifact")
    (folder / "news" / "clean.txt").write_text("Talks went on, following they met.\n\nFollowing they met, it rained.\n")
    checked("statistics", capsys, "--output", "statistics:new.json", "--select", "artifact")
    assert main(["compare", "old.json", "old.json"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["compare", "old.json", "new.json"]) == 1
    shown = capsys.readouterr()
    assert shown.out == "     +2       1 -> 3       artifact.following-clause\n"
    assert shown.err == "newslint: 3 findings before, 5 now\n"
    assert main(["compare", "new.json", "old.json"]) == 0, "less is no reason to fail"
    capsys.readouterr()
    main(["clean", "news", "-o", "out", "--no-config", "--select", "artifact"])
    assert main(["compare", "new.json", "out"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"rules": {"a": 3}}', b"\xff", None])
def test_what_holds_no_counts_is_said_to_hold_none(
    folder: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    if content is not None:
        (folder / "old.json").write_bytes(content)
    assert main(["compare", "old.json", "old.json"]) == 2
    assert ("holds no counts" if content is not None else "can't be read") in capsys.readouterr().err
