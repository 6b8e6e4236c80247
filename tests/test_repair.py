"""Repairs of encoding, markup, spaces and quotation marks: what they reach, and what they must leave alone."""

import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.catalogue import all_rules, select
from lint.edits import apply
from lint.engine import RuleSet, clean, undo
from lint.repair.encoding import decoded
from lint.repair.markup import prose, prose_edits
from lint.text import Document

TEXT = RuleSet(select(all_rules(), ["text"]))

SCRIPTS = {
    "Arabic": "قال رئيس البلدية: «سنعيد بناء الجسر»، وأضاف أن العمل يبدأ في مايو؛ فهل تكفي الأموال؟",
    "Urdu": "میئر نے کہا کہ پل دوبارہ بنایا جائے گا۔ انہوں نے مزید کہا: ”کام مئی میں شروع ہوگا“۔",
    "Persian": "شهردار گفت که پل را می\u200cسازند و کتاب\u200cها را؛ «کار در اردیبهشت آغاز می\u200cشود».",
    "Hindi": "महापौर ने कहा कि पुल फिर से बनेगा। काम मई में शुरू होगा, क्\u200dया आप जानते हैं?",
    "Bengali": "মেয়র বলেছেন, সেতুটি আবার তৈরি হবে। কাজ মে মাসে শুরু হবে; র\u200d্যাব জানে।",
    "Russian": "Мэр сказал: «Мы построим мост», — и ушёл. Её брат всё ещё ждёт; ёлка, №5, 10\xa0км.",
    "Greek": "Ο δήμαρχος είπε: «Θα χτίσουμε τη γέφυρα». Η εργασία αρχίζει τον Μάιο· ποιος πληρώνει;",
    "Hebrew": "ראש העיר אמר: „נבנה את הגשר מחדש”. חברת \u200eIBM\u200f הודיעה כי העבודה תתחיל במאי.",
    "Chinese": "市长说：“我们将重建大桥。”工程将于五月开始，ＦＵＬＬ宽度不变！　第二段。",
    "Japanese": "市長は「橋を再建する」と述べた。工事は５月に始まる。ｶﾀｶﾅも残る。",
    "Korean": "시장은 “다리를 다시 짓겠다”고 말했다. 공사는 5월에 시작된다.",
    "Thai": "นายกเทศมนตรีกล่าวว่า\u200bจะสร้างสะพานใหม่ งานเริ่มเดือนพฤษภาคม ต่างๆ นานา",
    "French": "« Nous allons reconstruire le pont\xa0», a dit le maire. Qui paiera\u202f? Les élus, dit-il\xa0!",
    "Turkish": "Belediye başkanı köprünün yeniden yapılacağını söyledi. İş mayısta yavaş yavaş başlıyor; Iğdır’da da.",
    "German": "„Wir bauen die Brücke neu“, sagte die Bürgermeisterin, die die Stadt führt. Straße, ½ €, x².",
    "Vietnamese": "Thị trưởng nói: “Chúng tôi sẽ xây lại cầu”. Công việc bắt đầu vào tháng Năm.",
    "Emoji": "The family 👨\u200d👩\u200d👧\u200d👦 waved a 🏳\ufe0f\u200d🌈 flag, ❤\ufe0f, 10\xa0km later at 5½ °C.",
}


@pytest.mark.parametrize("language", SCRIPTS)
def test_genuine_text_is_left_alone(language: str) -> None:
    text = SCRIPTS[language]
    assert clean(Document(text), TEXT).text == text
    lines = f"{text}\n\n{text}\n"
    assert clean(Document(lines), TEXT).text == lines


@pytest.mark.parametrize("language", SCRIPTS)
@pytest.mark.parametrize("codec", ["latin-1", "cp1252"])
def test_wrongly_decoded_text_comes_back_or_stays(language: str, codec: str) -> None:
    broken = SCRIPTS[language].encode("utf-8").decode(codec, "replace")
    assert clean(Document(broken), TEXT).original == broken
    if codec == "latin-1" and language != "Emoji":
        assert decoded(broken) == SCRIPTS[language]


@given(st.text(alphabet=st.sampled_from("aé ñÃÂâ€™“”œ–…\xa0£©Ð\x9fŒ™üß日本\x93."), max_size=40))
@settings(max_examples=300, deadline=None)
def test_the_gate_hides_nothing_that_ftfy_would_repair(line: str) -> None:
    from lint.repair.encoding import _configuration, _gate, _suspicious

    if ftfy.fix_encoding(line, config=_configuration()) != line:
        assert _gate().passes(frozenset(line))
        assert _suspicious().search(line)


def test_several_layers_and_mixed_lines() -> None:
    layers = "L’été à Orléans"
    for _ in range(3):
        layers = layers.encode("utf-8").decode("latin-1")
    assert decoded(layers) == "L’été à Orléans"
    assert decoded("A sound “é” and a broken â€œÃ©â€\x9d") == "A sound “é” and a broken “é”"


