"""`asher evidence`: the table, the conflicts, the list for programs, and what it refuses."""

import json

import pytest

from asher.evidence import load
from command import asher
from pace import slow


@pytest.mark.parametrize("columns", ["80", slow("140")])
def test_every_figure_is_listed_within_the_width(columns):
    done = asher("evidence", columns=columns)
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= int(columns)
    assert "…" not in done.stdout
    for id in load():
        assert any(line.split()[:1] == [id] for line in done.stdout.splitlines()), id


def test_both_sides_of_a_dispute_are_shown_whichever_is_asked_for():
    done = asher("evidence", "armed-citizen-fbi")
    assert done.exit_code == 0, done.output
    words = " ".join(done.stdout.replace("\u00a0", " ").split())
    assert "3 % 1\u20137 % armed-citizen-fbi" in words
    assert "36 % 32\u201340 % armed-citizen-disputed" in words
    assert "Why:" in words
    # A row that counts the other outcome is turned round: 43 of 84 under way, so 49 % over.
    words = " ".join(asher("evidence", "over-before-police").stdout.replace("\u00a0", " ").split())
    assert "49 % 38\u201359 % underway-at-arrival-2010" in words


def test_list_for_programs():
    done = asher("evidence", "hit-rate", "--role", "calibrate", "--json")
    assert done.exit_code == 0, done.output
    first, second = json.loads(done.stdout)
    assert first["id"] == "hit-rate-gunfight"
    assert (first["value"], first["unit"], first["grade"]) == (0.18, "share", "B")
    assert "Officer.hit_chance_under_fire" in first["used_by"]
    assert first["conflicts"] == second["conflicts"] != []


def test_unknown_word_is_refused_with_a_near_one():
    done = asher("evidence", "polise")
    assert done.exit_code == 2
    assert "did you mean 'police'" in done.stderr
    assert done.stdout == ""


def test_unknown_role_is_refused():
    done = asher("evidence", "--role", "contxt")
    assert done.exit_code == 2
    assert "context" in done.output


def test_help_shows_examples():
    assert "asher evidence police" in " ".join(asher("evidence", "--help").output.split())
