"""NIST TN 1822: the verification tests Verif.1.1 to 5.2."""

import math

import numpy as np
from scipy import stats

from asher import simulate
from films import record_drill
from places import box, drill, group, opening, people_at, plan, zone
from reference import rimea
from reference.experiments import (
    DOWN,
    LEVEL,
    UP,
    before_a_stair,
    capped_flow,
    free_speeds,
    is_normal,
    near_and_far,
    speeds,
    stair_walk,
    time_against,
    walk,
)
from reference.measures import OUT, building, connector, gate, left_by, room_and_exit, spawn
from reference.suite import check, not_possible

# Gamma and Weibull are not known by name: a list of their quantiles stands for them.
_GAMMA = stats.gamma(1.291, scale=103.901)
_WEIBULL = stats.weibull_min(1.195, scale=139.285)
_LOGNORMAL = stats.lognorm(0.967, scale=math.exp(4.586))


def _quantiles(law, n=400):
    return {"values": [f"{q:.3f} s" for q in law.ppf((np.arange(n) + 0.5) / n)]}


def starts(pre_movement, n, seed=3):
    """Pre-movement times of single people who stand 0.3 m from the exit [s]."""
    room = plan(*room_and_exit())
    walker = people_at([(7.7, 2.5)], walking_speed_m_s=2.0, pre_movement=pre_movement)
    outcome = simulate(drill(room, walker, horizon="1 h"), replications=n, seed=seed)
    return outcome.columns["evacuation_time_s"][0] - 0.15


@check(
    "NIST Verif.1.1",
    title="Distributions of pre-movement time",
    asks="Ten people in a room of 8 m x 5 m with an exit of 1 m; times uniform (10 to 100 s), "
    "gamma (1.291, 103.9 s), lognormal (4.586, 0.967) and Weibull (139.3 s, 1.195).",
    rule="start times follow the stated distribution",
    ours="500 single people each; Kolmogorov-Smirnov p above 0.01",
    departs="gamma and Weibull are stated as 400 of their quantiles",
)
def _pre_movement():
    laws = {
        "uniform": ({"low": "10 s", "high": "100 s"}, stats.uniform(10, 90)),
        "gamma": (_quantiles(_GAMMA), _GAMMA),
        "lognormal": (
            {"median": f"{_LOGNORMAL.median():.3f} s", "p90": f"{_LOGNORMAL.ppf(0.9):.3f} s"},
            _LOGNORMAL,
        ),
        "Weibull": (_quantiles(_WEIBULL), _WEIBULL),
    }
    p = {}
    for name, (stated, law) in laws.items():
        # The clock counts whole steps of 0.05 s.
        times = starts(stated, 500)
        p[name] = float(stats.kstest(times, law.cdf).pvalue) if np.isfinite(times).all() else 0.0
    text = ", ".join(f"{name} p = {value:.2f}" for name, value in p.items())
    return text, min(p.values()) > 0.01


@check(
    "NIST Verif.2.1",
    title="Speed in a corridor",
    asks="One person at 1 m/s down a corridor of 40 m x 2 m.",
    rule="40 s",
    ours="within 1 %",
)
def corridor():
    time = walk(40, 1.0)
    return f"{time:.2f} s", abs(time - 40) <= 0.4


@check(
    "NIST Verif.2.2",
    title="Speed on stairs",
    asks="One person at 1 m/s on the stair, up and down one of 100 m x 2 m.",
    rule="100 s each way",
    ours="within 2 %; the speed on the level is stated so that 1 m/s results on the stair: "
    f"{LEVEL / UP:.2f} m/s up, {LEVEL / DOWN:.2f} m/s down",
)
def _stairs():
    up, down = stair_walk("up", 100, LEVEL / UP), stair_walk("down", 100, LEVEL / DOWN)
    return f"{up:.1f} s up, {down:.1f} s down", abs(up - 100) <= 2 and abs(down - 100) <= 2


corner = rimea.corner.again(
    "NIST Verif.2.3",
    asks="Twenty people round a left turn in a corridor 2 m wide with arms of 10 m.",
    given=(4.0,),
)


@check(
    "NIST Verif.2.4",
    title="Assigned demographics",
    asks="100 people with a distribution of walking speed, here normal, 1.2 and 0.2 m/s.",
    rule="simulated speeds agree with the stated distribution",
    ours="mean and standard deviation within five standard errors, single walkers over 40 m",
)
def demographics():
    return is_normal(free_speeds(500, **speeds(mean=1.2, sd=0.2)), 1.2, 0.2)


not_possible(
    "NIST Verif.2.5",
    "Walking speed in smoke",
    "there is no smoke: the model is of attacks, not of fires",
)
not_possible(
    "NIST Verif.2.6",
    "Incapacitation by toxic gases",
    "there are no gases; wounds from a hazard follow another law",
)
not_possible("NIST Verif.2.7", "Use of lifts", "connectors are stairs and ramps; there is no lift")


