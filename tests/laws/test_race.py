"""One incident without a plan, law by law as written: exposure, who ends it, the exchange."""

import math

import numpy as np
import pytest

from asher.kernels.codes import Amount, Ending, When
from asher.kernels.state import Course, ResponseTerms
from asher.simulation.parameters import parameters
from asher.simulation.population import FIGURES, build_race, simulate_population
from fakes import race_terms
from written import law

population = law("population_step")
exchange = law("population_exchange")
exposed = law("population_exposure")
Stream = law("streams").Stream

TERMS = race_terms(
    school_share=0.2,
    school_restrained=0.1,
    restrained_after=np.array([60.0, 0.5]),
    contact=np.array([30.0, 0.0]),
    cleared_after=np.array([60.0, 0.0]),
)


# Officers where nobody has stated who holds the way out.
UNSTATED = ResponseTerms(**dict.fromkeys(ResponseTerms._fields, 0.0))._replace(perimeter=-1.0)


def race_of(*enter_at):
    race = build_race(len(enter_at))
    race.time[:] = math.inf
    race.officers.enter_at[:] = enter_at
    return race


# In sight for the first minute, half of the second, not at all until the eighth, and then a tenth.
CURVE = np.array([60.0, 90.0, 90.0, 90.0, 90.0, 114.0, 162.0])


@pytest.mark.parametrize("seconds", [0.0, 1.0, 60.0, 100.0, 500.0, 1200.0, 5000.0])
def test_the_time_of_an_exposure_is_when_it_is_reached(seconds):
    # Caught: any other law of being in sight than the one that exposure follows.
    exposure = exposed.exposure_at(CURVE, seconds)
    assert exposure <= seconds
    assert exposed.time_of_exposure(CURVE, exposure) == pytest.approx(seconds, abs=1e-6)


def test_exposure_follows_the_pieces_of_its_curve_and_rises_on_after_the_last():
    assert exposed.exposure_at(CURVE, 30.0) == 30.0
    assert exposed.exposure_at(CURVE, 90.0) == 75.0
    assert exposed.exposure_at(CURVE, 400.0) == 90.0
    assert exposed.exposure_at(CURVE, 1800.0) == pytest.approx(162.0 + 0.1 * 600.0)
    # Nobody is in sight from the second to the eighth minute.
    assert exposed.time_of_exposure(CURVE, 90.0) == 120.0
    assert exposed.time_of_exposure(CURVE, 90.1) > 480.0


def test_an_exposure_that_is_never_reached_has_no_time():
    out_of_sight = np.full(7, 40.0)
    assert exposed.time_of_exposure(out_of_sight, 41.0) == math.inf
    assert exposed.time_of_exposure(out_of_sight, 39.0) < math.inf


def test_a_curve_is_drawn_by_its_chance_among_those_of_its_kind_of_place():
    terms = race_terms(
        exposure_s=np.zeros((4, 1, 7)),
        curve_chance=np.array([0.3, 1.0, 0.25, 1.0]),
        school_curves=2,
    )
    for at_school, first, chance in ((1.0, 0, 0.3), (0.0, 2, 0.25)):
        drawn = [exposed.draw_curve(terms, Stream(np.uint64(1), k), at_school) for k in range(2000)]
        assert set(drawn) == {first, first + 1}
        # Five standard errors of a share of 2,000: 0.05.
        assert abs(np.mean(np.array(drawn) == first) - chance) < 0.05


def test_officers_step_in_in_the_order_of_their_times():
    race = race_of(50.0, 20.0, math.inf, 80.0)
    assert exchange.next_entry(race) == 20.0
    assert exchange.step_in(race, 60.0) == 2
    assert race.up.tolist() == [1, 1, 0, 0]
    assert exchange.next_entry(race) == 80.0
    race.up[0] = 2
    assert exchange.step_in(race, 80.0) == 2, "who is hit is not inside"
    assert race.responders.engaged.tolist() == [1, 1, 0, 1], "an entry engages whoever makes it"
    race.up[:] = 1
    assert exchange.next_entry(race) == math.inf


