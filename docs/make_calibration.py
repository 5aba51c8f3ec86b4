"""Write docs/calibration.md and its pictures from the shipped posterior and `asher check-model`.

Run from the root of the repository: `.venv/bin/python docs/make_calibration.py`. It takes half a
minute. `--from-json` writes the page anew from docs/calibration.json without running anything.
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
from asher.calibration.disputes import Dispute
from asher.calibration.information import find_sources
from asher.evidence import statistic
from asher.kernels.codes import Clock
from asher.scenario import Hazard
from asher.scenario.response import Response
from asher.simulation import parameters as priors
from asher.simulation import population
from asher.simulation.metrics import find_metric
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
    RULE,
    count_words,
    dispute_words,
    ends_words,
    figure_words,
)

FOLDER = Path(__file__).parent
FIGURES = "calibration.json"
RUN = "from asher.cli.app import main; main()"
TELLING = 1.05
"""A row counts as telling of a parameter that would be so much wider without it [-] (judgement)."""
WIDE = 1.0
"""An interval so wide, relative to the observed figure, excludes little [-] (judgement)."""
NEAR = 0.1
"""A row inside with a p-value below this is said to be near the edge (judgement)."""

WHY = {
    "killed-zero": "The law spreads casualties over the time of an attack and draws one fatal "
    "share an incident, so short attacks often kill nobody. Real ones may begin with somebody "
    "killed, and the FBI's file may hold fewer incidents in which nobody was hurt than there "
    "were. Mean and variance are met at the expense of this row.",
    "preventable-siege": "One siege, and a panel's judgement of it. In the model nobody gets care "
    "until the siege is over; what share of the dead that makes preventable hangs on the chance "
    "that care saves, a judgement, and on times to death of soldiers.",
    "preventable-short": "A death counts as preventable when it came later than ten minutes after "
    "the wound and care would have saved; the panel judged wounds, not times. The times to death "
    "are those of soldiers.",
    "encounter-officer-shot": "The model counts every officer who meets the attacker, also one who "
    "surrenders or dies by suicide at once; the figure is second-hand, of unknown size, and of "
    "*active gunmen*. With fire exchanged, the share is that of `officer-hit-given-gunfire`.",
    "police-gunfire": "An attacker who has left is nowhere met in the model; the FBI counts fire "
    "exchanged elsewhere and later.",
    "officers-killed-per-exchange": "An exchange goes on until one side is done: nobody breaks "
    "contact or takes cover, so a few exchanges hit many officers.",
    "officers-wounded-per-exchange": "As for officers killed: the tail of long exchanges.",
    "underway-at-arrival-2010": "A subset of the incidents of `over-before-police`, by the same "
    "source, which gives another answer; both cannot be met.",
    "over-before-police-fbi": "The FBI and ALERRT include different incidents; the model is fitted "
    "to ALERRT's row.",
    "armed-citizen-disputed": "Another rule of inclusion, disputed between the sources. The model "
    "is fitted to the other side, and no parameter could meet both.",
    "solo-active-shot": "Eight entries: almost any share lies inside.",
    "solo-active-share": "Fourteen entries, read second-hand.",
}
"""What may be behind a row that lies outside, near the edge, or in a wide interval."""

MODEL = """\
## What the model is at population scale

An incident has no floor plan: it is a race of clocks, and casualties fall by a rate until the first
of them rings. The laws of clocks, exchange and wounds are the functions that run on a floor plan
([population_step.py](../src/asher/kernels/population_step.py) calls
[call_out.py](../src/asher/kernels/incident/call_out.py),
[hazard.py](../src/asher/kernels/incident/hazard.py),
[exchange.py](../src/asher/kernels/incident/exchange.py),
[harm.py](../src/asher/kernels/incident/harm.py) and
[care.py](../src/asher/kernels/incident/care.py));
[a test](../tests/laws/test_two_scales.py) runs both scales on a plan where nothing hangs on the
plan and finds the same casualties, times, endings and officers hit. Symbols are the parameters
below.
**Competing clocks.** The attack lasts until

$$T = \\min(D, R, O, C)$$

with the attack's own duration $D \\sim \\mathrm{LogN}$(`duration_s`, `duration_log_sd`); a
restraint $R$ by people present, which comes in a share `restrained_school` or
`restrained_elsewhere` of incidents, about `restrained_after_s` after the first shot; armed people
present $O$, in a share `others_share`; and contact with police $C$. Contact is the sum of the
first call (`call_s`), answer, dispatch, travel (`travel_s`, `travel_log_sd`), the forming of a
team of two, and a search (`contact_s`), each a lognormal clock. An attack that ends by itself ends
in leaving or in the attacker's own life by `left_odds`, or goes still behind a door ({remains}).
One that would leave after police have come meets them. On contact, own life, surrender, being
subdued and a fight stand as `contact_suicide_odds` : `contact_surrender_odds` :
`contact_subdued_odds` : 1.
**Rate and exposure.** The rate of an incident is gamma distributed about the mean rate, and people
get out of sight:

$$\\Lambda = \\lambda\\,G, \\quad G \\sim \\mathrm{{Gamma}}(k,\\ \\mathrm{{mean}}\\ 1), \\qquad
N \\mid \\Lambda, T \\sim \\mathrm{{Poisson}}\\big(\\Lambda\\,\\tau\\,(1 - e^{-T/\\tau})\\big)$$

with $\\lambda$ = `casualty_rate_per_min`, $k$ = `casualty_rate_shape`, $\\tau$ = `exposure_s`. A
wound is fatal without care with a chance that is beta distributed between incidents (`fatal_share`,
`fatal_share_concentration`).

**Exchange.** With $n$ officers inside, rounds come at rate $n/{officer_s} + 1/{hazard_s}$ a second
(theirs and the attacker's). A round of an officer hits with a chance that differs between officers
by a beta law (`hit_chance` before the attacker has fired, `hit_chance_under_fire` after,
`hit_chance_concentration`), and a hit stops with chance {stops}. A round of the attacker hits an
officer with `hazard_hit_chance`, who dies with `wound_fatal_share`.

**Care.** Of those who would die, a time to death is drawn from {death}. Care comes a
lognormal time of median {care} after the attack is over and police have come; where the attacker is
still behind a closed door, not before police have come in. Before the time of death it
saves with chance {saves}.
"""


def look() -> dict:
    """Everything the page says, run anew."""
    words = ["check-model", "--json", "--progress", "none"]
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
        "parameters": rounded,
        "about": dict(posterior.about),
    }


def checks_of(document: dict) -> list[Check]:
    """The rows as the program's own tables take them."""
    return [
        Check(**{name: math.nan if value is None else value for name, value in row.items()})
        for row in document["rows"]
    ]


def disputed(document: dict) -> list[Dispute]:
    """The other sides as they were told."""
    return [
        Dispute(**(one | {"needed": math.nan if one["needed"] is None else one["needed"]}))
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
        "contact_suicide_odds": suicide / fights,
        "contact_surrender_odds": surrender / fights,
        "contact_subdued_odds": subdued / fights,
        "hazard_hit_chance": hazard.hit,
        "hit_chance_under_fire": response.hit_under_fire,
        "hit_chance": response.hit,
        "hit_chance_concentration": response.skill_concentration,
        "wound_fatal_share": response.fatal,
        "casualty_rate_per_min": 60.0 * hazard.rate_per_s,
        "casualty_rate_shape": hazard.rate_shape,
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


def rows_section(found: list[Check], disputes: list[Dispute]) -> str:
    """The whole table as it comes out."""
    lines = [
        "## Model beside evidence, row by row",
        "",
        "![Evidence beside the model, a row a figure](calibration-checks.svg)",
        "",
        f"{RULE} The rule stood before the figures were looked at. *Observed* has its own 95 % "
        "interval in brackets where one is known; *p* is the two-sided posterior predictive "
        "p-value. `calibrate` rows are the only ones that the likelihood reads "
        "([a test](../tests/unit/test_calibrate.py) holds that); a calibrated row inside shows "
        "that the model can be brought to it, a row held back that it was not brought to it "
        "and agrees.",
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
    lines += ["", *(f"Results under its other side. {dispute_words(each)}" for each in disputes)]
    lines += ["", *(f"Not shown: `{id}`, {why}." for id, why in checks.NOT_PREDICTED.items())]
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
            "Held back, and inside an interval that is wider than the figure itself, so that "
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
        "Every prior is a judgement, made before fitting: a normal law of the logarithm (times, "
        "rates, odds) or of the log odds (shares) about the median. *Kept* is the spread of the "
        "posterior over that of the prior: 1 means that the evidence told nothing. *By* names the "
        "rows without which the posterior would be wider, and by what factor "
        f"(from {TELLING:g}; "
        "[information.py](../src/asher/calibration/information.py), for a model that is linear about "
        "the posterior and moments taken one by one). *Default* is what a scenario has that states "
        "nothing and does not ask for `--uncertainty posterior`; a star marks one outside the "
        "posterior's interval.",
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
        "the judgement.",
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
            "the true value among draws was counted (Talts et al. 2018). Rule fixed beforehand: no "
            f"parameter's p-value below 0.05 over {len(test['p_values'])}, the number of "
            f"parameters. **{'Passes' if test['passes'] else 'FAILS'}**: the lowest is "
            f"{test['p_values'][worst]:.3f} (`{worst}`). With so many data sets a posterior that "
            "is a little too narrow or too wide would not be seen.",
            "",
            "![Histograms of ranks, a panel a parameter](calibration-ranks.svg)",
            "",
            "Bars: data sets in each eighth of the ranks. Line: even ranks. Band: where 95 % of "
            "bars lie if ranks are even.",
        ]
    lines = [
        "## How it was fitted",
        "",
        "- **Likelihood** ([likelihood.py](../src/asher/calibration/likelihood.py)): shares are "
        "binomial by their own counts; the shares of one whole count for three of four, since the "
        "last says nothing new; the arrival by its median and range; mean and variance of killed "
        "and wounded jointly, with spreads that the model says for files of this size and the "
        "correlation of the record itself; hit rates, which come without counts, with a standard "
        f"error of {likelihood.RATE_SD:g} (judgement).",
        "- **Source effect**: rows of ALERRT come under rules of inclusion of their own; their log "
        f"odds may be off by a normal error of {likelihood.SOURCE_SD:g} (judgement), which is "
        "integrated out. Rows held back of other sources than the FBI get the same in their "
        "intervals. Rows of different sources are never pooled.",
        f"- **Emulator** ([emulator.py](../src/asher/calibration/emulator.py)): {about['points']:,} "
        f"sets of parameters, {emulator.INCIDENTS:,} incidents each, and polynomials fitted to "
        "what came out. At points it was not fitted to it explains at least "
        f"{about['emulator']['least_explained']:.1%} of the variance of each figure; what it "
        "misses is added to the error of the likelihood. The table above is run with the model "
        "itself.",
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

Of {len(entries)} figures of the [five cases](cases.md) that their scenarios do not state
themselves, {inside} lie inside the 80 % interval of {documents[0]["replications"]} replications
and {partly} partly ({how}): {inside / len(entries):.0%}, where a right model and incidents picked
by chance would have about 80 %. The cases were not picked by chance: they are known, and on this
page, *because* so many were killed. Among incidents picked for being severe, high percentiles of
killed and wounded are what a right model gives; {high} of {len(harm)} counts of killed and wounded
lie above the 90th. That they do cannot tell a model that is right from one whose tail is too
short, so it is no evidence for it either; the tail is tested by `killed-variance` and
`wounded-variance`. Figures of one case hang together.
"""


TAIL = """\
## What the posterior does not cover

- Whatever hangs on the place: walls, doors, sight, how people walk and hide, how officers search.
  These laws have their own tests against published figures, and no fit.
- What is fixed at population scale: the share of incidents at schools, the spread of restraint and
  contact times, the time to care, the chance that a hit stops and that care saves, and the form of
  every law. An interval covers none of that.
- Courses of action that no figure tells of. The country's figures are taken as those of two
officers   who enter; what solo entry, a formation or waiting do follows from the laws, and
`solo-active-shot`,   eight entries, is all there is to hold it against.
- Deterrence, training, hesitation: they are levers or judgements, and not fitted.
- Incidents after the record ends, and other countries.

## How to use it, and how to do it again

`asher compare borderline --uncertainty posterior` gives every incident its own draw: each course of
action meets the same draw in the same incident, so paired differences stay paired, and their
intervals carry parameters as well as chance. What a scenario states itself is kept. The rate of a
place keeps its ratio to the national rate.

`make calibrate` runs it again from its seed into `calibration/` and compares the result with the
shipped file; what was stopped goes on. `asher check-model` prints the tables above, and
`asher check-model --plot checks.svg` draws them. `asher evidence killed` shows each row with its
source.
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
- {len(document["parameters"])} parameters against {len(roles["calibrate"])} figures: the priors
  matter, and stand [below](#what-was-not-known-and-what-the-evidence-told-of-it) with what the
  evidence told of each. {passes[0].upper() + passes[1:]}; the
  sampler's highest R-hat is {document["about"]["sampler"]["r_hat"]:.3f} (1 is perfect; a test asks
  for less than 1.05).
- The rows held back were not fitted, but not all of them were unseen: two faults of the code came
  to light when this table was first looked at (hit officers were replaced at once, and care came
  during a siege). Both broke laws that the floor plan keeps; they were mended, are held by tests,
  and the calibration was run anew. Before, 12 of 15 rows held back were inside. `all-miss-dallas`
  also hangs on how many rounds a shooting has: three, a judgement made with the row in sight, so
  that its agreement is no test. Incidents after 2018 that nobody here has looked at are a better
  one.
- The model compares courses of action under assumptions. That it agrees with national figures does
  not make it a prediction of any incident.

Each row of the evidence has a role that was fixed before fitting: *calibrate* (fitted), *validate*
(held back, only compared), *sensitivity* (disputed, shown beside), *input* (used directly, not
tested here), *context*. `asher evidence` shows all of them.
"""
    parts = [
        head,
        model_section(),
        rows_section(found, disputed(document)),
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
