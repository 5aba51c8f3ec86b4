"""Run the five cases as `asher replay-case NAME --json` does, and write docs/cases.md from that.

Each is run twice: with numbers as stated, and with those drawn from the posterior.

Run from the root of the repository: `.venv/bin/python docs/make_cases.py`. It takes some minutes.
`--from-json` writes the page again from docs/cases.json without running anything.
"""

import json
import math
import subprocess
import sys
from pathlib import Path

import numpy as np
from scipy.stats import chi2, poisson

from asher.calibration.place_kinds import hurt_at, shares_as_severe
from asher.record.case_files import Observed
from asher.record.cases import LIMITS, Placement
from asher.scenario import Scenario, lognormal, read_scenario
from asher.simulation.metrics import find_metric
from asher.simulation.place_kinds import KIND_OF
from asher.simulation.posterior import read_posterior
from asher.simulation.site import simulate
from asher.views.words.case_words import (
    interval_words,
    median_words,
    observed_words,
    percentile_words,
    share_words,
    verdict_words,
)

FOLDER = Path(__file__).parent
NAMES = ("borderline", "columbine", "parkland", "pulse", "tree-of-life")
REPLICATIONS = 600
KEPT = ("unfinished", "metrics", "as_severe", "nearly_as_severe")
"""What is told of a case with numbers drawn from the posterior."""
SLOW = ("2 min", "10 min")
"""Median and 90th percentile of the pre-movement time in a trial."""
RUN = "from asher.cli.app import main; main()"

BOTH = "Both are\nbelow: the numbers as stated, and, under *calibrated*, those drawn."
STATED = "Below,\nthe numbers are as stated."
HEAD = """\
# The five cases: what was observed, and what is predicted

Written by `docs/make_cases.py` from `asher replay-case NAME --replications {n} --json`; the figures
are in [cases.json](cases.json), and no figure here is typed by hand. Nothing is tuned to a case.
A figure outside its 80 % interval is shown as such.

The defaults of the hazard are medians of the posterior of
[the calibration](calibration.md). Read that page first: it says which national figures the rates
rest on and where the model fails. `--uncertainty posterior` draws the numbers of each incident from
the posterior, so a prediction includes what the evidence leaves open. {both}

How to read a table: each case is run with its own response (`as-happened`), the same course of
action in every replication. *Percentile* is the rank of the observed figure among the replications,
ties counted half; for an interval, the ranks of both ends. *Verdict* says whether the figure lies
inside the 80 % interval. A star marks a moment whose clock the scenario takes from this same case.
If such a moment lies inside, that says nothing about the model. If it lies outside, the course of
action is not quite what was done, or one word is used for two moments.

## In short

"""


def run_case(name: str) -> dict:
    """What `asher replay-case` says of a case, with numbers as stated and, beside it, drawn."""
    document = replay(name, "none")
    drawn = replay(name, "posterior")
    document["posterior"] = {key: drawn[key] for key in KEPT}
    scenario = read_scenario(name)
    kind = KIND_OF[scenario.hazard.profile]
    record = hurt_at(kind)
    observed = document["as_severe"]["observed"]
    shares = shares_as_severe(read_posterior(), kind, observed)
    document["reach"] = {
        "people": sum(group.count for group in scenario.occupants),
        "usual": within_reach(scenario, document["course_of_action"], observed),
        "slow": within_reach(slow_to_start(scenario), document["course_of_action"], observed),
    }
    document["record"] = {
        "kind": kind,
        "incidents": len(record),
        "as_severe": int((record >= observed).sum()),
        "share": float(shares.mean()),
        "share_lower": float(np.quantile(shares, 0.025)),
        "share_upper": float(np.quantile(shares, 0.975)),
    }
    return document


def slow_to_start(scenario: Scenario) -> Scenario:
    """The same place, where everybody takes minutes to start."""
    groups = [
        group.model_copy(update={"pre_movement": lognormal(*SLOW), "start_times": ()})
        for group in scenario.occupants
    ]
    return scenario.model_copy(update={"occupants": tuple(groups)})


