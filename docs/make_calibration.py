"""Write docs/calibration.md and its pictures from the shipped posterior and `asher check-model`.

Run from the root of the repository: `.venv/bin/python docs/make_calibration.py`. It takes half a
minute. `--from-json` writes the page again from docs/calibration.json without running anything.
What it says of the five cases it reads from docs/cases.json (docs/make_cases.py).
"""

import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from asher.calibration import checks, emulator, likelihood
from asher.calibration.checks import Check
from asher.calibration.coupling import PlaceCheck
from asher.calibration.disputes import OtherSide
from asher.calibration.exposure import REPLICATIONS
from asher.calibration.information import find_sources
from asher.calibration.record_checks import RecordCheck
from asher.evidence import statistic
from asher.kernels.codes import Clock
from asher.scenario import Hazard
from asher.scenario.response import Response
from asher.simulation import parameters as priors
from asher.simulation import population
from asher.simulation.exposure import OCCUPANT_LOADS, PLACES, RATES_PER_MIN
from asher.simulation.metrics import find_metric
from asher.simulation.place_kinds import place_kinds
from asher.simulation.posterior import read_posterior
from asher.simulation.terms import hazard_terms, response_terms
from asher.views.figures.calibration import (
    narrowing_figure,
    percentiles_figure,
    ranks_figure,
)
from asher.views.figures.check import checks_figure
from asher.views.figures.picture_files import write_picture
from asher.views.words.check_words import (
    HEADINGS,
    HELD_OUT_RULE,
    PLACES_RULE,
    RECORD_RULE,
    RULE,
    count_words,
    dispute_words,
    ends_words,
    figure_words,
    held_out_rows,
    place_count_words,
    place_figure_words,
    record_count_words,
    record_figure_words,
)

FOLDER = Path(__file__).parent
FIGURES = "calibration.json"
RUN = "from asher.cli.app import main; main()"
TELLING = 1.05
"""A row counts as telling of a parameter that would be so much wider without it [-] (judgement)."""
WIDE = 1.0
"""An interval so wide, relative to the observed figure, excludes little [-] (judgement)."""
ATTACKS = 900
"""Attacks on each shipped place [-] (judgement)."""
ASKED = 0.9
"""Share of figures of shipped places that should lie inside [-]."""
UNEVEN = 0.01
"""A transform whose test gives less is said to be uneven [-] (judgement)."""
NEAR = 0.1
"""A row inside with a p-value below this is said to be near the edge (judgement)."""

WHY = {
    "killed-zero": "One fatal share for each incident, however many are hurt. Real attacks may "
    "begin with a killing, and the FBI's file may miss incidents in which nobody was hurt.",
    "killed-variance": "The variance of the record is made by a few attacks with very many "
    "casualties; the interval is wide because the law has a heavy tail.",
    "wounded-variance": "As for `killed-variance`.",
    "wounded-zero": "One fatal share for each incident, however many are hurt.",
    "preventable-siege": "One siege, and a panel's judgement of it. In the model nobody gets care "
    "until the siege is over. The share of preventable deaths then depends on the chance that "
    "care saves, which is a judgement, and on soldiers' times to death.",
    "preventable-short": "A death counts as preventable if it comes more than ten minutes after "
    "the wound and care would have saved the person; the panel judged wounds, not times. The "
    "times to death are those of soldiers.",
    "encounter-officer-shot": "The model counts every encounter with the attacker, even if the "
    "attacker surrenders or dies by suicide at once. The published figure is second-hand, of an "
    "unknown number of encounters, and only about *active gunmen*. If fire is exchanged, the "
    "share is that of `officer-hit-given-gunfire`.",
    "police-gunfire": "In the model nobody meets an attacker who has left; the FBI counts fire "
    "exchanged elsewhere and later.",
    "officers-killed-per-exchange": "An exchange goes on until one side is done or it ends by "
    "suicide: nobody breaks contact or takes cover, so a few exchanges hit many officers.",
    "officers-wounded-per-exchange": "As for officers killed: a few long exchanges.",
    "underway-at-arrival-2010": "A subset of the incidents of `over-before-police` from the same "
    "source, with a different answer; no model can meet both.",
    "over-before-police-fbi": "The FBI and ALERRT include different incidents; the model is fitted "
    "to ALERRT's row.",
    "armed-citizen-disputed": "The sources dispute which incidents to include. The model is fitted "
    "to the other source, and no parameter can meet both.",
    "solo-active-shot": "Eight entries: almost any share lies inside.",
    "solo-active-share": "Fourteen entries, read second-hand.",
}
"""What may be behind a row that lies outside, near the edge, or in a wide interval."""