class Certain:
    """Terms of a hazard with the endings of a test."""

    def __init__(self, *, left=0.0, left_or_suicide=0.0, on_contact=(0.0, 0.0, 0.0, 0.0)):
        self.left, self.left_or_suicide = left, left_or_suicide
        self.on_contact = np.array(on_contact)


def ended(
    hazard, *, own_end, restrained=math.inf, others=math.inf, contact=math.inf, arrival=100.0
):
    race = race_of()
    race.time[When.OWN_END], race.time[When.ARRIVAL] = own_end, arrival
    race.amount[Amount.RESTRAINED_AFTER_S] = restrained
    own = (Stream(np.uint64(1), 0), race)
    rules = (hazard, UNSTATED, None, TERMS)
    return population.end_race(rules, own, (others, contact)), race.time[When.CONTACT]


@pytest.mark.parametrize(
    ("clocks", "found"),
    [
        ({"restrained": 10.0, "contact": 20.0}, (10.0, Ending.RESTRAINED, True)),
        ({"others": 10.0, "contact": 20.0}, (10.0, Ending.STOPPED_BY_OTHERS, True)),
        ({"contact": 20.0}, (20.0, Ending.NONE, False)),
    ],
)
def test_the_first_clock_ends_an_attack(clocks, found):
    assert ended(Certain(), own_end=500.0, **clocks)[0] == found


@pytest.mark.parametrize(
    ("hazard", "own_end", "found"),
    [
        (Certain(left=1.0, left_or_suicide=1.0), 50.0, (50.0, Ending.LEFT, True)),
        (Certain(left_or_suicide=1.0), 50.0, (50.0, Ending.SUICIDE_BEFORE_POLICE, True)),
        (Certain(left_or_suicide=1.0), 150.0, (150.0, Ending.SUICIDE_ON_CONTACT, True)),
        (Certain(on_contact=(1, 1, 1, 1)), 50.0, (50.0, Ending.SUICIDE_ON_CONTACT, True)),
        (Certain(on_contact=(0, 1, 1, 1)), 50.0, (50.0, Ending.SURRENDERED, True)),
        (Certain(on_contact=(0, 0, 1, 1)), 50.0, (50.0, Ending.STOPPED_BY_POLICE, True)),
    ],
)
def test_an_attack_ends_by_itself_or_before_the_police(hazard, own_end, found):
    assert ended(hazard, own_end=own_end, contact=300.0)[0] == found


def test_what_goes_still_meets_the_police_when_they_come():
    (stop, ending, is_over), contact = ended(Certain(), own_end=50.0, contact=300.0)
    assert (stop, ending, is_over, contact) == (50.0, Ending.NONE, True, 300.0)
    # Nobody enters, and that day is longer than the horizon; or it ends by itself, as on a plan.
    for remains_s, on_contact, arrival, found in (
        (1e9, (1, 1, 1, 1), 100.0, Ending.UNFINISHED),
        (600.0, (1, 1, 1, 1), 100.0, Ending.SUICIDE_ON_CONTACT),
        (600.0, (1, 1, 1, 1), 1000.0, Ending.SUICIDE_BEFORE_POLICE),
        (600.0, (0, 1, 1, 1), 100.0, Ending.SURRENDERED),
    ):
        hazard = Certain(on_contact=on_contact)
        hazard.remains_for = np.array([remains_s, 0.0])
        (stop, ending, is_over), contact = ended(hazard, own_end=50.0, arrival=arrival)
        assert (stop, ending, is_over, contact) == (50.0, found, True, math.inf)


def test_one_that_would_leave_after_police_have_come_goes_out_to_them():
    (stop, ending, is_over), contact = ended(
        Certain(left=1.0, left_or_suicide=1.0), own_end=150.0, contact=300.0
    )
    assert (stop, ending, is_over, contact) == (150.0, Ending.NONE, True, 150.0)


