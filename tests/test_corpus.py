"""What is counted article by article, in whatever process, adds up to what one process finds."""

from pathlib import Path

import pytest

from lint import corpus
from lint.batch import Job, articles
from lint.parallel import mapped
from lint.pool import Crew
from lint.readers.source import UnreadableError
from lint.recurrence.count import count

ABOUT = "The Sound Mirror has told the islands what happens on the water since 1921."


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    for number in range(40):
        folder = tmp_path / ("mirror" if number % 2 else "gazette")
        folder.mkdir(exist_ok=True)
        line = f"The mayor, Marta Quill{'e' * (number % 3 == 0)}, came to Torby on day {number} to look at the harbor."
        own = (
            f"Nobody had seen a {chr(97 + number % 26) * 3}{'y' * (number // 26)} before, and so all of them stayed. "
            * 2
        )
        text = f"Day {number}\n\n{own}\n\n{line}\n\n{ABOUT}\n"
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "mirror" / "broken.txt").write_bytes(b"\0\1\2" * 400)
    return list(articles([tmp_path]))


@pytest.mark.parametrize("processes", [0, 1, 3])
def test_lines_that_recur_are_the_same_over_processes(jobs: list[Job], processes: int) -> None:
    whole = count((job.name, job.path.read_text(encoding="utf-8")) for job in jobs if job.path.stem != "broken")
    assert len(whole) == 6  # the day, the mayor and the paper, of each site
    assert corpus.recurring(mapped(corpus.lines_of, jobs, Crew(processes))) == whole


def test_names_are_the_same_over_processes(jobs: list[Job]) -> None:
    readable = [job for job in jobs if job.path.stem != "broken"]
    here = corpus.tally(map(corpus.names_of, readable))
    there = corpus.tally(mapped(corpus.names_of, readable, Crew(2)))
    assert here.files == there.files == 40
    assert {text: (form.count, form.files, form.places) for text, form in here.forms.items()} == {
        text: (form.count, form.files, form.places) for text, form in there.forms.items()
    }
    assert here.forms["Marta Quill"].files == 26


def test_an_article_that_can_not_be_read_has_no_names_and_counts_for_nothing(jobs: list[Job]) -> None:
    broken = next(job for job in jobs if job.path.stem == "broken")
    assert corpus.lines_of(broken) == []
    with pytest.raises(UnreadableError, match="binary"):
        corpus.names_of(broken)


def test_an_article_whose_process_dies_is_left_out_and_named(jobs: list[Job]) -> None:
    told: list[str] = []
    found = list(mapped(_deadly, jobs[:4], Crew(2, tell=told.append)))
    assert len(found) == 3
    assert any("not counted" in message and jobs[1].name in message for message in told)


def _deadly(job: Job) -> str:
    if job.path.stem == "02":
        import os

        os.abort()
    return job.name
