"""The boilerplate rules on whole pages: what goes, what stays, and what is kept of what went."""

import pytest

from lint.boilerplate.metadata import metadata
from lint.boilerplate.score import boilerplate_score
from lint.catalogue import all_rules, select
from lint.engine import RuleSet, clean
from lint.rule import Safety
from lint.text import Document

RULES = RuleSet(select(all_rules(), ["boilerplate"]))

LEDE = (
    "The council of Torby will rebuild the old dam because the spring flood opened a crack from the crest to the foot."
)
MORE = "Work begins in June and will take two years, and the road across the crest stays closed until it is done."
LAST = "Nobody who lives below the dam has to move, but the mayor asked all of them to keep a bag packed by the door."
STORY = f"{LEDE}\n\n{MORE}\n\n{LAST}\n"


def cleaned(text: str) -> str:
    return clean(Document(text), RULES).text


def suggested(text: str) -> set[str]:
    found = RULES.findings(Document(text))
    return {f.rule for f in found if f.fix and f.fix.safety is Safety.SUGGESTION}


# --- the tail -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tail",
    [
        "Leave a Reply\n\nName *\nEmail *\nWebsite\n\nPost Comment\n",
        "Share this Article\nFollow:\nPrint\nClose\n\nLeave a comment\n\nExit mobile version\n",
        "1683199209\n#dam #torby #flood\n\nLeave a Replay\n",
        "Related Posts\n\nTwo piers break in storm\n\nWhy herring left the sound\n",
        "Filed under: News\nTags: dam, flood\n\n© 2023 Sound Herald. All rights reserved.\nPrivacy Policy\n",
        "Facebook\nTwitter\nWhatsApp\nTelegram\n",
        "(Reporting by Ada Lindqvist; editing by Tom Abara)\n\nOur Standards: The Thomson Reuters Trust Principles.\n",
        "Subscribe to our newsletter\nEnter your email address\nNo spam, unsubscribe anytime.\n",
        "Comments are closed.\n\nPrevious article\nNext article\n",
    ],
)
def test_furniture_below_the_story_goes(tail: str) -> None:
    assert cleaned(f"{STORY}\n{tail}") == STORY


def test_a_real_paragraph_below_a_form_stays() -> None:
    real = f"{LEDE[:-1]}, and {MORE[0].lower()}{MORE[1:-1]}, {LAST[0].lower()}{LAST[1:]}"
    text = f"{STORY}\nLeave a Reply\n\nThe crack\n\n{real}\n"
    assert cleaned(text) == f"{STORY}\nThe crack\n\n{real}\n"


def test_a_last_sentence_behind_a_button_stays() -> None:
    last = "Going home took longer than they had planned, and nobody minded that."
    tail = "Related Articles\n\nNewsletter\nFacebook\nTwitter\n\nAll rights reserved.\n"
    assert cleaned(f"{STORY}\nPin it!\nContinue reading\n\n{last}\n\n{tail}") == f"{STORY}\n{last}\n"


def test_sentences_below_a_form_are_left_to_the_editor() -> None:
    text = f"{STORY}\nLeave a Reply\n\nThe mill, too, will be rebuilt next year.\n"
    assert cleaned(text) == f"{STORY}\nThe mill, too, will be rebuilt next year.\n"


def test_labels_inside_the_story_stay() -> None:
    text = f"{LEDE}\n\nTwitter\n\n{MORE}\n\nPrint\n\n{LAST}\n"
    assert cleaned(text) == text


def test_a_text_without_paragraphs_keeps_its_labels() -> None:
    text = "Business\n\nProfits fell.\n\nHealth\n\nDoctors rejoice.\n"
    assert cleaned(text) == text


# --- titles, dates --------------------------------------------------------------------------------------------------


def test_the_repeated_title_and_the_time_go() -> None:
    head = "Torby to rebuild its dam in June"
    text = f"{head}\n\n{head}\n\n2023-05-04 11:20:09\n\n{STORY}"
    assert cleaned(text) == f"{head}\n\n{STORY}"


def test_a_second_headline_is_left_to_the_editor() -> None:
    text = f"Torby to rebuild its old dam in June\n\nCouncil of Torby will rebuild old dam\n\n{STORY}"
    assert cleaned(text) == text
    assert "boilerplate.repeated-title" in suggested(text)


def test_a_chronicle_keeps_its_dates() -> None:
    text = f"{LEDE}\n\nMay 4, 2023\n\n{MORE}\n\nMay 5, 2023\n\n{LAST}\n"
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "line", ["4 May 2023", "Updated: May 4, 2023 at 11:20 am", "04.05.2023, 11:20 Uhr", "2 hours ago"]
)
def test_dates_above_the_story_go(line: str) -> None:
    assert cleaned(f"Torby rebuilds\n\n{line}\n\n{STORY}") == f"Torby rebuilds\n\n{STORY}"


# --- pull quotes, captions, markers ---------------------------------------------------------------------------------