MODEL = """\
## What the model is at population scale

An incident has no floor plan. It is a race of clocks, and casualties occur at a rate until the
first clock rings. The laws of clocks, exchange and wounds are the same functions that run on a
floor plan ([population_step.py](../src/asher/kernels/population_step.py) calls
[call_out.py](../src/asher/kernels/incident/call_out.py),
[hazard.py](../src/asher/kernels/incident/hazard.py),
[exchange.py](../src/asher/kernels/incident/exchange.py),
[harm.py](../src/asher/kernels/incident/harm.py) and
[care.py](../src/asher/kernels/incident/care.py)); [a test](../tests/laws/test_two_scales.py) runs
both scales in a case that does not depend on the plan, and finds the same casualties, times,
endings and officers hit. Symbols are the parameters below.

**Competing clocks.** The attack lasts until

$$T = \\min(D, R, O, C)$$

where $D$ is the attack's own duration, $D \\sim \\mathrm{LogN}$(`duration_s`, `duration_log_sd`);
$R$ is restraint by people present, in a share `restrained_school` or `restrained_elsewhere` of
incidents, about `restrained_after_s` after the first shot; $O$ is armed people present, in a share
`others_share`; and $C$ is contact with police. The time to contact is the sum of the first call
(`call_s`), answer, dispatch, travel (`travel_s`, `travel_log_sd`), forming a team of two, and a
search (`contact_s`), each a lognormal clock. If the attack ends by itself, the attacker leaves or
dies by suicide (by `left_odds`), or goes still behind a door ({remains}). An attacker who would
leave after police have come goes out to those who are there, and hurts nobody inside any more. On
contact, the odds of suicide, surrender, being subdued and a fight are `contact_suicide_odds` :
`contact_surrender_odds` : `contact_subdued_odds` : 1. A fight with police also ends by suicide, at
the rate `exchange_suicide_per_min` for as long as it lasts.

**Severity.** How severe an attack is, is drawn before anything else, and no course of action
changes it ([severity.py](../src/asher/kernels/incident/severity.py)). In a share of attacks people
are hit at once, before anybody has taken in what happens: $B \\sim$
Bernoulli(`casualty_at_once_share`), one and a Poisson number $K$ of mean
`more_casualties_at_once` with it. From then on the rate of an attack is lognormal about the mean
rate, and people get out of its reach:

$$\\Lambda = \\lambda\\,e^{\\sigma Z - \\sigma^2/2}, \\quad Z \\sim \\mathrm{N}(0, 1), \\qquad
N \\mid B, K, \\Lambda, T
\\sim B\\,(1 + K) + \\mathrm{Poisson}\\big(\\Lambda\\,E_\\Lambda(T)\\big)$$

with $\\lambda$ = `casualty_rate_per_min`, the rate where a dense crowd is in sight, and $\\sigma$ =
`casualty_rate_log_sd`. The record counts officers among the killed and wounded, so they are counted
here too.

**Exposure** $E_\\Lambda(T)$ is measured, not fitted. On each of the {places} shipped places an
attack that goes on is run {curves} times at each of {rates} rates with all of its people, with
{loads} of them, and the exposure by each minute is written down
([exposure.py](../src/asher/calibration/exposure.py)): how full a place is when it is attacked is
not on record, and each is taken to come as often (judgement). At population scale each incident
draws one of these curves, at places of its kind as often as they are on record, so both scales have
one exposure. On a plan an attack begins, at time 0, where it first has somebody in sight, as
incidents on record begin ([approach.py](../src/asher/kernels/incident/approach.py)). Then exposure
grows with time while somebody is in sight, and the
faster the more there are: $n$ people in sight count as $n/(n + {half})$ of a dense crowd
(judgement); those who hide without a lock, or are behind the glass of a shut door, count for less.
So whoever is last is not found at once, and the sooner police come the fewer of those who stayed
are hit.

**Wounds.** Without care, a wound is fatal with a chance that is beta distributed between incidents
(`fatal_share`, `fatal_share_concentration`).

**Exchange.** With $n$ officers inside, rounds come at rate $n/{officer_s} + 1/{hazard_s}$ a second
(theirs and the attacker's). An officer's round hits with a chance that differs between officers by
a beta law (`hit_chance` before the attacker has fired, `hit_chance_under_fire` after,
`hit_chance_concentration`), and a hit stops the attacker with chance {stops}. A round of the
attacker hits an officer with chance `hazard_hit_chance`, and that officer dies with chance
`wound_fatal_share`.

**Care.** For those who would die, a time to death is drawn from {death}. Care comes some time after
the attack is over and police have come: lognormal, median {care}. If the attacker is still behind a
closed door, care does not come before police have gone in. Care before the time of death saves with
chance {saves}.
"""