def test_officers_outside_meet_who_goes_out_as_soon_as_they_are_there():
    race = race_of(500.0, 20.0, math.inf)
    race.officers.arrive_at[:] = 100.0, 20.0, 200.0
    assert population.go_out(UNSTATED, (Stream(np.uint64(1), 0), race), 150.0)
    assert race.officers.enter_at.tolist() == [150.0, 150.0, 200.0]


def test_waiting_harms_nobody_whom_staying_outside_would_not():
    """Incident by incident; one in a thousand would be told. Once it was one in eight."""

    def hurt(course):
        found = simulate_population(values(), incidents=4000, seed=2, course=course)
        return found["killed"] + found["wounded"], found["stop_s"]

    (outside, ends), (waiting, later) = hurt("stay-outside"), hurt("contain-and-wait")
    assert np.mean(waiting > outside) < 0.001
    assert np.mean(later > ends + 60.0) < 0.001
    entering, later = hurt("two-officer-entry")
    # In the exchange itself people are still hurt.
    assert np.mean(entering > outside) < 0.001
    assert np.mean(later > ends + 60.0) < 0.001


def exchanged(
    *enter_at, hits=1.0, stops=1.0, hazard_hits=0.0, own_end=900.0, cover=0.0, falls_back=(0, 0.0),
    breaks_off=0.0, suicide_per_s=0.0, seed=1,
):  # fmt: skip
    hazard = Certain()
    hazard.reaction_s, hazard.breaks_off_per_s = 0.0, breaks_off
    hazard.exchange_suicide_per_s = suicide_per_s
    course = Course(**dict.fromkeys(Course._fields, 0))._replace(
        falls_back_after=falls_back[0], falls_back_s=falls_back[1]
    )
    hazard.round_interval_s, hazard.hit = 2.0, hazard_hits
    response = ResponseTerms(
        **dict.fromkeys(ResponseTerms._fields, 0.0)
    )._replace(
        hit=hits, hit_under_fire=hits, stop_on_hit=stops, round_interval_s=2.0, fatal=1.0,
        skill_concentration=math.inf, cover=cover,
    )  # fmt: skip
    race, row = race_of(*enter_at), np.zeros(len(FIGURES))
    race.time[When.CONTACT], race.time[When.OWN_END] = 100.0, own_end
    own = (Stream(np.uint64(seed), 0), race)
    rules = (hazard, response, course, TERMS)
    return exchange.exchange(rules, own, row), dict(zip(FIGURES, row, strict=False))


def test_a_round_that_hits_and_stops_ends_the_exchange():
    (at, ending), figures = exchanged(50.0, 60.0)
    assert ending == Ending.STOPPED_BY_POLICE
    assert 100.0 < at < 140.0
    assert figures["rounds"] == figures["hits"] == 1
    assert figures["officers_hit"] == 0


def test_officers_who_only_miss_are_hit_until_none_is_left():
    (at, ending), figures = exchanged(50.0, 60.0, 400.0, hits=0.0, hazard_hits=1.0)
    assert ending == Ending.SUICIDE_ON_CONTACT
    assert at == 900.0
    assert figures["officers_hit"] == figures["officers_killed"] == 3
    assert figures["hits"] == 0


def test_an_attack_whose_time_is_up_waits_for_no_entry():
    (at, ending), figures = exchanged(50.0, 800.0, hits=0.0, hazard_hits=1.0, own_end=400.0)
    assert (at, ending) == (400.0, Ending.SUICIDE_ON_CONTACT)
    assert figures["officers_hit"] == 1