def test_a_pull_quote_goes_and_a_refrain_stays() -> None:
    quote = "No dam in the country is older than ours."
    pulled = f"{LEDE}\n\n{quote}\n\n{quote} {MORE}\n\n{LAST}\n"
    assert cleaned(pulled) == f"{LEDE}\n\n{quote} {MORE}\n\n{LAST}\n"
    refrain = f"{LEDE} {quote}\n\n{quote}\n\n{MORE} {quote}\n"
    assert cleaned(refrain) == refrain


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("Workers inspect the crack in the dam at Torby (Lena Fors/AFP)", True),
        ("The mayor speaks to reporters on the crest of the dam (Reuters)", True),
        ("The mayor spoke to reporters on the crest of the dam on Monday (Reuters).", False),
        ("The mayor said the dam would be closed to everybody (Reuters)", False),
        ("Members of the Norland Union of Engineers (NUE)", False),
    ],
)
def test_captions(line: str, goes: bool) -> None:
    text = f"{LEDE}\n\n{line}\n\n{MORE}\n"
    assert cleaned(text) == (f"{LEDE}\n\n{MORE}\n" if goes else text)


def test_a_fused_link_is_cut_and_its_paragraph_kept() -> None:
    text = f"{LEDE}{' ' * 30}ALSO READ: Two Piers Break in Storm\n\n{MORE}\n"
    assert cleaned(text) == f"{LEDE}\n\n{MORE}\n"


def test_a_sentence_about_reading_stays() -> None:
    text = f"{LEDE} Also read: the letter of 1931, which the mayor found in a drawer.\n\n{MORE}\n"
    assert "Also read: the letter" in cleaned(text)


# --- bios -----------------------------------------------------------------------------------------------------------


def test_a_name_and_a_bio_go_from_the_tail() -> None:
    bio = "Marta Quill, a freelance journalist based in Torby, writes about ships. She tweets as @quillwrites."
    assert cleaned(f"{STORY}\nMarta Quill\n\n{bio}\n\nLeave a Reply\n") == STORY


def test_a_profile_keeps_its_subject() -> None:
    life = "Marta Quill was a freelance journalist who wrote about ships for forty years, and she never saw the sea."
    text = f"Marta Quill has died\n\nMarta Quill died on Monday in the house where she had been born.\n\n{life}\n"
    assert cleaned(text) == text


# --- articles about such things -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paragraph",
    [
        "Facebook and Twitter will have to show the names of those who pay for advertisements, a minister said.",
        "Readers who leave a comment below an article of the paper will have to give a name, the editor said.",
        "The newsletter has ten thousand subscribers, and anyone can sign up for it in the town's library.",
        "By using cookies the company followed its customers from site to site, a court ruled in the spring.",
        "Copyright lawyers expect that the song will be free for all to use in 2031, 70 years after its author died.",
        "The views expressed by the author of the report do not reflect its policy, a spokesman of the ministry said.",
        "Share prices fell on Monday, and traders were told to follow the news before they bought again.",
    ],
)
def test_an_article_about_it_stays_whole(paragraph: str) -> None:
    text = f"{LEDE}\n\n{paragraph}\n\n{paragraph.split(',')[0]}.\n\n{LAST}\n"
    assert cleaned(text) == text


# --- other languages, scores, metadata ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lines",
    [
        "Schreibe einen Kommentar\nDiesen Artikel teilen\nDatenschutzerklärung",
        "Laisser un commentaire\nÀ lire aussi : Deux jetées brisées\nTous droits réservés",
        "Deja un comentario\nTe puede interesar\nPublicidad",
        "Deixe um comentário\nLeia também: Dois cais quebrados",
        "Lascia un commento\nLeggi anche",
        "Bir yorum yazın\nİlgili Haberler",
        "اترك تعليقا\nاقرأ المزيد",
        "ارسال نظر\nبیشتر بخوانید",
        "تبصرہ کریں\nمزید پڑھیں",
        "टिप्पणी करें\nये भी पढ़ें: बांध",
        "মন্তব্য করুন\nআরও পড়ুন",
        "Tinggalkan Balasan\nBaca juga: Dua dermaga rusak",
    ],
)
def test_other_languages(lines: str) -> None:
    assert cleaned(f"{STORY}\n{lines}\n") == STORY


def test_what_removed_lines_carried_is_kept() -> None:
    text = f"Torby rebuilds\n\nBy Marta Quill\n\nUpdated: May 4, 2023\n\n{STORY}\n#dam #torby\n"
    document = Document(text)
    kept = metadata(RULES.findings(document), document)
    assert kept == {"author": ["Marta Quill"], "date": ["May 4, 2023"], "tags": ["dam", "torby"]}


def test_the_score_is_the_share_of_furniture() -> None:
    story, page = Document(STORY), Document(f"{STORY}\nLeave a Reply\n")
    assert boilerplate_score(story, RULES.findings(story)) == 0
    assert 0 < boilerplate_score(page, RULES.findings(page)) < 0.1
    assert boilerplate_score(Document("Leave a Reply\n"), RULES.findings(Document("Leave a Reply\n"))) == 1