def look() -> dict:
    """Everything the page says, run anew."""
    words = ["check-model", "--places", str(ATTACKS), "--json", "--progress", "none"]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], check=True, capture_output=True, text=True
    )
    posterior = read_posterior()
    sources = find_sources(posterior)
    normal = priors.to_normal(posterior.values)
    told = {}
    for k, each in enumerate(priors.parameters()):
        scaled = np.zeros((3, len(priors.parameters())))
        scaled[:, k] = [-1.96, 0.0, 1.96]
        told[each.name] = {
            "prior": priors.from_normal(scaled)[:, k].tolist(),
            "posterior": np.quantile(posterior.values[:, k], [0.025, 0.5, 0.975]).tolist(),
            "on_prior_scale": np.quantile(normal[:, k], [0.025, 0.5, 0.975]).tolist(),
            "spread_kept": float(normal[:, k].std()),
            "rows": {one.row: one.widens for one in sources[each.name] if one.widens > TELLING},
        }
    rounded = json.loads(json.dumps(told), parse_float=lambda text: float(f"{float(text):.4g}"))
    told = json.loads(done.stdout)
    return {
        "rows": told["rows"],
        "disputes": told["disputes"],
        "record": told["record"],
        "held_out": told["held_out"],
        "places": told["places"],
        "place_kinds": {
            kind: np.quantile(draws, [0.025, 0.5, 0.975], axis=0).T.tolist()
            for kind, draws in place_kinds().items()
        },
        "parameters": rounded,
        "about": dict(posterior.about),
    }


def checks_of(document: dict) -> list[Check]:
    """The rows as the program's own tables take them."""
    return [
        Check(**{name: math.nan if value is None else value for name, value in row.items()})
        for row in document["rows"]
    ]


def disputed(document: dict) -> list[OtherSide]:
    """The other sides as they were told."""
    return [
        OtherSide(**(one | {"needed": math.nan if one["needed"] is None else one["needed"]}))
        for one in document["disputes"]
    ]


def defaults() -> dict[str, float]:
    """What a scenario has that states nothing, for the parameters that a scenario can state."""
    hazard = hazard_terms(Hazard(profile="national"), entry=np.zeros(1, np.int32))
    response = response_terms(Response(), is_attack=True)
    suicide, surrender, subdued = np.diff([0.0, *hazard.on_contact[:3]])
    fights = 1.0 - hazard.on_contact[2]
    return {
        "duration_s": hazard.duration[0],
        "duration_log_sd": hazard.duration[1],
        "left_odds": hazard.left / (hazard.left_or_suicide - hazard.left),
        "call_s": response.clock[Clock.CALL, 0],
        "travel_s": response.clock[Clock.TRAVEL, 0],
        "travel_log_sd": response.clock[Clock.TRAVEL, 1],
        "exchange_suicide_per_min": 60.0 * hazard.exchange_suicide_per_s,
        "contact_suicide_odds": suicide / fights,
        "contact_surrender_odds": surrender / fights,
        "contact_subdued_odds": subdued / fights,
        "hazard_hit_chance": hazard.hit,
        "hit_chance_under_fire": response.hit_under_fire,
        "hit_chance": response.hit,
        "hit_chance_concentration": response.skill_concentration,
        "wound_fatal_share": response.fatal,
        "casualty_rate_per_min": 60.0 * hazard.rate_per_s,
        "casualty_rate_log_sd": hazard.rate_log_sd,
        "casualty_at_once_share": hazard.at_once,
        "more_casualties_at_once": hazard.more_at_once,
        "fatal_share": hazard.fatal,
        "fatal_share_concentration": hazard.fatal_concentration,
    }


