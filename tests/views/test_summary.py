"""The summary is one page on either paper, and the whole report a dozen."""

import io
import re
import sys
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from asher.errors import MissingExtraError, ResultsError
from asher.views.report import write_report
from asher.views.summary import write_summary
from printing import printed

SIZES = {"A4": (595, 842), "letter": (612, 792)}


@pytest.fixture(scope="module")
def six(comparison):
    """Six courses of action with long names, the most that a page is promised for."""
    outcome, rows = comparison.outcome, [0, 1, 2, 3, 1, 2]
    courses = comparison.scenario.courses_of_action
    named = [
        courses[row].model_copy(
            update={"name": f"course-{i}", "title": f"Course of action number {i} of six"}
        )
        for i, row in enumerate(rows)
    ]
    return replace(
        comparison,
        scenario=comparison.scenario.with_(courses_of_action=named),
        outcome=replace(
            outcome,
            courses=tuple(course.name for course in named),
            columns={name: values[rows] for name, values in outcome.columns.items()},
            ending=outcome.ending[rows],
            exits={name: values[rows] for name, values in outcome.exits.items()},
        ),
    )


def pages_of(path):
    document = pypdfium2.PdfDocument(path.read_bytes())
    sizes = [tuple(map(round, page.get_size())) for page in document]
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return sizes, texts


@printed
@pytest.mark.parametrize("paper", list(SIZES))
def test_summary_of_six_courses_is_one_sheet(six, tmp_path, paper):
    sizes, (text,) = pages_of(write_summary(six, tmp_path / "s.pdf", paper=paper))
    assert sizes == [SIZES[paper]]
    for title in ("Course of action number 1 of six", "Course of action number 5 of six"):
        assert title in " ".join(text.split())
    assert "The assumptions this depends on most" in text
    assert "Such attacks are rare" in text


def test_summary_has_one_figure_and_one_table(six, tmp_path):
    html = write_summary(six, tmp_path / "s.html").read_text(encoding="utf-8")
    assert len(re.findall("<table", html)) == 1
    assert len(re.findall("<figure", html)) == 1
    assert "<script" not in html


@printed
def test_summary_as_a_picture_is_sharp(comparison, tmp_path):
    from PIL import Image

    with Image.open(io.BytesIO(write_summary(comparison, tmp_path / "s.png").read_bytes())) as one:
        assert one.width > 1400
        assert np.asarray(one.convert("L")).min() < 60


@printed
@pytest.mark.slow
def test_report_of_six_courses_prints_on_twelve_sheets(six, tmp_path, fake_recordings):
    """Folds that nobody opened are not printed; would catch tables that are printed twice."""
    sizes, texts = pages_of(write_report(six, tmp_path / "r.pdf"))
    assert len(sizes) <= 12
    assert "All outcomes as a table" not in "".join(texts)
    assert "Recommendation" in "".join(texts)


@pytest.mark.parametrize("write", [write_report, write_summary])
def test_other_endings_are_refused_before_anything_is_drawn(comparison, tmp_path, write):
    with pytest.raises(ResultsError, match=r"ends in \.html, \.pdf.*did you mean '\.pdf'"):
        write(comparison, tmp_path / "r.pfd")
    assert not list(tmp_path.iterdir())


def test_what_prints_is_asked_for_by_its_extra(comparison, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'asher\[print\]'"):
        write_summary(comparison, tmp_path / "s.pdf")