@check(
    "NIST Verif.2.8",
    title="Counter-flow",
    asks="Two rooms of 10 m x 10 m joined by a corridor of 10 m x 2 m; 100 people in the first, "
    "as far from it as they fit, cross to the second while 0, 10, 50 and 100 come the other way.",
    rule="the time until the last of the 100 is across grows with the number coming the other way",
    ours="means of three runs; nobody is left anywhere after 15 min; speeds uniform, 0.97 to "
    "1.62 m/s",
    slow=True,
)
def counter_flow():
    """The more come the other way, the longer it takes."""
    counts = (0, 10, 50, 100)
    runs = [time_against(count) for count in counts]
    times = np.array([time for time, _ in runs])
    left = sum(stuck for _, stuck in runs)
    text = "; ".join(f"{time:.0f} s against {n}" for n, time in zip(counts, times, strict=True))
    return f"{text}; {left} never over", left == 0 and bool(np.all(np.diff(times) > 0))


@check(
    "NIST Verif.2.9",
    title="Groups",
    asks="A room of 15 m x 20 m with an exit of 1 m; a group of five, four at 1.25 and one at "
    "0.5 m/s, passes ten people at 0.2 m/s.",
    rule="the members of the group reach the exit within 10 s of each other",
    departs="each of the five is slow with a chance of one in five, in eight runs",
    given=(1.25, 0.5, 0.2),
)
def groups(fast, slow, others):
    """Spread of arrivals of a group of five of which one in five is slow [s], eight runs."""
    room = plan(
        box("room", 0, 0, 15, 20),
        opening("exit", (7, 0), (8, 0), main_entrance=True),
        zone("zone 1", 10, 16, 14.5, 19.5),
        zone("zone 2", 4, 8, 11, 12),
    )
    five = group(
        5,
        name="group 1",
        within="zone 1",
        stays_together=5,
        **speeds(values=[fast, fast, fast, fast, slow]),
    )
    ten = group(10, name="group 2", within="zone 2", walking_speed_m_s=others)
    spreads, left = [], 0
    for replication in range(8):
        film = record_drill(drill(room, five, ten), replication=replication)
        out = left_by(film)
        left += int(np.isnan(out).sum())
        spreads.append(float(np.max(out[:5]) - np.min(out[:5])))
    text = f"at most {max(spreads):.1f} s apart in {len(spreads)} runs; {left} left"
    return text, left == 0 and max(spreads) <= 10.0


@check(
    "NIST Verif.2.10",
    title="People with movement disabilities",
    asks="Two rooms of 4 m x 5 m, one 1 m higher, joined by a ramp of 12 m x 1.5 m; 24 people at "
    "1.25 m/s behind one at 0.8 m/s (0.4 on the ramp) who takes more room, then behind one like "
    "them.",
    rule="the others take longer behind the slow person",
    ours="means of six runs",
    departs="the slow person is as large as the others and has the same factor on the ramp",
)
def disability(runs=6):
    """Mean time of the last of 24 people over a ramp behind one person, slow or not [s]."""
    rooms = building(
        box("lower room", 16, 0, 20, 5),
        box("upper room", 0, 0, 4, 5, level="upper"),
        connector(
            "ramp",
            ((16, 1.75), (16, 3.25)),
            ((4, 1.75), (4, 3.25)),
            length=12.05,
            width=1.5,
            category="ramp",
        ),
        opening("exit", (20, 2), (20, 3), main_entrance=True),
        spawn("zone 1", 0.3, 0.3, 2.5, 4.7, level="upper"),
        levels=(("ground", 0.0), ("upper", 1.0)),
    )
    means = []
    for speed in (0.8, 1.25):
        many = group(24, name="others", within="zone 1", walking_speed_m_s=1.25)
        one = people_at([(3.5, 2.5)], level="upper", walking_speed_m_s=speed, name="one")
        scenario = drill(rooms, many, one)
        films = [record_drill(scenario, replication=k) for k in range(runs)]
        means.append(np.mean([np.max(left_by(film)[:24]) for film in films]))
    text = f"{means[0]:.1f} s with a slow person ahead, {means[1]:.1f} s without"
    return text, bool(np.isfinite(means).all() and means[0] > means[1])


assigned = rimea.assigned.again(
    "NIST Verif.3.1",
    asks="23 people in twelve rooms along a corridor, each with a main or a secondary exit.",
)


not_possible(
    "NIST Verif.3.2",
    "Social influence on the choice of exit",
    "nobody chooses an exit because others do; word of the attack spreads by sight, and people "
    "leave a jammed exit for another (RiMEA 11)",
)


def two_exits(familiar, n=200):
    """Share of single people who leave by the second of two exits equally far."""
    # The exits lie in porches: those of the own space everybody sees and knows.
    place = plan(
        box("room", 0, 0, 10, 15),
        box("west porch", -2, 11, 0, 13),
        box("east porch", 10, 11, 12, 13),
        gate("west gate", (0, 11.5), (0, 12.5)),
        gate("east gate", (10, 11.5), (10, 12.5)),
        opening("exit 1", (-2, 11.5), (-2, 12.5)),
        opening("exit 2", (12, 11.5), (12, 12.5), main_entrance=True),
        zone("start", 4, 0.5, 6, 1.5),
    )
    scenario = drill(place, group(1, within="start", familiar_share=familiar))
    exits = simulate(scenario, replications=n, seed=16).exits
    return float(exits["exit 2"].sum() / (exits["exit 1"].sum() + exits["exit 2"].sum()))