def written(value: float) -> str:
    """A parameter with three digits."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def span(ends: list[float]) -> str:
    """Lower and upper end of lower, median, upper."""
    return f"{written(ends[0])}\u2013{written(ends[2])}"


def model_section() -> str:
    """The model, with the numbers that are not calibrated."""
    response, hazard = Response(), Hazard(profile="national")
    deaths = ", ".join(
        f"{statistic(f'death-{minutes}min').estimate:.1%} by {minutes} min"
        for minutes in (0, 10, 60, 120)
    )
    parts = {
        "places": f"{len(PLACES)}",
        "curves": f"{REPLICATIONS}",
        "rates": f"{len(RATES_PER_MIN)}",
        "loads": " and with ".join(f"{load:.0%}" for load in OCCUPANT_LOADS[1:]),
        "half": f"{hazard.half_rate_in_sight:g}",
        "remains": f"{priors.REMAINS:.0%}, judgement",
        "officer_s": f"{response.officer.round_interval_s:g}",
        "hazard_s": f"{hazard.round_interval_s:g}",
        "stops": f"{response.officer.stop_chance_on_hit:g} (judgement)",
        "death": f"the times of soldiers killed in action ({deaths})",
        "care": f"{population.as_clock(population.CLEARED_AFTER)[0] / 60:.0f} min (judgement)",
        "saves": f"{response.care_saves_share:g} (judgement)",
    }
    text = MODEL.replace("{{", "{").replace("}}", "}")
    for name, value in parts.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def row_line(check: Check) -> str:
    """A row of the evidence as a row of a table."""
    known = statistic(check.id)
    seen = figure_words(check.id, check.observed)
    ends = ends_words(check.id, check.observed_lower, check.observed_upper)
    cells = [
        f"`{check.id}`",
        f"{known.quantity}; {known.group}",
        seen + (f" ({ends})" if ends else ""),
        figure_words(check.id, check.predicted),
        ends_words(check.id, check.lower, check.upper),
        f"{check.p_value:.2f}",
        "inside" if check.inside else "**outside**",
    ]
    return f"| {' | '.join(cells)} |"


def rows_section(found: list[Check], disputes: list[OtherSide]) -> str:
    """The whole table as it comes out."""
    lines = [
        "## Model beside evidence, row by row",
        "",
        "![Evidence beside the model, a row a figure](calibration-checks.svg)",
        "",
        f"{RULE} The rule was fixed before anyone looked at the figures. *Observed* has its own "
        "95 % interval in brackets if one is known; *p* is the two-sided posterior predictive "
        "p-value. The likelihood reads `calibrate` rows only "
        "([a test](../tests/unit/test_calibrate.py) makes sure of that). A calibrated row inside "
        "shows that the model can be fitted to it; a row held back inside shows that the model "
        "agrees without being fitted to it.",
    ]
    for role in HEADINGS:
        lines += [
            "",
            f"### {count_words(found, role)}",
            "",
            "| row | what it is | observed | model | 95 % interval | p | |",
            "|---|---|---|---|---|---|---|",
            *(row_line(each) for each in found if each.role == role),
        ]
    lines += [
        "",
        *(f"Results if the other source is right. {dispute_words(each)}" for each in disputes),
    ]
    lines += ["", *(f"Not shown: `{id}`, {why}." for id, why in checks.NOT_PREDICTED.items())]
    return "\n".join(lines) + "\n"


def record_rows(document: dict) -> list[RecordCheck]:
    """The table of the record as the program's own tables take it."""
    derived = ("inside", "inside_80")
    return [
        RecordCheck(**{name: value for name, value in row.items() if name not in derived})
        for row in document["record"]
    ]


def held_out_words(document: dict) -> str:
    """Say in a sentence how well incidents were predicted that a fit had not seen."""
    held = document["held_out"]
    if held is None:
        return "No incidents were held out."
    _, incidents, score, seen, law, _, p = held_out_rows(held)[0]
    return (
        f"Half of the incidents of each kind of place held out in turn, {incidents} in all: log "
        f"score {score} an incident, {seen} where the fit had seen them, {law} by a "
        f"Poisson-lognormal law; p of an even transform {p}. "
        "[By kind](#incidents-that-a-fit-had-not-seen)."
    )


