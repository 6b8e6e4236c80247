"""Packs: what is wrong in one is said by file, line, rule and remedy; a damaged cache is made anew."""

from pathlib import Path

import pytest

from lint import packs
from lint.packs import PackError, cache_folder, entries, load

GOOD = """
[[rule]]
id = "text.gray"
kind = "swap"
message = "'{found}' is '{fix}' here."
why = "House style."
swaps = { "gray area" = "grey area" }
examples = [{ bad = "A gray area.", good = "A grey area." }]
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("id =", "id"), "not valid TOML"),
        (('why = "House style."\n', ""), "own.toml:3: rule 'text.gray': the key 'why' is missing"),
        (("why", "wy"), "unknown key 'wy'"),
        (('"text.gray"', '"gray"'), "the id must be category.what-is-wrong"),
        (('"swap"', '"swop"'), "swop"),
        (('"grey area" }', '"gray area" }'), "maps to itself"),
        (("swaps = ", "lines = ['x']\nswaps = "), "'lines' does not belong in a swap rule"),
        (("why =", 'safety = "safe"\nwhy ='), "two genuine sentences"),
        (('{ "gray area" = "grey area" }', "{}"), "needs 'swaps'"),
    ],
)
def test_a_broken_pack_says_what_to_do(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = written(tmp_path, GOOD.replace(*change, 1))
    with pytest.raises(PackError) as error:
        load([path])
    assert message in str(error.value)
    assert str(path) in str(error.value)


def test_a_wrong_expression_is_quoted(tmp_path: Path) -> None:
    text = GOOD.replace('kind = "swap"', 'kind = "pattern"').replace(
        'swaps = { "gray area" = "grey area" }', "patterns = ['gr(ay']"
    )
    with pytest.raises(PackError, match=r"regular expression 'gr\(ay' is wrong"):
        load([written(tmp_path, text)])


TABLE = GOOD.replace('kind = "swap"', 'kind = "table"').replace(
    'swaps = { "gray area" = "grey area" }', 'file = "own.csv"'
)


def test_a_table_of_swaps_stands_beside_its_pack(tmp_path: Path) -> None:
    path = written(tmp_path, TABLE)
    (tmp_path / "own.csv").write_text('wrong,right\ngray area,grey area\n"gray, or so","grey, or so"\n')
    assert entries([path])[0]["swaps"] == {"gray area": "grey area", "gray, or so": "grey, or so"}
    (tmp_path / "own.csv").write_text("gray area,grey area\ngray area,dull area\n")
    with pytest.raises(PackError, match=r"own\.csv:2: 'gray area' maps to 'dull area' here"):
        entries([path])


@pytest.mark.parametrize(
    ("table", "message"), [("", "is empty"), ("gray\n", "needs a wrong and a right"), ("a,A\n", "maps to itself")]
)
def test_a_wrong_table_is_refused(tmp_path: Path, table: str, message: str) -> None:
    (tmp_path / "own.csv").write_text(table)
    with pytest.raises(PackError, match=message):
        entries([written(tmp_path, TABLE)])


def test_a_missing_pack_and_a_double_id(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="can't be read"):
        load([tmp_path / "none.toml"])
    with pytest.raises(PackError, match="stands already"):
        load([written(tmp_path, GOOD + GOOD)])


def test_a_damaged_cache_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "cache"))
    path = written(tmp_path, GOOD)
    first = entries([path])
    (stored,) = cache_folder().iterdir()
    for damage in (b"", b"junk", stored.read_bytes()[:-3], stored.read_bytes()[:40] + b"\xff" * 50):
        stored.write_bytes(damage)
        assert entries([path]) == first
    assert entries([path]) == first


def test_an_unwritable_cache_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("NEWSLINT_CACHE", str(tmp_path / "file" / "cache"))
    assert entries([written(tmp_path, GOOD)])[0]["id"] == "text.gray"


def test_the_shipped_packs_load() -> None:
    assert len(packs.shipped()) > 5