def test_officers_who_only_miss_fall_back_and_enter_again():
    (at, ending), figures = exchanged(50.0, hits=0.0, own_end=9e9, falls_back=(3, 1000.0))
    # Three rounds, then again a thousand seconds later, until the rounds are all spent.
    assert ending == Ending.STOPPED_BY_POLICE
    assert figures["rounds"] % 3 in (0, 1, 2)
    assert at > 100.0 + 1000.0 * (figures["rounds"] // 3 - 1)
    assert figures["officers_hit"] == 0


def test_a_contact_broken_off_begins_anew_after_the_time_to_contact():
    # A contact lasts 2 s on average, each side acts every 2 s; the time to contact is 30 s.
    found = [exchanged(50.0, hits=0.1, breaks_off=0.5, own_end=9e9, seed=s) for s in range(300)]
    without = [exchanged(50.0, hits=0.1, seed=s) for s in range(300)]
    later = np.mean([a[0][0] - b[0][0] for a, b in zip(found, without, strict=True)])
    # Ten rounds to a hit take 20 s of contact: ten breaks, of 30 s each.
    assert later == pytest.approx(300.0, rel=0.25)
    assert all(each[0][1] == Ending.STOPPED_BY_POLICE for each in found)


def test_an_exchange_ends_by_suicide_as_often_as_its_rate_has_it():
    """Of 400 exchanges; a share off by 0.1 would be caught, and a clock that starts anew."""
    alone = [exchanged(50.0, hits=0.0, suicide_per_s=0.1, own_end=9e9, seed=s) for s in range(400)]
    lasted = np.array([at - 100.0 for (at, _), _ in alone])
    assert lasted.mean() == pytest.approx(10.0, rel=0.2)
    assert {ending for (_, ending), _ in alone} == {Ending.SUICIDE_ON_CONTACT}
    # A round that hits and stops comes at the same rate, so half end so; with breaks too.
    for breaks_off in (0.0, 0.5):
        found = [
            exchanged(
                50.0, hits=0.2, suicide_per_s=0.1, breaks_off=breaks_off, own_end=9e9, seed=s
            )[0][1]
            for s in range(400)
        ]
        share = np.mean(np.array(found) == Ending.SUICIDE_ON_CONTACT)
        assert share == pytest.approx(0.5, abs=0.1)


def test_the_jamb_of_a_door_spares_officers_by_its_share():
    """Of 400 exchanges with one officer who never hits; a share off by 0.1 would be caught."""

    def hit(cover):
        return sum(
            exchanged(50.0, hits=0.2, hazard_hits=0.2, cover=cover, seed=s)[1]["officers_hit"]
            for s in range(400)
        ) / 400  # fmt: skip

    # Who acts first with effect: equal rates, so a half; covered by a half, a third.
    assert hit(0.0) == pytest.approx(0.5, abs=0.1)
    assert hit(0.5) == pytest.approx(1 / 3, abs=0.1)
    assert hit(1.0) == 0.0


def values():
    return {each.name: each.median for each in parameters()}


def test_every_incident_has_its_row_and_figures_that_agree():
    found = simulate_population(values(), incidents=60, seed=3)
    assert np.isfinite(found.figures[:, :6]).all()
    assert np.all(found["call_s"] < found["arrival_s"])
    assert np.all(found["officers_killed"] <= found["officers_hit"])
    assert np.all(found["hits"] <= found["rounds"])
    assert np.all(found["preventable_deaths"] <= found["killed"])
    assert len(np.unique(found["call_s"])) == 60, "no row is that of another incident"


def test_casualties_follow_the_rate_and_the_time_in_sight():
    found = np.zeros(40, dtype=int)
    hazard_s, rate = 60.0, 0.1
    for k in range(40):
        race = race_of()
        race.time[When.STOP] = race.time[When.SAFE] = hazard_s
        race.time[When.ARRIVAL] = 100.0
        race.amount[Amount.RATE_PER_S], race.amount[Amount.FATAL] = rate, 0.0
        stream = Stream(np.uint64(1), k)
        race.amount[Amount.NEXT_CASUALTY] = law("streams").draw_exponential(stream, 16, 0, 0)
        found[k] = population.draw_wounds(TERMS, (stream, race))
        assert np.all(np.diff(race.occupants.wounded_at[: found[k]]) > 0)
    # Poisson of mean 6: the mean of 40 is within five standard errors of it, 1.9.
    assert abs(found.mean() - rate * hazard_s) < 5 * math.sqrt(rate * hazard_s / 40)
