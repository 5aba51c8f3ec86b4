"""Every cell of a CSV file knows its place, and one bad quote hides nothing below it."""

import csv
import io
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from asher.documents import read_sheet
from asher.errors import RecordsError


def sheet_of(folder, text):
    path = folder / "a.csv"
    path.write_bytes(text.encode())
    return read_sheet(path, error=RecordsError)


def texts(sheet):
    return [[cell.text for cell in row] for row in (sheet.header, *sheet.rows)]


def test_shipped_record_is_read_as_python_reads_it():
    path = resources.files("asher") / "data" / "incidents.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert texts(read_sheet(path, error=RecordsError)) == [[c.strip() for c in r] for r in rows]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_cells_know_line_and_column(tmp_path, ending):
    sheet = sheet_of(tmp_path, ending.join(["a,b", '"x, ""y""",2', "", "3, é", ",", ""]))
    assert texts(sheet) == [["a", "b"], ['x, "y"', "2"], ["3", "é"]]
    places = [[(cell.line, cell.column) for cell in row] for row in sheet.rows]
    assert places == [[(2, 1), (2, 12)], [(4, 1), (4, 3)]]


def test_rows_and_columns_that_a_spreadsheet_left_empty_are_left_out(tmp_path):
    sheet = sheet_of(tmp_path, "a,b,,\n1,,,\n,,,\n3,4,,5\n,\n")
    assert texts(sheet) == [["a", "b"], ["1", ""], ["3", "4", "", "5"]]


@pytest.mark.parametrize(
    ("text", "place", "separator"),
    [
        ("a;b;c\n1;2;3\n", "1:1", "semicolons"),
        ("a;b;c\n1,5;2;3\n", "1:1", "semicolons"),
        ("a\tb\tc\n1\t2\t3\n", "1:1", "tabs"),
        ("a|b|c\n", "1:1", "bars"),
        ("a,b,c\n1,2,3\n4;5;6\n", "3:1", "semicolons"),
    ],
)
def test_columns_separated_by_something_else_are_told_once(tmp_path, text, place, separator):
    with pytest.raises(RecordsError) as caught:
        sheet_of(tmp_path, text)
    (fault,) = caught.value.faults
    assert str(fault).endswith(
        f":{place}: columns separated by {separator}; allowed: commas: save it as CSV with commas"
    )


def test_a_semicolon_in_a_cell_is_text(tmp_path):
    assert texts(sheet_of(tmp_path, "a,b\nx; y; z,1\n")) == [["a", "b"], ["x; y; z", "1"]]


def test_bad_quotes_are_faults_and_the_rest_is_read(tmp_path):
    sheet = sheet_of(tmp_path, 'a,b\n"open,1\n"x"y,2\n"fine",3\n')
    assert [str(fault).split(":", 1)[1] for fault in sheet.faults] == [
        "2:1: a double quote that is not closed on its line; allowed: a quote at each end",
        '3:4: "y" after a closing quote; allowed: a comma or a new line',
    ]
    assert texts(sheet)[-1] == ["fine", "3"]


def test_empty_missing_and_foreign_files_are_told(tmp_path):
    with pytest.raises(RecordsError, match=r"a\.csv:1:1: an empty file"):
        sheet_of(tmp_path, "\n\n")
    with pytest.raises(RecordsError, match="no such file"):
        read_sheet(tmp_path / "none.csv", error=RecordsError)
    (tmp_path / "latin.csv").write_bytes(b"a,b\nCaf\xe9,1\n")
    with pytest.raises(RecordsError, match=r"latin\.csv:2:4: byte 0xe9 is not UTF-8"):
        read_sheet(tmp_path / "latin.csv", error=RecordsError)


FIELD = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(', "'), max_size=6)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(FIELD, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_python_writes_is_read_back_at_its_place(tmp_path, rows):
    # No row is empty, nor any column.
    rows = [["a", "b", "c", "d", "e"], *(["x", *row[1:], "z"] for row in rows)]
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    sheet = sheet_of(tmp_path, file.getvalue())
    assert sheet.faults == ()
    assert texts(sheet) == [[field.strip() for field in row] for row in rows]
    lines = file.getvalue().split("\r\n")
    for row in sheet.rows:
        for cell in row:
            before = lines[cell.line - 1][: cell.column - 1]
            assert before == "" or before.endswith(",")
