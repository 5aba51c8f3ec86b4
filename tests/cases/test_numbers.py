"""Far from the origin, at any time step, at any speed: the same people at the same times."""

import numpy as np
import pytest

from cases.drawing import crowd, document, placed
from cases.verdicts import assert_all_out, assert_out_or_refused, leaving_times, refusal, run
from films import record_drill
from places import box, drill, group, opening, people_at, plan, zone
from tolerance import assert_mean


def hall():
    return plan(
        box("hall", 0, 0, 20, 6),
        opening("exit", (0, 2), (0, 3.2), main_entrance=True),
        zone("seats", 10, 1, 19, 5),
    )


@pytest.mark.parametrize("away", [500, 5_000, 20_000, 50_000, 90_000])
@pytest.mark.parametrize("step", [0.05, 0.01])
def test_a_hall_far_from_the_origin_empties_like_one_beside_it(away, step):
    near = drill(hall(), crowd(20, within="seats"), time_step_s=step)
    far = near.with_(floorplan=placed(hall(), move=(away, -away)))
    n = 20
    times = assert_all_out(far, within_s=60, replications=n)
    assert_mean(times - run(near, replications=n).columns["evacuation_time_s"][0], 0.0)


@pytest.mark.parametrize("away", [0, 5_000, 90_000])
def test_the_slowest_walk_far_from_the_origin_too(away):
    # 0.07 m/s: 0.0035 m a step, less than single precision keeps at 90 km.
    drawn = placed(hall(), move=(away, -away))
    slow = group(
        5,
        within="seats",
        walking_speed_m_s=0.35,
        mobility_limited_share=1,
        mobility_limited_pace=0.2,
    )
    times = assert_all_out(drill(drawn, slow), within_s=330, replications=5)
    assert times.min() >= 12 / 0.07


def ward():
    return plan(box("ward", 0, 0, 40, 4), opening("exit", (0, 1), (0, 3), main_entrance=True))


@pytest.mark.parametrize("speed", [0.05, 0.1, 0.2, 0.29, 0.3, 0.4, 1.34, 3.0, 10.0])
def test_a_stated_speed_is_walked(speed):
    one = people_at([(20, 2)], walking_speed_m_s=speed)
    (time,) = run(drill(ward(), one, horizon="2 h"), replications=1).columns["evacuation_time_s"][0]
    assert 19.7 / speed - 0.5 <= time <= 20.4 / speed + 0.6


def test_drawn_speeds_have_the_stated_mean():
    # Mean 1.0, standard deviation 0.1: nothing is cut off, so the mean of 20/time is 1.0.
    one = people_at([(20, 2)], walking_speed_m_s=1.0, walking_speed_sd_m_s=0.1)
    times = run(drill(ward(), one), replications=400).columns["evacuation_time_s"][0]
    assert_mean(20.0 / (times - 0.1), 1.0)


@pytest.mark.parametrize("mean", [0.3, 0.5, 1.0])
def test_widely_spread_speeds_never_make_anybody_stand(tmp_path, mean):
    one = people_at([(20, 2)], walking_speed_m_s=mean, walking_speed_sd_m_s=0.5)
    drawn = document(*ward_features())
    assert_out_or_refused(tmp_path, drawn, one, within_s=7200, horizon="2 h", replications=5)


def ward_features():
    return ward().to_geojson()["features"][1:]


@pytest.mark.parametrize("step", [0.01, 0.025, 0.05, 0.07, 0.1, 0.2, 0.24, 0.25, 0.3, 0.4, 0.5])
def test_the_time_step_hardly_moves_the_evacuation_time(step):
    drawn = plan(box("hall", 0, 0, 12, 10), opening("exit", (0, 4.5), (0, 5.5), main_entrance=True))
    scenario = drill(drawn, crowd(80))
    n = 8
    fine = run(scenario, replications=n).columns["evacuation_time_s"][0]
    times = assert_all_out(scenario.with_(time_step_s=step), within_s=110, replications=n)
    share = times.mean() / fine.mean()
    # A tenth at steps up to 0.1 s, a third at the coarsest: a coarse step is coarse.
    bound = 0.10 if step <= 0.1 else 0.35
    assert abs(share - 1) <= bound, f"{share:.2f} times as long as at 0.05 s"


@pytest.mark.parametrize("step", ["1e-9", "1e-6", "1e-4"])
def test_a_step_that_would_take_for_ever_is_refused_or_takes_no_longer(tmp_path, step):
    # 60,000 steps a minute and more: refused, or done.
    drawn = plan(
        box("hall", 0, 0, 10, 6), opening("exit", (0, 2), (0, 3.2), main_entrance=True)
    ).to_geojson()
    if step == "1e-4":
        message = refusal(tmp_path, drawn, crowd(2), time_step_s=float(step), horizon="1 min")
        assert message is None or "time_step_s" in message
        return
    changes = {"time_step_s": float(step), "horizon": "10 min"}
    message = refusal(tmp_path, drawn, crowd(10), only_read=True, **changes)
    assert message is not None
    assert "time_step_s" in message


def test_nobody_is_faster_than_the_way_is_long():
    film = record_drill(drill(hall(), crowd(20, within="seats")))
    first = film.positions_m[0].astype(float)
    way = np.hypot(first[:, 0], np.maximum(0, np.abs(first[:, 1] - 2.6) - 0.6))
    left = leaving_times(film)
    # The fastest of a normal spread of 0.26 m/s about 1.34: 2.4 m/s is four deviations off.
    assert np.all(way / left <= 2.4)


@pytest.mark.parametrize("count", [150, 200])
def test_dense_starts_put_no_two_people_on_one_point(count):
    # 3.75 persons/m2 on 40 m2 and the most that the program allows on 50 m2.
    area = {150: (10, 4), 200: (10, 5)}[count]
    drawn = plan(
        box("hall", 0, 0, 14, area[1]),
        opening("exit", (14, 1), (14, 3), main_entrance=True),
        zone("seats", 0, 0, *area),
    )
    scenario = drill(drawn, crowd(count, within="seats"))
    first = record_drill(scenario).positions_m[0].astype(float)
    apart = np.hypot(*(first[:, None] - first[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 0.05, f"two people {apart.min():.3f} m apart"
    assert_all_out(scenario, within_s=160, replications=2)
