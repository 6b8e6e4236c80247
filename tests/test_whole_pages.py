"""Whole scraped pages: what stands outside the article goes, what may be part of it stays."""

import re
from pathlib import Path

import pytest

from lint.boilerplate import classifier, regions
from lint.cli import main
from lint.guard import page_text, refusal
from lint.linter import Linter
from lint.packs import data
from lint.text import Document

STORY = (
    "The old ferry will sail again in June because the town found the money for a new engine and a second crew.\n\n"
    "Passengers had waited for it since the winter, when ice broke the hull and nobody could pay for the repair.\n\n"
    "The first trip goes to the island of Torby, where the school has been waiting for new books since the autumn.\n"
)
MENU = "Skip to content\nNews\nSports\nIsland Life\nOpinion\nSubscribe\nLog in\n\n"
TAIL = "\nShare this article\n\nTwo piers break in the storm\n\nNewsletter\n\nAll rights reserved.\n"
LINTER = Linter()


def cleaned(text: str) -> str:
    return LINTER.clean(text).text


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("headline", ["Ferry sails again in June", "A new engine for the ferry of Torby, paid by all"])
def test_a_menu_goes_and_the_headline_stays(headline: str, line_end: str) -> None:
    page = f"{MENU}{headline}\n\n{STORY}{TAIL}".replace("\n", line_end)
    assert cleaned(page) == f"{headline}\n\n{STORY}".replace("\n", line_end)


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY}\nFerry times\n\nMonday\n\nTuesday\n\nEvery hour from six\n\nPrices\n\nAdults\n\nChildren\n",
        f"Contents\n\nThe ferry\n\nThe island\n\n{STORY}\nThe island\n\n{STORY.replace('June', 'July')}",
        f"Ferry sails again\n\nTown pays\n\nCrew of nine\n\n{STORY}",
        f"{STORY}\nBut nothing is sure, the captain said, as long as the wind comes from the north and the harbor is not "
        "dredged, for the ferry needs four meters of water under her keel, and there are only three of them at low tide, "
        "as everybody knows who has ever waited on that pier.\n",
    ],
)
def test_lists_and_headings_without_furniture_stay(text: str) -> None:
    assert cleaned(text) == text


def test_a_long_paragraph_below_furniture_keeps_what_is_around_it() -> None:
    more = (
        STORY.split("\n\n")[0] + " " + STORY.split("\n\n")[1].strip() + " So it was, and so it will be again next year."
    )
    text = f"{STORY}{TAIL}\nFerry notes\n\n{more}\n"
    assert more in cleaned(text)
    assert "Ferry notes" in cleaned(text)


@pytest.mark.parametrize(
    ("menu", "headline", "paragraph", "tail"),
    [
        (
            "صفحۂ اول\nپاکستان\nدنیا\nکھیل\nکاروبار\n",
            "تربیلا کا بند رات بھر محفوظ رہا",
            "بند رات بھر محفوظ رہا کیونکہ دیہات کے لوگوں نے ریت اور پتھر جمع کیے اور صبح پانی توقع سے زیادہ تیزی سے اتر گیا تھا۔",
            "یہ بھی پڑھیں: طوفان\n\nتبصرہ کریں\n",
        ),
        (
            "होम\nदेश\nविदेश\nखेल\nमनोरंजन\n",
            "तारापुर का बांध पूरी रात सुरक्षित रहा",
            "बांध पूरी रात सुरक्षित रहा क्योंकि गांव के लोगों ने रेत और पत्थर जमा किए थे और सुबह पानी उम्मीद से अधिक तेजी से उतर गया था।",
            "ये भी पढ़ें: तूफान\n\nशेयर करें\n",
        ),
        (
            "Главная\nНовости\nСпорт\nКультура\nВидео\n",
            "Плотина выстояла всю ночь",
            "Плотина выстояла всю ночь, потому что жители деревни принесли песок и камни, а утром вода ушла быстрее, чем кто-либо "
            "из них мог ожидать после такой бури.",
            "Читайте также: Буря\n\nДобавить комментарий\n",
        ),
    ],
)
def test_pages_in_other_scripts(menu: str, headline: str, paragraph: str, tail: str) -> None:
    article = f"{headline}\n\n" + "\n\n".join([paragraph] * 4) + "\n"
    assert cleaned(f"{menu}\n{article}\n{tail}") == article


def test_segmentation_finds_the_heaviest_run() -> None:
    kinds = [regions.Kind(n, name, words) for n, (name, words) in enumerate([("brief", 2)] * 9 + [("prose", 40)] * 3)]
    assert regions.article(kinds) == (9, 12)
    assert regions.article(kinds[:9]) == (0, 0)
    assert regions.article([]) == (0, 0)


def test_every_weight_has_a_sign_and_every_sign_a_weight() -> None:
    source = Path(classifier.__file__).read_text(encoding="utf-8")
    table = data("boilerplate/classifier.toml")
    for name in table["weights"]:
        assert name == "bias" or f'"{name}"' in source
    document = Document(MENU + STORY + TAIL)
    found = [classifier.features(document, index) for index in document.filled]
    assert all(0 < value <= 1 for signs in found for value in signs.values())
    assert all(0 <= classifier.confidence(signs) <= 1 for signs in found)
    calibration = table["calibration"]
    assert 0.5 <= calibration["unsafe"] < calibration["safe"] < 1


def test_the_decision_of_the_classifier_is_explained() -> None:
    page = f"{STORY}{TAIL}\nHarbor Club Tickets\n"
    (message,) = (f.message for f in LINTER.check(page) if f.rule == classifier.RULE_ID and "Tickets" in f.message)
    assert re.search(r"\(\d+%\): .*below the text", message)


def test_a_page_full_of_menus_is_cleaned_and_one_without_article_refused(tmp_path: Path) -> None:
    menus = MENU * 30 + f"Ferry sails again in June\n\n{STORY}" + TAIL
    assert refusal(LINTER.clean(menus), 0.6) == ""
    (tmp_path / "menu.txt").write_text("Share this article\nAll rights reserved.\n" * 30, encoding="utf-8")
    script = f"<script>{'var a = 1; ' * 900}</script>"
    (tmp_path / "page.html").write_text(f"<html><body>{script}<p>{STORY}</p></body></html>", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["clean", str(tmp_path / "menu.txt"), str(tmp_path / "page.html"), "-o", str(out), "--no-config"]) == 3
    assert "nothing in it is an article" in (out / "menu.txt.report.json").read_text(encoding="utf-8")
    assert not (out / "menu.txt").exists()
    assert (out / "page.html.txt").exists()


def test_page_text_is_what_the_rules_saw() -> None:
    page = LINTER.clean(f"<p>{STORY}</p>", "a.html")
    assert page_text(page).startswith("The old ferry")
    assert page_text(LINTER.clean(STORY)) == STORY


@pytest.mark.parametrize(
    "piece", ["Share this article\n\n", "Facebook\nNews\n", "Old Salt says:\n\nWell.\n\n", "May 4, 2024\n"]
)
def test_endless_furniture_takes_no_time(piece: str) -> None:
    import time

    start = time.process_time()
    LINTER.clean(STORY + piece * (100_000 // len(piece)))
    assert time.process_time() - start < 20