def test_places_are_recorded_one_by_one() -> None:
    document = Document("The cafÃ© and the thÃ© were closed.")
    found = [finding for finding in TEXT.findings(document) if finding.rule == "text.mojibake"]
    assert len(found) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_those_of_the_document(end: str) -> None:
    text = end.join(["The vote was close.", "", "Nobody won.", "<p>It rained.</p><p>It ended.</p>"])
    cleaned = clean(Document(text), TEXT)
    assert cleaned.text == end.join(["The vote was close.", "", "Nobody won.", "It rained.", "", "It ended.", ""])
    assert undo(cleaned.text, cleaned.rounds) == text


def test_a_single_line_gets_no_line_end() -> None:
    assert clean(Document("The vote was close."), TEXT).text == "The vote was close."


def test_a_wandered_mark_is_one_finding_with_two_edits() -> None:
    text = (
        "“Both ports will stop smugglers from hurting our trade.\n\n"
        "“Anna Kowalska, the harbor master of Gdynia, said at the same event that the ports had agreed.\n\n"
        "“We are ready,” she added.\n"
    )
    found = TEXT.findings(Document(text))
    assert [(finding.rule, len(finding.fix.edits)) for finding in found if finding.fix] == [("text.wandered-quote", 2)]
    assert "our trade.”\n\nAnna Kowalska" in clean(Document(text), TEXT).text


# --- pages --------------------------------------------------------------------------------------------------------

PAGES = {
    "<html><head><title>Sea &amp; sand</title></head><body><nav><a>Home</a></nav><h1>Sea &amp; sand</h1>"
    "<p>The <b>har</b>bor\n opened.</p><p>It<br>rained.</p><footer>About</footer></body></html>": (
        "Sea & sand\n\nThe harbor opened.\n\nIt\nrained.\n"
    ),
    "<p>No body &lt;here&gt;<p>and <i>no <b>end</i>": "No body <here>\n\nand no end\n",
    "<ul><li>one<li>two</ul><script>var x='<p>no</p>'</script><!-- <p>no</p> -->": "one\ntwo\n",
    "<div><p>About</p><nav>About</nav><p>About the law</p></div>": "About\n\nAbout the law\n",
    "<p title='a > b'>text</p><p hidden>no</p>": "text\n",
    "<pre>a\n  b</pre><p>c": "a\n  b\n\nc\n",
    "": "",
    "plain": "plain\n",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_becomes_its_prose(page: str) -> None:
    assert apply(page, prose_edits(page)) == prose(page) == PAGES[page]


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 3000 + "deep" + "</div>" * 3000,
        "<a " * 20000,
        "<!--" * 20000,
        "<script>" * 20000,
        "&" * 50000,
        "<" * 50000,
    ],
    ids=["nested", "tags", "comments", "scripts", "ampersands", "brackets"],
)
def test_hostile_pages_end(page: str) -> None:
    text = prose(page)
    assert "deep" not in page or text == "deep\n"


_TAGS = "<p>|</p>|<b>|</b>|<br/>|<div class='x'>|</div>|<nav>|</nav>|<!-- c -->|<li>|<script>x</script>|&amp;|&nbsp;"
_WORDS = "word | a|\n|<|>|&|It’s|“so”|\r\n|  |é"
MARKUP = st.lists(st.sampled_from(f"{_TAGS}|{_WORDS}".split("|")), max_size=25).map("".join)


@given(MARKUP)
@settings(max_examples=300, deadline=None)
def test_edits_of_any_page_are_an_edit_list(page: str) -> None:
    text = apply(page, prose_edits(page))
    assert "<p>" not in text
    assert "<div" not in text


@given(MARKUP)
@settings(max_examples=300, deadline=None)
def test_cleaning_settles_and_can_be_undone(text: str) -> None:
    cleaned = clean(Document(text), TEXT)
    assert undo(cleaned.text, cleaned.rounds) == text
    assert clean(Document(cleaned.text), TEXT).text == cleaned.text


_MARKS = '“|”|"|»|« |\n\n|\n| |\xa0|\t|.| .|,|-|(|1.  |\r\n|\u200b|&#8217;|Ã©|\ufffd'
_PIECES = "said|He noted that| the the |Ana Lind, the mayor, said|from Oslo|A b c."
SCRAPS = st.lists(st.sampled_from(f"{_MARKS}|{_PIECES}".split("|")), max_size=30).map("".join)


def test_a_tab_behind_a_line_makes_no_table_of_it() -> None:
    assert clean(Document("One man  saw  the dog , he said. \t"), TEXT).text == "One man saw the dog, he said."


@given(SCRAPS)
@settings(max_examples=400, deadline=None)
def test_scraps_settle_and_can_be_undone(text: str) -> None:
    cleaned = clean(Document(text), TEXT)
    assert undo(cleaned.text, cleaned.rounds) == text
    assert clean(Document(cleaned.text), TEXT).text == cleaned.text
    assert clean(Document(text), TEXT, prefilter=False).text == cleaned.text