def within_reach(scenario: Scenario, course: str, observed: int) -> dict[str, float]:
    """How many are safe by one minute, and how often as many are hit as in the case."""
    kept = [each for each in scenario.courses_of_action if each.name == course]
    one = scenario.model_copy(update={"courses_of_action": tuple(kept)})
    columns = simulate(one, replications=REPLICATIONS).columns
    return {
        "safe_by_1min": float(columns["safe_by_1min"].mean()),
        "hit": float(columns["casualties"].mean()),
        "as_severe": float((columns["casualties"] >= observed).mean()),
    }


def replay(name: str, uncertainty: str) -> dict:
    """What the program says of a case."""
    words = ["replay-case", name, "-n", str(REPLICATIONS), "--uncertainty", uncertainty]
    words += ["--json", "--progress", "none"]
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def metrics_of(document: dict, *, drawn: bool) -> dict:
    """The metrics of a case, with numbers as stated or drawn from the posterior."""
    return document["posterior"]["metrics"] if drawn else document["metrics"]


def placement_of(metric: str, entry: dict) -> Placement:
    """One metric of the JSON file as the program's own tables take it."""
    seen, predicted, rank = entry["observed"], entry["predicted"], entry["percentile"]

    def known(value: float | None) -> float:
        return math.nan if value is None else value

    return Placement(
        metric=metric,
        observed=Observed.model_construct(low=seen["low"], high=seen["high"], note=entry["note"]),
        source=entry["source"],
        n=predicted["n"],
        share=predicted["share"],
        median=known(predicted["median"]),
        p10=known(predicted["p10"]),
        p90=known(predicted["p90"]),
        percentiles=(known(rank["low"]), known(rank["high"])),
        is_stated=entry["clock_stated_in_scenario"],
    )


def outcome_in_words(placements: list[Placement]) -> str:
    """Which figures fall outside, of those whose clock the scenario does not state."""
    told = [one for one in placements if not one.is_stated]

    def named(*verdicts: str) -> str:
        labels = [find_metric(one.metric).label for one in told if one.verdict in verdicts]
        return ", ".join(label[0].lower() + label[1:] for label in labels) or "none"

    return (
        f"{len(told)} figures that the scenario does not state: outside: "
        f"{named('outside')}; partly inside: {named('partly inside')}; "
        f"never came in any replication: {named('never came')}; inside: {named('inside')}."
    )


def in_short(documents: list[dict], *, drawn: bool = False) -> str:
    """How the five cases came out, a row each."""
    lines = ["| case | outside | partly inside | inside |", "|---|---|---|---|"]
    if drawn:
        lines = ["Calibrated, that is, with numbers drawn from the posterior:", "", *lines]
    above = 0
    for document in documents:
        found: dict[str, list[str]] = {"outside": [], "partly inside": [], "inside": []}
        metrics = metrics_of(document, drawn=drawn)
        for name, entry in metrics.items():
            if not entry["clock_stated_in_scenario"]:
                label = find_metric(name).label
                verdict = "outside" if entry["verdict"] == "never came" else entry["verdict"]
                found[verdict].append(label[0].lower() + label[1:])
        cells = " | ".join(", ".join(labels) or "none" for labels in found.values())
        lines.append(f"| `{document['case']}` | {cells} |")
        killed = metrics["killed"]
        above += killed["observed"]["low"] > killed["predicted"]["p90"]
    said = (
        f"In {above} of {len(documents)} cases, more were killed than in nine of ten replications"
    )
    return "\n".join([*lines, "", f"{said}. Figures with a star are left out of this table.", ""])


