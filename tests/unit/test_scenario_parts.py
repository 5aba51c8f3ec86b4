"""Parts of a scenario: their checks, their sources and what they can never hold."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from pydantic import BaseModel, ValidationError

from asher import evidence
from asher.scenario import (
    PROFILES,
    SHIPPED_COURSES,
    CourseOfAction,
    Duration,
    Hazard,
    OccupantGroup,
    OccupantResponse,
    Officer,
    OnContact,
    OwnEnding,
    Response,
    assumptions,
    lognormal,
)
from asher.scenario.parts.entry import ContainAndWait, Formation, Immediate, StayOutside
from asher.scenario.parts.own_response import OwnResponse
from asher.scenario.sources import basis_of, sourced
from asher.simulation.parameters import parameter_names
from asher.simulation.place_kinds import at_kind_of_place
from asher.simulation.posterior import read_posterior

STANDARD = NormalDist()
MODELS = (
    OccupantGroup, OccupantResponse, Hazard, OwnEnding, OnContact, Officer, Response,
    CourseOfAction, ContainAndWait, Formation, Immediate, StayOutside,
)  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_default_names_evidence_that_exists_or_a_judgement(model):
    for name, info in model.model_fields.items():
        if info.is_required():
            continue
        basis = basis_of(info)
        assert basis is not None, f"{model.__name__}.{name} has a default without a source"
        for id in basis.evidence:
            assert id in evidence.load(), f"{model.__name__}.{name}: {id}"
        assert basis.evidence or len(basis.judgement) > 8, f"{model.__name__}.{name}"


@pytest.mark.parametrize("name", PROFILES)
def test_every_profile_value_names_its_source(name):
    hazard = Hazard.model_validate(name)
    for field in Hazard.model_fields:
        basis = hazard.basis(field)
        assert field == "profile" or (basis and (basis.evidence or basis.judgement)), field
    for item in assumptions(hazard):
        assert (item.evidence and item.source and item.grade in "ABC") or item.judgement


def test_evidence_kept_for_validation_is_the_source_of_no_rate_or_clock():
    # Officers killed and wounded are the one exception: they split hits, no rate follows from them.
    allowed = {"officers-killed-per-exchange", "officers-wounded-per-exchange"}
    parts = (Hazard(profile="national"), Response(), OccupantGroup(count=1))
    for item in (item for part in parts for item in assumptions(part)):
        for id in (item.evidence or "").split(", "):
            if id and id not in allowed:
                assert evidence.statistic(id).role in {"input", "calibrate"}, (item.where, id)


def test_sourced_refuses_a_default_from_nowhere():
    with pytest.raises(ValueError, match="evidence id or a stated judgement"):
        sourced(1.0)


def test_assumption_of_a_stated_number_says_it_was_stated():
    found = {item.where: item for item in assumptions(Officer(hit_chance=0.5))}
    assert found["hit_chance"].judgement == "stated in the scenario file"
    assert found["hit_chance"].evidence is None
    assert found["hit_chance_under_fire"].evidence == "hit-rate-gunfight"


# The boundary: an attack is a hazard with rates, a course of action is a choice of responders.


def fields_of(model: type[BaseModel], seen: set[type[BaseModel]] | None = None) -> set[str]:
    seen = set() if seen is None else seen
    seen.add(model)
    names = set(model.model_fields)
    for info in model.model_fields.values():
        for part in (info.annotation, *getattr(info.annotation, "__args__", ())):
            if isinstance(part, type) and issubclass(part, BaseModel) and part not in seen:
                names |= fields_of(part, seen)
    return names


def test_a_hazard_is_rates_clocks_and_endings_and_nothing_a_person_could_choose():
    assert set(Hazard.model_fields) == {
        "profile", "casualty_rate_per_min", "casualty_rate_log_sd", "duration", "ending_shares",
        "casualty_at_once_share", "more_casualties_at_once", "half_rate_in_sight",
        "restrained_share", "dwell", "walking_speed_m_s", "entry", "fatal_share", "on_contact",
        "fatal_share_concentration",
        "round_interval_s", "hit_chance", "turns_to_responders_share", "remains_for",
        "endings", "remains_in_closed_room", "held_share", "reaction_s", "breaks_off_per_min",
        "exchange_suicide_per_min",
    }  # fmt: skip
    forbidden = ("weapon", "magazine", "ammunition", "tactic", "target", "aim", "priority", "plan")
    for name in fields_of(Hazard):
        assert not any(word in name for word in forbidden), name


def test_a_course_of_action_holds_no_part_of_the_hazard():
    levers = fields_of(CourseOfAction)
    # Besides words there are levers and nothing else: what is no setting of one is refused here.
    whole = CourseOfAction.model_validate(
        {"name": "x", "based_on": "armed-guard", "information": "camera-feed"}
    )
    settings = {name for name, _ in whole.settings()}
    assert {"entry", "on_site", "guidance", "rescue"} <= settings
    words = {"name", "title", "description", "rows"}
    assert set(CourseOfAction.model_fields) == words | settings
    # One word, two meanings: the hazard's openings, the officers' rule. Nothing else is shared but
    # the parts of a clock, and what officers have of their own: pace, rounds and hits.
    ours = fields_of(Duration) | fields_of(Officer)
    assert levers & fields_of(Hazard) - ours == {"entry"}
    assert fields_of(OwnResponse) == fields_of(Response)
    assert (
        CourseOfAction.model_fields["entry"].annotation != Hazard.model_fields["entry"].annotation
    )
    with pytest.raises(ValidationError, match="hazard"):
        CourseOfAction.model_validate(
            {"name": "x", "based_on": "solo-entry", "hazard": {"profile": "school"}}
        )


@pytest.mark.parametrize("word", ["weapon", "magazine_size", "target", "tactic"])
def test_a_hazard_refuses_what_it_must_not_know(word):
    with pytest.raises(ValidationError, match="Extra inputs"):
        Hazard.model_validate({"profile": "school", word: 1})


# Derivations, recomputed here from the evidence.


AT_KINDS = (
    "casualty_rate_per_min", "casualty_rate_log_sd", "casualty_at_once_share",
    "more_casualties_at_once",
)  # fmt: skip


def calibrated_defaults():
    """Defaults of calibrated fields beside the medians of the shipped posterior."""
    posterior = read_posterior()
    median = dict(zip(parameter_names(), np.median(posterior.values, axis=0), strict=True))
    odds = [median[f"contact_{name}_odds"] for name in ("suicide", "surrender", "subdued")]
    left = 0.95 * median["left_odds"] / (1 + median["left_odds"])
    hazard, officer = Hazard(profile="national"), Officer()
    contact, own = hazard.on_contact, hazard.ending_shares
    school = 62 / 332
    shares = {
        "school": median["restrained_school"],
        "national": school * median["restrained_school"]
        + (1 - school) * median["restrained_elsewhere"],
    }
    yield "duration", hazard.duration.median_s, median["duration_s"]
    yield "duration, spread", hazard.duration.log_sd, median["duration_log_sd"]
    yield "left", own.left, left
    yield "suicide", own.suicide, 0.95 - left
    for profile in PROFILES:
        share = shares.get(profile, median["restrained_elsewhere"])
        yield profile, Hazard(profile=profile).restrained_share, share
    yield "on contact", contact.suicide, odds[0] / (1 + sum(odds))
    yield "surrenders", contact.surrenders, odds[1] / (1 + sum(odds))
    yield "subdued", contact.subdued, odds[2] / (1 + sum(odds))
    for profile in PROFILES:
        place, at_place = Hazard(profile=profile), at_kind_of_place(profile, median)
        for field in AT_KINDS:
            yield f"{field}, {profile}", getattr(place, field), at_place[field]
    yield "fatal", hazard.fatal_share, median["fatal_share"]
    yield "concentration", hazard.fatal_share_concentration, median["fatal_share_concentration"]
    yield "hazard hits", hazard.hit_chance, median["hazard_hit_chance"]
    yield "under fire", officer.hit_chance_under_fire, median["hit_chance_under_fire"]
    yield "officers hit", officer.hit_chance, median["hit_chance"]
    yield "they differ", officer.hit_chance_concentration, median["hit_chance_concentration"]
    yield "officers die", officer.wound_fatal_share, median["wound_fatal_share"]
    yield "travel", Response().travel.median_s, median["travel_s"]


def test_calibrated_defaults_are_the_medians_of_the_shipped_posterior():
    # Rounded to what a person would write: within a twentieth. How much the share of fatal wounds
    # varies is hardly known (its posterior is as wide as its median): within a tenth.
    for name, default, median in calibrated_defaults():
        rounded = 0.1 if name == "concentration" else 0.05
        assert default == pytest.approx(median, rel=rounded), name


def test_clocks_before_arrival_give_the_published_time_from_report_to_scene():
    response, generator, n = Response(), np.random.default_rng(1), 40_000
    total = np.zeros(n)
    for clock in (response.answer, response.dispatch, response.travel):
        total += clock.median_s * np.exp(clock.log_sd * generator.standard_normal(n))
    published = evidence.statistic("arrival-median")
    # The standard error of this median is about 0.5 s; 15 s is a twelfth of the figure itself.
    assert np.median(total) == pytest.approx(published.value, abs=15)
    outside = np.mean((total < published.low) | (total > published.high))
    # None of 51 incidents fell outside: an upper 95 % limit of 6 %.
    assert outside < 0.06


def test_call_answer_meets_both_levels_of_its_standard():
    answer = Response().answer
    for seconds, share in ((15, 0.90), (20, 0.95)):
        z = math.log(seconds / answer.median_s) / answer.log_sd
        assert STANDARD.cdf(z) == pytest.approx(share, abs=0.01)


# Checks.


def test_duration_constant_and_varying():
    assert Duration.model_validate("3 min") == lognormal("180 s", "3 min")
    assert Duration.model_validate("3 min").log_sd == 0
    clock = lognormal("3 min", "6 min")
    assert (clock.median_s, clock.p90_s) == (180, 360)
    assert STANDARD.cdf(math.log(360 / 180) / clock.log_sd) == pytest.approx(0.9)
    assert str(clock) == "3 min (90 % within 6 min)"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (180, "with its unit"),
        ("3 parsecs", "a time of at least 0"),
        ({"median": "3 min", "p90": "2 min"}, "must not be below"),
        ({"median": "0 s", "p90": "2 min"}, "median of 0 s"),
        ({"median": 180, "p90": "6 min"}, "with its unit"),
        ({"median": "3 min"}, "Field required"),
    ],
)
def test_duration_faults(value, message):
    with pytest.raises(ValidationError, match=message):
        Duration.model_validate(value)


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (OccupantResponse, {"run": 0.5}),
        (OwnEnding, {"left": 0.6, "suicide": 0.6, "remains": 0}),
        (OnContact, {"fights": "90 %"}),
    ],
)
def test_shares_must_add_up_to_1(model, value):
    with pytest.raises(ValidationError, match="must add up to 1"):
        model.model_validate(value)


@pytest.mark.parametrize("count", [-1, 2.5, True, "20", 10**9])
def test_a_count_is_a_whole_number_from_0(count):
    with pytest.raises(ValidationError):
        OccupantGroup.model_validate({"count": count})


def test_exact_places_count_themselves():
    group = OccupantGroup.model_validate({"at_m": [[1.0, 2], [3.0, 4.0]]})
    assert group.count == 2
    with pytest.raises(ValidationError, match="at_m states 2 places"):
        OccupantGroup.model_validate({"count": 3, "at_m": [[1.0, 2.0], [3.0, 4.0]]})
    with pytest.raises(ValidationError, match="both within and at_m"):
        OccupantGroup.model_validate({"within": "hall", "at_m": [[1.0, 2.0]]})
    with pytest.raises(ValidationError, match="level without at_m"):
        OccupantGroup.model_validate({"count": 3, "level": "ground"})


def test_a_single_name_stands_for_a_list():
    assert OccupantGroup.model_validate({"count": 1, "within": "hall"}).within == ("hall",)


@pytest.mark.parametrize(
    "entry",
    [
        {"rule": "formation", "officers": 7},
        {"rule": "formation", "officers": 1},
        {"rule": "immediate", "officers": 3},
        {"rule": "storm"},
        {"rule": "stay-outside", "officers": 2},
        {"officers": 2},
    ],
)
def test_entry_rules_refuse_what_they_do_not_mean(entry):
    with pytest.raises(ValidationError):
        CourseOfAction.model_validate({"name": "x", "entry": entry})


def test_courses_by_name_and_by_change():
    by_name = CourseOfAction.model_validate("four-officer-formation")
    assert by_name in SHIPPED_COURSES
    changed = CourseOfAction.model_validate(
        {
            "name": "five",
            "based_on": "four-officer-formation",
            "entry": {"rule": "formation", "officers": 5},
        }
    )
    assert changed.entry == Formation(rule="formation", officers=5)
    assert changed.rows == by_name.rows
    with pytest.raises(ValidationError, match="a shipped course"):
        CourseOfAction.model_validate("for-officer-formation")


def test_hazard_by_name_is_its_profile_and_stated_values_win():
    assert Hazard.model_validate("school") == Hazard(profile="school")
    mild = Hazard.model_validate({"profile": "nightclub", "casualty_rate_per_min": 1})
    assert mild.casualty_rate_per_min == 1
    assert mild.dwell == Hazard(profile="nightclub").dwell
    with pytest.raises(ValidationError, match="'nightclub'"):
        Hazard.model_validate("nightclubb")


def test_parts_are_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Officer().hit_chance = 1.0  # type: ignore[misc]