@check(
    "NIST Verif.3.3",
    title="Affiliation",
    asks="A room of 10 m x 15 m with two exits of 1 m equally far from one person; first without "
    "ties, then tied to exit 2.",
    rule="people familiar with exit 2 use it more often",
    ours="200 single people; without ties a half by each, within five standard errors",
    departs="the exits lie in porches beside the room: everyone knows an exit in sight",
)
def affiliation():
    """Without ties both exits, with them the one known."""
    free, tied = two_exits(1), two_exits(0)
    text = f"{free:.2f} by exit 2 of those who know both, {tied:.2f} of those who know it alone"
    return text, abs(free - 0.5) <= 5 * math.sqrt(0.25 / 200) and tied > free


@check(
    "NIST Verif.4.1",
    title="An exit closes",
    asks="A room of 10 m x 15 m with two exits equally far from one person; exit 1 closes after "
    "1 s.",
    rule="exit 1 is not used",
    ours="the person stands 0.1 m nearer to exit 1 and takes it while it is open; besides, of 60 "
    "people whose near exit closes after 10 s nobody uses it later, and all get out",
)
def closing_exit():
    """One person whose exit closes after 1 s, and a crowd whose exit closes after 10 s."""
    pair = plan(
        box("room", 0, 0, 10, 15),
        opening("exit 1", (0, 11.5), (0, 12.5), main_entrance=True),
        opening("exit 2", (10, 11.5), (10, 12.5)),
    )
    shut = [{"opening": "exit 1", "at": "1 s"}]
    single = drill(pair, people_at([(4.9, 0.5)]))
    open_, closed = (
        simulate(each, replications=3, seed=2).exits
        for each in (single, single.with_(closures=shut))
    )
    crowd = drill(near_and_far(zone("crowd", 1, 1, 10, 5)), group(60))
    closing = crowd.with_(closures=[{"opening": "near", "at": "10 s"}])
    free, shut_at_10 = (simulate(each, replications=5, seed=2) for each in (crowd, closing))
    film = record_drill(closing, interval_s=0.25)
    by_near = (film.positions_m[-1, :, 0] < 10) & (film.status[-1] == OUT)
    last = float(left_by(film)[by_near].max())
    near, nearer = free.exits["near"], shut_at_10.exits["near"]
    text = (
        f"exit 1 taken in {open_['exit 1'].sum():.0f} of 3 runs while open, in "
        f"{closed['exit 1'].sum():.0f} if it closes at 1 s; of 60 people {near.mean():.1f} by the "
        f"near exit, {nearer.mean():.1f} if it closes at 10 s, the last at {last:.2f} s"
    )
    met = closed["exit 1"].sum() == 0 and closed["exit 2"].sum() == open_["exit 1"].sum() == 3
    met = met and np.all(shut_at_10.columns["evacuated"] == 60) and last <= 10.5
    met = met and np.all(shut_at_10.exits["far"] > 0)
    return text, bool(met and np.all(nearer < near))


@check(
    "NIST Verif.5.1",
    title="Congestion",
    asks="100 people in a room of 8 m x 5 m, a corridor of 12 m x 2 m, a stair up.",
    rule="people jam at the exit of the room and at the foot of the stair, and flow steadily "
    "between",
    ours="mean density there above that in mid-corridor, from 15 s until the room is empty",
    given=(100,),
)
def congestion(people):
    """IMO 11 and its like: people jam before the corridor and before the stair, not between."""
    (room, corridor, foot), stuck = before_a_stair(people)
    text = (
        f"{room:.2f} persons/m2 at the exit of the room, {corridor:.2f} in mid-corridor, "
        f"{foot:.2f} at the foot of the stair; {stuck} stuck"
    )
    return text, stuck == 0 and room > corridor and foot > corridor


@check(
    "NIST Verif.5.2",
    title="Maximum flow",
    asks="100 people in a room of 8 m x 5 m with an exit of 1 m.",
    rule="the flow does not exceed the maximum stated",
    ours="cap of 1.33 persons/(m s) stated; 99 intervals over the whole time, four runs, not below "
    "1.0",
)
def maximum_flow(people=100):
    """IMO 4 and its like: with the cap stated, no more than 1.33 persons/(m s) leave."""
    flows, stuck = capped_flow(1.0, people, 1.33)
    free, _ = capped_flow(1.0, people, None)
    text = (
        f"at most {flows.max():.2f} persons/s through 1 m with the cap of 1.33 stated; "
        f"{free.mean():.2f} without; {stuck:.0f} stuck"
    )
    return text, stuck == 0 and flows.max() <= 1.33 and flows.min() >= 1.0