def record_section(document: dict) -> str:
    """The whole table of the record, figure by figure."""
    rows = record_rows(document)
    lines = [
        "## The table of the record",
        "",
        f"{record_count_words(rows)}. {RECORD_RULE} The figures were chosen before they were "
        "looked at ([record_checks.py](../src/asher/calibration/record_checks.py)).",
        "",
        "| metric | figure | on record | model | 95 % interval | |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        verdict = "inside" if row.inside else "**outside**"
        lines.append(
            f"| {row.metric} | {row.figure} | {' | '.join(record_figure_words(row))} | {verdict} |"
        )
    return "\n".join(lines) + "\n"


def held_out_section(document: dict) -> str:
    """Incidents predicted by fits that have not seen them."""
    held = document["held_out"]
    if held is None:
        return ""
    uneven = [kind for kind, part in held["kinds"].items() if part["transform_p_value"] < UNEVEN]
    lines = [
        "## Incidents that a fit had not seen",
        "",
        "Half of the incidents of each kind of place are held out in turn: every second one by "
        "date, a rule that was set before any fit. Both stages of the calibration are fitted to "
        "the others, and how many were hurt in each incident held out is predicted by its kind of "
        "place ([held_out.py](../src/asher/calibration/held_out.py)). Then a whole kind of place "
        "is held out, and predicted by what the other kinds have in common. "
        f"{HELD_OUT_RULE}",
        "",
        "| held out | incidents | log score | seen as well | Poisson-lognormal | transform, mean "
        "| p |",
        "|---|---|---|---|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in held_out_rows(held)),
        "",
        "Transform of the halves in ten equal steps: "
        + ", ".join(map(str, held["halves"]["transform_histogram"]))
        + ".",
        "",
    ]
    if uneven:
        lines.append(
            "A kind of place that was never seen is not predicted well in its shape: p is below "
            f"{UNEVEN:g} for {', '.join(uneven)}. "
            "For a place of a kind that the record does not have, the rate hangs on judgement."
        )
    return "\n".join(lines) + "\n"


def places_section(document: dict) -> str:
    """How many are hurt on the shipped places, beside the record, by kind of place."""
    rows = [
        PlaceCheck(**{name: value for name, value in row.items() if name != "inside"})
        for row in document["places"]
    ]
    lines = [
        "## The shipped places beside the record",
        "",
        f"{place_count_words(rows)}. {PLACES_RULE} {ATTACKS} attacks on each place "
        "([coupling.py](../src/asher/calibration/coupling.py)).",
        "",
        "| kind of place | incidents | plans | killed or wounded | on record | on the plans | "
        "95 % interval | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        plans = ", ".join(f"`{place}`" for place in row.places)
        seen, said, ends = place_figure_words(row)
        verdict = "inside" if row.inside else "**outside**"
        lines.append(
            f"| {row.kind} | {row.incidents} | {plans} | {row.check} | {seen} | {said} | {ends} | "
            f"{verdict} |"
        )
    if sum(row.inside for row in rows) < ASKED * len(rows):
        lines += [
            "",
            f"This falls short: {ASKED:.0%} inside were asked for. The fit lets the rate, its "
            "spread, the share of attacks in which people are hit at once and how many are then "
            "hit with the first differ between kinds of place; one plan or two stand for all "
            "places of a kind.",
        ]
    lines += [
        "",
        "What sets a kind of place apart is fitted to how many were hurt there, with partial "
        "pooling: a kind with few incidents stays near the country "
        "([place_kinds.py](../src/asher/calibration/place_kinds.py)). Median and 95 % interval of "
        "the factors on the rate and on its spread, of the shift of the log odds that people are "
        "hit at once, and of the factor on how many are then hit with the first:",
        "",
        "| kind of place | rate | spread of the rate | hit at once | with the first |",
        "|---|---|---|---|---|",
    ]
    for kind, numbers in document["place_kinds"].items():
        cells = " | ".join(
            f"{middle:.2f} ({lower:.2f} to {upper:.2f})" for lower, middle, upper in numbers
        )
        lines.append(f"| {kind} | {cells} |")
    return "\n".join(lines) + "\n"


def because(rows: list[Check], tell: Callable[[Check], str]) -> list[str]:
    """Rows with what may be behind them."""
    return [
        f"- `{each.id}`: {tell(each)}. {WHY.get(each.id, 'No reason is known.')}" for each in rows
    ]


def failures_section(found: list[Check]) -> str:
    """Where the model fails, where it nearly does, and where agreement says little."""

    def both(each: Check) -> str:
        return (
            f"{figure_words(each.id, each.observed)} observed, the model says "
            f"{figure_words(each.id, each.predicted)} "
            f"({ends_words(each.id, each.lower, each.upper)}), p = {each.p_value:.2f}"
        )

    outside = [each for each in found if not each.inside]
    near = [each for each in found if each.inside and each.p_value < NEAR]
    wide = [
        each
        for each in found
        if each.inside
        and each.role == "validate"
        and each not in near
        and each.upper - each.lower > WIDE * each.observed
    ]
    lines = ["## Where it fails", ""]
    lines += because(outside, both) or ["No row lies outside."]
    if near:
        lines += ["", f"Inside, but near the edge (p below {NEAR:g}):", "", *because(near, both)]
    if wide:
        known = [each for each in wide if each.id in WHY]
        lines += [
            "",
            "Held back, and inside an interval that is wider than the figure itself, so "
            f"agreement says little: {', '.join(f'`{each.id}`' for each in wide)}.",
            "",
            *because(known, both),
        ]
    return "\n".join(lines) + "\n"


def priors_section(document: dict) -> str:
    """Every prior with its judgement, and its posterior beside it."""
    usual = defaults()
    strange = []
    lines = [
        "## What was not known, and what the evidence told of it",
        "",
        "Every prior is a judgement, made before fitting: a normal law around the median, of the "
        "logarithm (times, rates, odds) or of the log odds (shares). *Kept* is the spread of the "
        "posterior divided by that of the prior: 1 means that the evidence added nothing. *By* "
        "names the rows without which the posterior would be wider, and by what factor "
        f"(from {TELLING:g}; "
        "[information.py](../src/asher/calibration/information.py), for a model that is linear "
        "around the posterior, with moments taken one by one). *Default* is the value in a "
        "scenario that states nothing and does not ask for `--uncertainty posterior`; a star "
        "marks a default outside the posterior's interval.",
        "",
        "![Posteriors on the scale of their priors](calibration-narrowing.svg)",
        "",
        "| parameter | what it is | prior: median (95 %) | judgement behind it | posterior: "
        "median (95 %) | kept | by | default |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for each in priors.parameters():
        told = document["parameters"][each.name]
        default = usual.get(each.name, math.nan)
        low, _, high = told["posterior"]
        star = "" if math.isnan(default) or low <= default <= high else " \\*"
        strange += [each.name] if star else []
        by = ", ".join(f"`{row}` {factor:.2f}" for row, factor in told["rows"].items())
        unit = "" if each.unit == "-" else f" [{each.unit}]"
        cells = [
            f"`{each.name}`",
            each.about + unit,
            f"{written(each.median)} ({span(told['prior'])})",
            each.judgement,
            f"{written(told['posterior'][1])} ({span(told['posterior'])})",
            f"{told['spread_kept']:.2f}",
            by or "no row",
            "" if math.isnan(default) else written(default) + star,
        ]
        lines.append(f"| {' | '.join(cells)} |")
    untold = [
        f"`{name}`" for name, told in document["parameters"].items() if told["spread_kept"] > 0.9
    ]
    lines += [
        "",
        f"Hardly narrowed (kept above 0.9): {', '.join(untold) or 'none'}. There the posterior is "
        "still the judgement.",
    ]
    if strange:
        listed = ", ".join(f"`{name}`" for name in strange)
        lines.append(
            f"Defaults outside the posterior's interval: {listed}. They are first approximations; "
            "`--uncertainty posterior` does not use them."
        )
    return "\n".join(lines) + "\n"


def method_section(document: dict) -> str:
    """Likelihood, source effects, emulator, sampler, simulation-based calibration."""
    about = document["about"]
    sampler, test = about["sampler"], about["simulation_based_calibration"]
    found = ["Not run for this posterior."]
    if test is not None:
        worst = min(test["p_values"], key=test["p_values"].get)
        found = [
            f"{test['data_sets']} sets of evidence were made up by the model itself (not by the "
            "emulator) from parameters drawn from the prior, each was calibrated, and the rank of "
            "the true value among draws was counted (Talts et al. 2018). The rule, fixed "
            f"beforehand: no parameter's p-value below 0.05 over {len(test['p_values'])}, the "
            f"number of parameters. **{'Passes' if test['passes'] else 'FAILS'}**: the lowest is "
            f"{test['p_values'][worst]:.3f} (`{worst}`). With so many data sets a posterior that "
            "is a little too narrow or too wide would go unnoticed.",
            "",
            "![Histograms of ranks, a panel a parameter](calibration-ranks.svg)",
            "",
            "Bars: data sets in each eighth of the ranks. Line: evenly spread ranks. Band: where "
            "95 % of bars lie if ranks are evenly spread.",
        ]
    lines = [
        "## How it was fitted",
        "",
        "- **Likelihood** ([likelihood.py](../src/asher/calibration/likelihood.py)): shares are "
        "binomial with their own counts. Of four shares that add up to one, three count, since the "
        "last says nothing new. The arrival counts by its median and range. The table of how many "
        "are killed or wounded counts whole, in steps: nobody or somebody, of those with somebody "
        "three or more, of these five or more, and so on to twenty (`hurt-zero`, `hurt-past-3` to "
        "`hurt-past-20`); each step is a share that the others say nothing of. How these are split "
        "counts by three more shares (`killed-zero`, `wounded-zero`, `killed-most`). Means and "
        "variances are held back: they were fitted before, and a variance made by three attacks "
        "pulled the whole law. Hit rates come without counts, so they "
        f"have a standard error of {likelihood.RATE_SD:g} (judgement).",
        "- **Source effect**: ALERRT includes incidents by its own rules, so the log odds of its "
        f"rows may be off by a normal error of {likelihood.SOURCE_SD:g} (judgement), which is "
        "integrated out. The intervals of held-back rows from sources other than the FBI include "
        "the same error. Rows of different sources are never pooled.",
        "- **Emulator** ([emulator.py](../src/asher/calibration/emulator.py)): "
        f"{about['points']:,} sets of parameters, {emulator.INCIDENTS:,} incidents each, and "
        "polynomials fitted to the results. At points that it was not fitted to, it explains at "
        f"least {about['emulator']['least_explained']:.1%} of the variance of each figure; what "
        "it misses is added to the error of the likelihood. The table above comes from the model "
        "itself, not from the emulator.",
        f"- **Sampler**: an ensemble of walkers (emcee, differential evolution), seed "
        f"{about['seed']}: R-hat {sampler['r_hat']:.3f} at most, "
        f"{sampler['effective_draws']:,.0f} effective draws at least, acceptance "
        f"{sampler['acceptance']:.0%}; {about['draws']:,} draws are kept.",
        "- **Provenance**: digests of the "
        + " and the ".join(f"{what} `{digest[:16]}`" for what, digest in about["fitted_to"].items())
        + ".",
        "",
        "### Simulation-based calibration",
        "",
        *found,
    ]
    return "\n".join(lines) + "\n"


def placed(documents: list[dict]) -> tuple[dict[str, list[tuple[str, float, float]]], list[dict]]:
    """Percentiles of the figures of each case that its scenario does not state; the entries."""
    lanes: dict[str, list[tuple[str, float, float]]] = {}
    entries = []
    for document in documents:
        metrics = document.get("posterior", document)["metrics"]
        for name, entry in metrics.items():
            if entry["clock_stated_in_scenario"]:
                continue
            entries.append(entry | {"metric": name})
            rank = entry["percentile"]
            if rank["low"] is not None:
                told = (find_metric(name).label, rank["low"], rank["high"])
                lanes.setdefault(document["case"], []).append(told)
    return lanes, entries


def cases_section(documents: list[dict]) -> str:
    """How many figures of the five cases lie in their 80 % intervals."""
    _, entries = placed(documents)
    verdicts = [entry["verdict"] for entry in entries]
    inside, partly = verdicts.count("inside"), verdicts.count("partly inside")
    drawn = all("posterior" in document for document in documents)
    how = "numbers drawn from this posterior" if drawn else "numbers as stated, not yet drawn"
    harm = [e for e in entries if e["metric"] in ("killed", "wounded")]
    high = sum(e["percentile"]["low"] is not None and e["percentile"]["low"] > 90 for e in harm)
    return f"""\
## The five cases

![Percentiles of the observed figures of the five cases](calibration-cases.svg)

The scenarios of the [five cases](cases.md) leave {len(entries)} observed figures to the model. Of
these, {inside} ({inside / len(entries):.0%}) lie inside the 80 % interval of
{documents[0]["replications"]} replications and {partly} partly ({how}). With a right model and
incidents picked at random, about 80 % would. But these cases were not picked at random: they are
known, and on this page, *because* so many people were killed. For incidents picked because they
were severe, a right model gives high percentiles of killed and wounded; {high} of {len(harm)}
counts of killed and wounded lie above the 90th percentile. This cannot tell a right model from one
whose tail is too short, so it is no evidence for the model either. [How many such
attacks there should have been](cases.md#how-severe-the-cases-were) can. The figures of one case are
connected.
"""


TAIL = """\
## What the posterior does not cover

- Whatever depends on the place: walls, doors, sight, how people walk and hide, how officers search.
  These laws have their own tests against published figures, and are not fitted here. The exposure
  measured on the shipped places hangs on them, and no interval covers what they leave open.
- What is fixed at population scale: the share of incidents at schools, the spread of restraint and
  contact times, the time to care, the chances that a hit stops the attacker and that care saves,
  and the form of every law. No interval covers these.
- Courses of action without a published figure. The national figures are taken as those of two
  officers who enter. The effects of solo entry, a formation or waiting follow from the laws, and
  `solo-active-shot` (eight entries) is the only figure to compare them with.
- Deterrence, training and hesitation: these are levers or judgements, and not fitted.
- Incidents after the record ends, and other countries.

## How to use it, and how to do it again

`asher compare borderline --uncertainty posterior` draws the parameters anew for every ten
incidents. Each course of action meets the same draw in the same incident, so differences stay
paired, and their intervals hold the uncertainty of the parameters as well as chance: how far the
figures of one draw lie from those of another. Numbers that a scenario states are kept. What sets a
kind of place apart is drawn with them.

`make calibrate` runs the calibration again from its seed into `calibration/` and compares the
result with the shipped file; if it was stopped, it continues. `asher check-model` prints the tables
above, and `asher check-model --plot checks.svg` draws them. `asher evidence killed` shows each row
with its source.
"""


def calibration_page(document: dict, cases: list[dict]) -> str:
    """The whole page.

    Parameters
    ----------
    document : dict
        As docs/calibration.json holds it.
    cases : list of dict
        As docs/cases.json holds them.

    Returns
    -------
    str
        Markdown.
    """
    found = checks_of(document)
    test = document["about"]["simulation_based_calibration"]
    failed = [f"`{each.id}`" for each in found if not each.inside]
    roles = {role: [e.id for e in found if e.role == role] for role in HEADINGS}
    passes = "no simulation-based calibration was run"
    if test is not None:
        passes = f"simulation-based calibration {'passes' if test['passes'] else 'FAILS'}"
    head = f"""\
# Calibration: what the model was fitted to, what it was not, where it fails

Written by `docs/make_calibration.py` from `asher check-model --json` and the shipped posterior; the
figures are in [calibration.json](calibration.json), and no result here is typed by hand.

## In short

- {chr(10).join(f"- {count_words(found, role)}." for role in HEADINGS).removeprefix("- ")}
- Outside: {", ".join(failed) or "none"}. [Why that may be](#where-it-fails).
- {record_count_words(record_rows(document))}. [Figure by figure](#the-table-of-the-record).
- {held_out_words(document)}
- {len(document["parameters"])} parameters against {len(roles["calibrate"])} figures: the priors
  matter. They are [below](#what-was-not-known-and-what-the-evidence-told-of-it), with what the
  evidence says about each. {passes[0].upper() + passes[1:]}. The
  sampler's highest R-hat is {document["about"]["sampler"]["r_hat"]:.3f} (1 is perfect; a test
  requires less than 1.05).
- The rows held back were not fitted, but not all were unseen. The first look at this table revealed
  two faults in the code (officers who were hit were replaced at once, and care came during a
  siege). Both broke laws that hold on the floor plan. They were mended, tests now catch them, and
  the calibration was run again. Before that, 12 of 15 rows held back were inside. `all-miss-dallas`
  also depends on the number of rounds in a shooting. That number, three, is a judgement made with
  the row in sight, so its agreement is no test. The means and variances and `killed-10-or-more` are
  of the same incidents as the table that is fitted: they test the form of the law, not the level.
  Their roles changed once, in November 2026, before this fit: the table is fitted now and moments
  are held back, where it was the other way round. Incidents after 2018, which nobody here has
  looked at, would be a better test.
- The model compares courses of action under assumptions. Agreement with national figures does not
  make it a prediction of any incident.

Each row of the evidence has a role that was fixed before fitting: *calibrate* (fitted), *validate*
(held back, only compared), *sensitivity* (disputed, shown for comparison), *input* (used directly,
not tested here), *context*. `asher evidence` shows all of them.
"""
    parts = [
        head,
        model_section(),
        rows_section(found, disputed(document)),
        record_section(document),
        held_out_section(document),
        places_section(document),
        failures_section(found),
        priors_section(document),
        method_section(document),
        cases_section(cases),
        TAIL,
    ]
    return "\n".join(parts).replace("\u00a0", " ")


def draw_pictures(document: dict, cases: list[dict]) -> None:
    """Write the four pictures beside the page."""
    told = document["parameters"]
    spreads = {name: tuple(each["on_prior_scale"]) for name, each in told.items()}
    test = document["about"]["simulation_based_calibration"]
    pictures = {
        "checks": lambda: checks_figure(checks_of(document)),
        "narrowing": lambda: narrowing_figure(spreads),
        "cases": lambda: percentiles_figure(placed(cases)[0]),
    }
    if test is not None:
        pictures["ranks"] = lambda: ranks_figure(test["histograms"])
    for name, draw in pictures.items():
        write_picture(FOLDER / f"calibration-{name}.svg", draw=draw, page=draw)


def main() -> None:
    """Write docs/calibration.json, docs/calibration.md and its pictures."""
    figures = FOLDER / FIGURES
    if "--from-json" in sys.argv[1:]:
        document = json.loads(figures.read_text(encoding="utf-8"))
    else:
        document = look()
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        figures.write_text(text, encoding="utf-8")
    cases = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))
    draw_pictures(document, cases)
    page = calibration_page(document, cases)
    (FOLDER / "calibration.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
