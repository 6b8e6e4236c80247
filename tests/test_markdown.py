"""What of a Markdown file is prose, by the rules of CommonMark and the habits of site generators."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.linter import Linter
from lint.readers.markdown import mask
from lint.text import MASK


def prose(text: str) -> str:
    """Return what is left of a text, with one space for every run of mask and white space."""
    return " ".join(mask(text).replace(MASK, " ").split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("---\ntitle: hidden\n---\nShown\n", "Shown"),
        ("+++\ntitle = 'hidden'\n+++\nShown\n", "Shown"),
        ('{\n "title": "hidden"\n}\nShown\n', "Shown"),
        ("---\r\ntitle: hidden\r\n---\r\nShown\r\n", "Shown"),
        ("---\ntitle: never closed\n\nShown\n", "--- title: never closed Shown"),
        ("```py\nhidden\n```\nShown\n", "Shown"),
        ("~~~\nhidden\n```\nhidden\n~~~\nShown\n", "Shown"),
        ("````\n```\nhidden\n```\nhidden\n````\nShown\n", "Shown"),
        ("Shown\n\n```\nhidden, never closed\n", "Shown"),
        ("``` not a fence ` Shown\n", "``` not a fence ` Shown"),
        ("- One\n\n  ```\n  hidden\n  ```\n\n- Two\n", "- One - Two"),
        ("1. One\n\n    ```\n    hidden\n    ```\n\n    Shown\n", "1. One Shown"),
        ("1. One\n\n    Second paragraph\n\n        hidden\n", "1. One Second paragraph"),
        ("Para\n    goes on\n", "Para goes on"),
        ("Para\n\n    hidden\n\nShown\n", "Para Shown"),
        ("Para\n\n\thidden\n", "Para"),
        ("> Quoted\n>\n>     hidden\n", "> Quoted >"),
        ("a `hidden` b ``hid`den`` c\n", "a b c"),
        ("a `hidden\nhidden` b\n", "a b"),
        ("a `not closed\n\nb` c\n", "a `not closed b` c"),
        (r"a \`shown\` b" + "\n", r"a \`shown\` b"),
        ("[shown](http://x.example/a_(b)) end\n", "[shown end"),
        ("[shown](<a b.html> 'hidden title') end\n", "[shown end"),
        ("![shown](/img/x.png \"hidden\"){: .wide }\n", "![shown"),
        ("[shown][hidden] and [shown]\n\n[hidden]: https://x.example \"t\"\n", "[shown] and [shown]"),
        ("see <https://x.example/a> and www.x.example/b or https://x.example/c.\n", "see and or"),
        ("A note[^1].\n\n[^1]: hidden\n", "A note ."),
        ("| a | b |\n|---|---|\n| c | d |\n\nShown\n", "Shown"),
        ("a | b\n--- | ---\nc | d\n", "a | b --- | --- c | d"),
        ("<div class='x'>Shown</div>\n<script>\nhidden\n</script>\n", "Shown"),
        ("<pre>\nhidden\n\nhidden</pre>\nShown\n", "Shown"),
        ("<!-- hidden\n\nhidden --> Shown\n", "Shown"),
        ('{{< figure src="x.png" title="hidden" >}}\nShown\n', "Shown"),
        ("{{% notice %}}\nShown\n{{% /notice %}}\n", "Shown"),
        ("{{< highlight go >}}\nhidden\n{{< /highlight >}}\nShown\n", "Shown"),
        ("{% highlight ruby %}\nhidden\n{% endhighlight %}\nShown {{ page.title }}\n", "Shown"),
        ("{% raw %}hidden{% endraw %}\n{% include x.html %} Shown\n", "Shown"),
        ('!!! note "Shown"\n    Shown in a box\n\n    Shown too\n\n        hidden\n', '"Shown" Shown in a box Shown too'),
        ("???+ tip\n    Shown\n", "Shown"),
        ('=== "Tab"\n\n    Shown\n', '"Tab" Shown'),
        (":::tip[hidden]\nShown\n:::\n", "Shown"),
        ("> [!NOTE]\n> Shown\n", "> Shown"),
        ("## Shown {#hidden .wide}\n[TOC]\n", "## Shown"),
        ("import Chart from '../Chart.astro';\nexport const x = 1\n\nShown\n", "Shown"),
        ("The [[Hidden page|shown]] and $x^2$ but $5 and $6 :smile:\n", "The shown]] and but $5 and $6"),
        ("$$\nhidden\n$$\nShown\n", "Shown"),
        ("\ufeff---\na: hidden\n---\nShown\n", "Shown"),
        ("a\x0bb\u2028c\n\n    hidden\n", "a b c"),
    ],
)  # fmt: skip
def test_prose(text: str, left: str) -> None:
    assert prose(text) == left
    assert len(mask(text)) == len(text)


PIECES = ["---\n", "```\n", "`", "    x", "\t", "- a\n", "> b", "\n", "\r\n", "\r", "| c |\n", "![d](e)", "[f]: g\n", "{{<", ">}}",
          "{%", "%}", "<div>", "<pre>", "!!! note\n", "$$", "\x0b", "\u2028", "word ", "\ud800", "\0", "~~~\n"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_only_characters_are_masked_never_lines(text: str) -> None:
    masked = mask(text)
    assert len(masked) == len(text)
    assert all(new in (MASK, old) for old, new in zip(text, masked, strict=True))
    assert all(new == old for old, new in zip(text, masked, strict=True) if old in "\r\n")


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_undo_gives_any_markdown_back(text: str) -> None:
    from lint.engine import undo

    cleaned = Linter().clean(text, "a.md")
    assert undo(cleaned.text, cleaned.rounds) == text


def test_edits_stay_out_of_code_and_reach_lists() -> None:
    text = "1. Talks go on.\n\n    They fight once morest terror.\n\nExample:\n\n    They fight once morest terror.\n"
    assert Linter().clean(text, "a.md").text == text.replace("once morest", "against", 1)


@pytest.mark.parametrize(
    "piece", ["> " * 500 + "\n", "- " * 500 + "\n", "[" * 2000, "`" * 3 + " ` ", "    - x\n", "<a " * 100, "{{< "]
)
def test_odd_files_take_no_time(piece: str) -> None:
    start = time.perf_counter()
    mask(piece * (60_000 // len(piece)))
    assert time.perf_counter() - start < 5