def severity_section(documents: list[dict]) -> str:
    """How often an attack is as severe as each case, and how many such are on record."""
    lines = [
        "## How severe the cases were",
        "",
        "These cases are known because they were severe, so nothing can be told from a percentile "
        "of killed or wounded alone. What can be told is how many such attacks there should have "
        "been. *There* is the share of attacks at this place, with this response, in which as many "
        "occupants are killed or wounded. *At its kind of place* is that share over all places of "
        "the kind, as calibrated: the return level of the case. *Expected* is the second share of "
        "the incidents on record there (2000 to 2018), *on record* how many there were. The "
        "intervals hold what is not known of the calibrated numbers.",
        "",
        "| case | killed or wounded | there (95 %) | kind of place | at its kind of place (95 %) | "
        "incidents | expected | on record |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for document in documents:
        there, record = document["posterior"]["as_severe"], document["record"]
        lines.append(
            f"| `{document['case']}` | {there['observed']} | {there['share']:.1%} "
            f"({there['lower']:.1%}\u2013{there['upper']:.1%}) | {record['kind']} | "
            f"{record['share']:.2%} ({record['share_lower']:.2%}\u2013"
            f"{record['share_upper']:.2%}) | {record['incidents']} | "
            f"{record['share'] * record['incidents']:.2g} | {record['as_severe']} |"
        )
    return "\n".join([*lines, "", *surprise(documents), ""])


def reach_section(documents: list[dict]) -> str:
    """A trial: what people who take long to start would change."""
    median, most = SLOW
    lines = [
        "## Why an attack is as severe where it is",
        "",
        "How many are hit hangs on how long people stay within reach. A trial, by the same script "
        f"({REPLICATIONS} replications, numbers as stated): the same place where everybody who has "
        f"noticed the attack takes {median} to start (median; one in ten more than {most}), and "
        "not seconds. *As severe* is the share of attacks in which as many occupants are killed or "
        "wounded as in the case.",
        "",
        "| case | people | safe by 1 min | hit | as severe | slow: safe by 1 min | hit | "
        "as severe |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for document in documents:
        reach = document["reach"]
        cells = [
            f"{reach[key]['safe_by_1min']:.0f} | {reach[key]['hit']:.1f} | "
            f"{reach[key]['as_severe']:.1%}"
            for key in ("usual", "slow")
        ]
        lines.append(f"| `{document['case']}` | {reach['people']} | {' | '.join(cells)} |")
    return "\n".join(
        [
            *lines,
            "",
            "At Tree of Life the model falls short: the attack, which is blind to who is where, "
            "seldom meets most of the few people there, even where they are slow to leave. A "
            "survivor told the court that he took the first shots for a dropped tray, and that two "
            "others left to help (Pittsburgh Union Progress, 1 June 2023). Where few people "
            "gather, figures of the model are likely too low.",
            "",
        ]
    )


def surprise(documents: list[dict]) -> list[str]:
    """How surprising the counts are together: those of a kind of place in bins apart."""
    kinds: dict[str, dict[int, tuple[float, int]]] = {}
    for document in documents:
        record, hurt = document["record"], document["as_severe"]["observed"]
        expected = record["share"] * record["incidents"]
        kinds.setdefault(record["kind"], {})[hurt] = (expected, record["as_severe"])
    chances = []
    for bins in kinds.values():
        beyond = (0.0, 0)
        for hurt in sorted(bins, reverse=True):
            expected, seen = bins[hurt][0] - beyond[0], bins[hurt][1] - beyond[1]
            beyond = bins[hurt]
            # Two-sided, the count itself counted half, since a count is never in between.
            below = poisson.cdf(seen, expected) - 0.5 * poisson.pmf(seen, expected)
            chances.append(2.0 * min(below, 1.0 - below))
    joint = chi2.sf(-2.0 * np.log(chances).sum(), 2 * len(chances))
    return [
        f"All cases together, each kind of place in bins that do not overlap: p = {joint:.2g} "
        f"(Fisher, of {len(chances)} counts; below 0.01 would be a surprise)."
    ]


def case_section(document: dict) -> str:
    """A case as a section of the page."""
    placements = [placement_of(name, entry) for name, entry in document["metrics"].items()]
    drawn = {}
    if "posterior" in document:
        entries = document["posterior"]["metrics"]
        drawn = {name: placement_of(name, entry) for name, entry in entries.items()}
    heads = ["metric", "observed", "predicted median", "80 % interval", "percentile", "verdict"]
    if drawn:
        heads += ["calibrated: median", "80 % interval", "percentile", "verdict"]
    lines = [
        f"## {document['title']}, {document['place']}, {document['date']}",
        "",
        f"`asher replay-case {document['case']}`: course of action `{document['course_of_action']}`"
        f" ({document['role']}), {document['replications']} replications, seed {document['seed']}, "
        f"scenario `{document['scenario_digest'][:12]}`; cut off at the horizon: "
        f"{document['unfinished']:.1%} of replications.",
        "",
        outcome_in_words(placements),
        *(["", f"Calibrated: {outcome_in_words(list(drawn.values()))}"] if drawn else []),
        "",
        f"| {' | '.join(heads)} |",
        "|---" * len(heads) + "|",
    ]
    for one in placements:
        cells = [find_metric(one.metric).label, observed_words(one), *predicted_cells(one)]
        if drawn:
            cells += predicted_cells(drawn[one.metric])
        lines.append(f"| {' | '.join(cells)} |")
    said = [one for one in placements if one.observed.note]
    lines += ["", *(f"- {find_metric(one.metric).label}: {one.observed.note}." for one in said)]
    for metric, why in document["left_out"].items():
        lines.append(f"- Left out because it is not known: {find_metric(metric).label}: {why}.")
    nearly = document["posterior"]["nearly_as_severe"] if drawn else document["nearly_as_severe"]
    return "\n".join(lines + given(nearly)).replace("\u00a0", " ") + "\n"


def given(nearly: dict | None) -> list[str]:
    """The other figures among attacks that are nearly as severe."""
    if nearly is None:
        return ["", "Hardly any attack here is half as severe, so nothing is placed among such."]
    lines = [
        "",
        f"Given that it was so severe: among the {nearly['n']} replications in which at least "
        f"{nearly['least']} occupants were killed or wounded, half as many as in the case:",
        "",
        "| metric | observed | predicted median | 80 % interval | percentile | verdict |",
        "|---|---|---|---|---|---|",
    ]
    for name, entry in nearly["metrics"].items():
        one = placement_of(name, entry)
        cells = [find_metric(name).label, observed_words(one), *predicted_cells(one)]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def predicted_cells(one: Placement) -> list[str]:
    """Median, interval, percentile and verdict."""
    share = share_words(one)
    median = median_words(one) + (f" ({share})" if share else "")
    verdict = verdict_words(one).replace("*", "\\*")
    return [median, interval_words(one), percentile_words(one), verdict]


def cases_page(documents: list[dict]) -> str:
    """The whole page.

    Parameters
    ----------
    documents : list of dict
        One a case, as docs/cases.json holds them.

    Returns
    -------
    str
        Markdown.
    """
    n = documents[0]["replications"]
    limits = "\n".join(f"- {limit}" for limit in LIMITS)
    both = all("posterior" in document for document in documents)
    parts = [
        HEAD.format(n=n, both=BOTH if both else STATED) + in_short(documents),
        *([in_short(documents, drawn=True)] if both else []),
        *([severity_section(documents), reach_section(documents)] if both else []),
        *map(case_section, documents),
        f"## Limits\n\n{limits}\n",
    ]
    return "\n".join(parts)


def main() -> None:
    """Write docs/cases.json and docs/cases.md."""
    figures = FOLDER / "cases.json"
    if "--from-json" in sys.argv[1:]:
        documents = json.loads(figures.read_text(encoding="utf-8"))
    else:
        documents = [run_case(name) for name in NAMES]
        text = json.dumps(documents, indent=1, ensure_ascii=False) + "\n"
        figures.write_text(text, encoding="utf-8")
    (FOLDER / "cases.md").write_text(cases_page(documents), encoding="utf-8")


if __name__ == "__main__":
    main()
