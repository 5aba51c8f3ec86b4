"""`asher expect`: sentences, figures for programs, and no number that nobody stated."""

import json

import pytest

from asher.cli.expect_text import ordinary_year
from asher.scenario import PROFILES
from command import asher


def words_of(done):
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.replace("\u00a0", " ").split())


def test_one_school_in_plain_words():
    done = asher("expect", "--place", "education", "--places", 100_000)
    words = words_of(done)
    assert max(map(len, done.stdout.splitlines())) <= 80
    # 18 events in 2014-2018: 3.6 a year over 100,000 schools.
    assert "One school or college About one in 28,000 years (95 %: 17,000 to 48,000 years)" in words
    assert "36 in a million a year" in words
    assert "of 100,000 such years, about 99,996 pass without one" in words
    assert "The count shows no clear trend" in words


def test_country_alone_says_what_is_missing_for_one_place():
    words = words_of(asher("expect", "--place", "school"))
    assert "18 3.60" in words
    assert "The evidence does not hold that number" in words
    assert "One school" not in words


def test_agency_and_city_together():
    done = asher(
        "expect", "--officers", 200, "--officers-in-country", 700_000, "--city", 50_000,
        "--people-in-country", 300_000_000, "--json",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    agency, city = json.loads(done.stdout)["expected"]
    assert agency["for"] == "an agency of 200 officers"
    assert agency["per_year"]["mean"] == pytest.approx(24.2 * 200 / 700_000)
    assert city["one_in_years"]["mean"] == pytest.approx(6000 / 24.2)
    assert city["per_year"]["lower"] < city["per_year"]["mean"] < city["per_year"]["upper"]


def test_rate_of_ones_own():
    words = words_of(asher("expect", "--place", "commerce", "--rate", 0.00001, "--years", 50))
    assert "One place of commerce About one in 100,000 years: 10 in a million a year." in words
    assert "Within 50 years the chance of at least one is 0.05 %." in words
    assert "carries no interval" in words


def test_record_of_ones_own(tmp_path):
    header = "date,time,state,name,location,killed,wounded,terminating_event,shooter_fate,report"
    row = "2001-04-13,19:00,Ohio,Pub {},Commerce,2,0,Unclear,Arrested,x"
    path = tmp_path / "mine.csv"
    path.write_text("\n".join([header, *map(row.format, range(4))]), encoding="utf-8")
    words = words_of(asher("expect", "--incidents", path, "--place", "church"))
    assert "2001 to 2001, today's level 0 0.00 0.00\u20132.51" in words
    assert "FBI" not in words


def test_every_fault_is_told_at_once():
    done = asher("expect", "--place", "scool", "--officers", -1, "--rate", "nan", "--years", 0)
    assert done.exit_code == 2
    told = done.stderr.splitlines()
    assert [line.split(":")[0] for line in told] == ["--officers", "--years", "--place", "--rate"]
    assert "did you mean 'school'" in told[2]
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--officers", 5], "--officers:1:1: needs --officers-in-country: the evidence does not"),
        (
            ["--city", 5],
            "--city:1:1: needs --people-in-country: the evidence does not say how many",
        ),
        (["--city", 5, "--people-in-country", 4], "--city:1:1: found 5, more than the 4"),
        (["--places", 5], "--places:1:1: counts places of no stated kind"),
        (["--rate", 0.1], "--rate:1:1: nobody is named for whom it holds"),
        (["--incidents", "nowhere.csv"], "nowhere.csv:1:1: cannot read: no such file"),
    ],
)
def test_missing_number_is_asked_for_and_never_made_up(words, said):
    done = asher("expect", *words)
    assert done.exit_code == 2
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("per_year", "said"),
    [
        (1e-6, "of 1,000,000 such years, about 999,999 pass"),
        (0.002, "of 1,000 such years, about 998 pass"),
        (0.5, "The ordinary year has none: of 100 such years, about 61 pass"),
        (24.2, "Of 100 such years, about 0 pass"),
    ],
)
def test_ordinary_year(per_year, said):
    assert said in ordinary_year(per_year)


def test_help_shows_examples():
    assert "asher expect --place education" in " ".join(asher("expect", "--help").output.split())


@pytest.mark.parametrize(
    "word", ["mall", "Office", "nightclub", "church", "hospital", "college", "school"]
)
def test_a_number_of_some_places_of_a_kind_is_refused(word):
    done = asher("expect", "--place", word, "--places", 1000)
    assert done.exit_code == 2
    assert (
        f"--places:1:1: the number given is for '{word}' alone, but the record counts the attacks "
        "at all "
    ) in done.output
    assert " in the country, with --place " in done.output
    assert "or --rate" in done.output
    assert asher("expect", "--place", word).exit_code == 0
    assert asher("expect", "--place", word, "--places", 1000, "--rate", 1e-5).exit_code == 0


@pytest.mark.parametrize("word", ["commerce", "business", "education", "worship", "health care"])
def test_a_number_of_all_places_of_a_kind_is_taken(word):
    assert asher("expect", "--place", word, "--places", 1000).exit_code == 0


@pytest.mark.parametrize("profile", sorted({*PROFILES} - {"national"}))
def test_every_hazard_profile_is_a_kind_of_place(profile):
    assert asher("expect", "--place", profile).exit_code == 0
