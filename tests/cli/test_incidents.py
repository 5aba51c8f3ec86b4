"""`asher incidents`: tables, figures for programs, pictures, and what it refuses."""

import json
from importlib import resources

import pytest

from command import asher
from pace import ends


def test_tables_fit_and_tell_what_was_not_coded():
    done = asher("incidents")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert "…" not in done.stdout
    words = " ".join(done.stdout.split())
    for said in (
        "303 incidents, 2000 to 2018",
        "Coded: 300 of 303. Not coded: 3, listed here.",
        "line 237, Multiple Locations in Joplin, Missouri",
        "Las Vegas 2017 is left out",
        "does NOT fit",
        "Attacker left 75 25 % 20 %\u201330 %",
    ):
        assert said in words


def test_figures_for_programs():
    done = asher("incidents", "--json")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["incidents"], found["coded"], len(found["uncoded"])) == (303, 300, 3)
    assert found["endings"]["restrained"]["count"] == 33
    assert found["killed"]["mean"] == pytest.approx(2.987, abs=0.001)
    assert found["none_left_out"]["killed"]["mean"] == pytest.approx(3.168, abs=0.001)


def test_broken_copy_is_told_fault_by_fault_and_nothing_is_drawn(tmp_path):
    text = (resources.files("asher") / "data" / "incidents.csv").read_text(encoding="utf-8")
    lines = text.splitlines()
    lines[4] = lines[4].replace("2001-01-09", "2001-13-09")
    lines[9] = lines[9].replace(",Commerce,", ",Commerce")
    path, picture = tmp_path / "mine.csv", tmp_path / "p.svg"
    path.write_text("\n".join([*lines, lines[20]]), encoding="utf-8")
    done = asher("incidents", path, "--plot", picture)
    assert done.exit_code == 2
    told = done.stderr.splitlines()
    assert [line.split(":")[1] for line in told] == ["5", "10", "305"]
    assert all(line.startswith(f"{path}:") for line in told)
    assert "warning" in told[2]
    assert "Traceback" not in done.output
    assert done.stdout == ""
    assert not picture.exists()


@pytest.mark.parametrize(
    ("ending", "start"), ends([("svg", b"<svg"), ("png", b"\x89PNG"), ("html", b"<!doctype html>")])
)
def test_picture_is_drawn_by_its_ending(tmp_path, ending, start):
    path = tmp_path / f"incidents.{ending}"
    done = asher("incidents", "--plot", path)
    assert done.exit_code == 0, done.output
    assert str(path) in done.stdout.replace("\n", "")
    data = path.read_bytes()
    assert data.startswith(start)
    if ending != "png":
        text = data.decode()
        assert "Attacker left" in text
        assert "negative binomial" in text
        assert "://" not in text.replace("http://www.w3.org", "")
    asher("incidents", "--plot", tmp_path / f"again.{ending}")
    assert (tmp_path / f"again.{ending}").read_bytes() == data


def test_unknown_picture_is_refused_before_the_file_is_read(tmp_path):
    done = asher("incidents", tmp_path / "none.csv", "--plot", "x.svgg")
    assert done.exit_code == 2
    assert done.stderr.startswith("--plot:1:1: found 'x.svgg'; allowed: a file name that ends in")
    assert "did you mean '.svg'" in done.stderr


def test_missing_file_is_told():
    done = asher("incidents", "nowhere.csv")
    assert done.exit_code == 2
    assert done.stderr == "nowhere.csv:1:1: cannot read: no such file; allowed: a readable file\n"


def test_help_shows_examples():
    done = asher("incidents", "--help", columns="100")
    assert done.exit_code == 0
    assert "asher incidents --plot" in " ".join(done.output.split())


def test_small_file_says_what_it_cannot_tell(tmp_path):
    path = tmp_path / "one.csv"
    header = "date,time,state,name,location,killed,wounded,terminating_event,shooter_fate,report"
    path.write_text(f"{header}\n2001-04-13,,Ohio,Pub,Moon,2,0,Fled,Killed,x\n", encoding="utf-8")
    done = asher("incidents", path, "--plot", tmp_path / "one.svg")
    assert done.exit_code == 0, done.output
    assert done.stderr.startswith(f'{path}:2:22: warning: location: found "Moon"')
    words = " ".join(done.stdout.split())
    assert "1 incident, 2001 to 2001" in words
    assert "line 2, Pub: 'Fled': not in the table" in words
    assert "Too few years to show a trend." in words
    assert "nan" not in done.stdout.lower()
