"""The page docs/movement.md, from figures; it computes nothing but differences and means."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.measured import data, design, fit, pictures
from benchmarks.measured.evaluation import SINGLE_FILE, TARGETS, UNI, UNI_AT
from benchmarks.measured.experiments import DEFAULT_PEOPLE, STUDENTS
from benchmarks.measured.movement_words import ARCHIVE, DRAWN, GROUNDS, HEAD, LAWS, SHORT

AS_MEASURED, DEFAULT, OTHER = list(pictures.COLOURS)[1:]
PANELS = {
    "Corridor of 1.8 m, closed (ug180)": ("closed", ("uni_1.8m_ug180",)),
    "Corridor of 3 m (uo)": ("opened", ("uni_3m_open_uo",)),
    "Two-way, corridor of 3.6 m (bo)": ("two-way", ("bidirectional_3.6m_bo",)),
    "Before a corner, 2.4 m (eo)": ("corner, before", ("corner_2.4m_eo_1",)),
    "Behind a corner, 2.4 m (eo)": ("corner, behind", ("corner_2.4m_eo_2",)),
    "Before a T junction, 2.4 m (ko)": ("T junction", ("t_junction_front_ko",)),
    "Single file": ("single file", SINGLE_FILE),
}
ROWS = {
    "bottlenecks": "flow through openings of 0.8 to 2.5 m",
    "one way": "speed at density, one way (mean of three sources)",
    "two-way": "speed at density, two-way",
    "corner": "speed at density, corner",
    "T junction": "speed at density, before a T junction",
    "one way, ug180": "one way, against the closed corridor alone (ug180)",
    "one way, uo": "one way, against the open corridor alone (uo)",
    "one way, weidmann1993": "one way, against Weidmann 1993 alone",
    "corner, eo 1": "corner, before it",
    "corner, eo 2": "corner, after it",
    "single file": "speed at density, single file",
}
UNITS = {"time_gap_s": "s", "body_m": "m", "shoulder_m": "m", "push_range_m": "m"}


def figures(document: dict[str, Any]) -> dict[str, Callable[[], str]]:
    """Each picture by its name, to be drawn."""
    found: dict[str, Callable[[], str]] = {
        "curves": lambda: pictures.curves_figure(panels(document)),
        "flows": lambda: pictures.flows_figure(flows(document)),
    }
    if document.get("fit"):
        found["profiles"] = lambda: pictures.profiles_figure(document["fit"]["profiles"])
    return found


def programs(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each program's people did, by who."""
    found = {
        AS_MEASURED: document["asher"]["participants"],
        DEFAULT: document["asher"]["default"],
    }
    if document.get("jupedsim"):
        found[OTHER] = document["jupedsim"]
    return found


def panels(document: dict[str, Any]) -> dict[str, tuple[str, dict[str, pictures.Line]]]:
    """Curves measured and simulated, by experiment."""
    found = {}
    for title, (name, sources) in PANELS.items():
        axis = "density_per_m" if name == "single file" else "density_per_m2"
        series = data.series("speed_at_density", axis)
        lines: dict[str, pictures.Line] = {
            pictures.MEASURED: {
                "x": [float(x) for source in sources for x in series[source].at],
                "y": [float(y) for source in sources for y in series[source].value],
            }
        }
        for who, what in programs(document).items():
            curve = what["curves"].get(name)
            same = who == DEFAULT and name in {"closed", "single file"}
            if curve and not same:
                lines[who] = {
                    "x": curve["density"],
                    "y": curve["speed"],
                    "low": curve["low"],
                    "high": curve["high"],
                }
        unit = "persons/m" if axis == "density_per_m" else "persons/m\u00b2"
        found[title] = (f"density [{unit}]", lines)
    found["One way, the mean of three sources"] = (
        "density [persons/m\u00b2]",
        _mean_panel(document),
    )
    return found


def _mean_panel(document: dict[str, Any]) -> dict[str, pictures.Line]:
    series = data.series("speed_at_density", "density_per_m2")
    lines: dict[str, pictures.Line] = {
        pictures.MEASURED: {
            "x": UNI_AT.tolist(),
            "y": data.mean_of([series[name] for name in UNI], UNI_AT).tolist(),
        }
    }
    for who, what in programs(document).items():
        if "one way" in what["means"]:
            at, speed = what["means"]["one way"]["at"], what["means"]["one way"]["speed"]
            known = [(a, v) for a, v in zip(at, speed, strict=True) if v is not None]
            lines[who] = {"x": [a for a, _ in known], "y": [v for _, v in known]}
    return lines


def flows(document: dict[str, Any]) -> dict[str, pictures.Line]:
    """Specific flow over width, measured and simulated."""
    widths = document["asher"]["participants"]["widths"]
    lines: dict[str, pictures.Line] = {
        pictures.MEASURED: {
            "x": [each["width_m"] for each in widths],
            "y": [each["measured"] for each in widths],
            "low": [each["lowest"] for each in widths],
            "high": [each["highest"] for each in widths],
        }
    }
    for who, what in programs(document).items():
        if what["widths"]:
            lines[who] = {
                "x": [each["width_m"] for each in what["widths"]],
                "y": [each["simulated"] for each in what["widths"]],
            }
    return lines


def page(document: dict[str, Any]) -> str:
    """The whole page."""
    parts = [
        HEAD.format(students=STUDENTS, default=DEFAULT_PEOPLE),
        deviations_section(document),
        LAWS,
        numbers_section(document),
        fit_section(document),
        flows_section(document),
        curves_section(document),
        stairs_section(document),
        drawn_section(),
        SHORT.format(**shortcomings(document)),
    ]
    return "\n".join(parts)


def deviations_section(document: dict[str, Any]) -> str:
    """The table of deviations."""
    by_who = {
        who: {each["name"]: each for each in what["deviations"]}
        for who, what in programs(document).items()
    }
    head = " | ".join(by_who)
    lines = [
        "## How far simulated people are from those measured",
        "",
        f"| mean absolute deviation | target | {head} |",
        f"|---|---|{'---|' * len(by_who)}",
    ]
    for name, words in ROWS.items():
        target = "" if name not in TARGETS else f"at most {_sized(name, TARGETS[name])}"
        cells = [_deviation(found.get(name) or _same(name, by_who)) for found in by_who.values()]
        lines.append(f"| {words} | {target} | {' | '.join(cells)} |")
    lines += [
        "",
        "\u00b1 is followed by the standard error over replications. In brackets: the mean "
        "deviation with its sign and, unless it is all, how many of the measured densities the "
        "simulation reached. A dagger marks a missed target.",
    ]
    return "\n".join(lines) + "\n"


def _same(name: str, by_who: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Openings and single file are walked by default people only."""
    return by_who[AS_MEASURED].get(name) if name in {"bottlenecks", "single file"} else None


def _deviation(each: dict[str, Any] | None) -> str:
    if each is None or each["value"] is None:
        return "\u2013"
    name = each["name"]
    error = "" if each["error"] is None else f" \u00b1 {_sized(name, each['error'], 1)}"
    reached = "" if each["reached"] == each["of"] else f", {each['reached']} of {each['of']}"
    missed = name in TARGETS and each["value"] > TARGETS[name]
    bias = f"{each['bias']:+.0%}" if name == "bottlenecks" else f"{each['bias']:+.2f}"
    return f"{_sized(name, each['value'])}{error} ({bias}{reached}){'&dagger;' if missed else ''}"


def _sized(name: str, value: float, more: int = 0) -> str:
    if name == "bottlenecks":
        return f"{value:.{more}%}"
    return f"{value:.{2 + more}f} m/s"


def numbers_section(document: dict[str, Any]) -> str:
    """The numbers of the laws with intervals and grounds."""
    fitted = document.get("fit") or {"intervals": {}}
    lines = [
        "## The numbers",
        "",
        "| number | value | 95 % interval | ground |",
        "|---|---|---|---|",
    ]
    for name, ground in GROUNDS.items():
        value = document["walking"][name]
        interval = fitted["intervals"].get(name)
        span = "" if interval is None else f"{interval[0]:.2f} to {interval[1]:.2f}"
        shown = "none" if value is None else f"{value:g}"
        lines.append(f"| `{name}` | {shown} | {span} | {ground} |")
    return "\n".join(lines) + "\n"


def fit_section(document: dict[str, Any]) -> str:
    """How the numbers were fitted."""
    found = document.get("fit")
    if not found:
        return ""
    tolerance = ", ".join(
        f"{name} {_sized(name, value)} (weight {fit.WEIGHT[name]:g})"
        for name, value in fit.TOLERANCE.items()
    )
    box = ", ".join(f"`{name}` {low:g} to {high:g}" for name, (low, high) in design.RANGES.items())
    at = ", ".join(f"`{name}` {value:.3g}" for name, value in found["values"].items())
    return f"""\
## How they were fitted

`docs/make_movement.py --fit` runs the experiments at {found["n_points"]} points of a scrambled
Sobol design, each with its own replication, in the box {box}. Every flow, every speed at a measured
density, and the chance that a density is reached is then fitted as a quadratic form of the
parameters. The fit minimises a sum over kinds of experiment: the square of the mean absolute
deviation divided by its tolerance: {tolerance}. Densities that are never reached add
{fit.UNREACHED_M_S} m/s to a deviation, and proportionally less if they are sometimes reached. The
simulated people are as fast as the participants; the same deviations with people of the default
speed count {fit.DEFAULT_SHARE:g} as much. The least loss is {found["loss"]:.2f}, at {at}. The
values that the program uses lie within the intervals. They were rounded from a fit of the law just
before its last small changes, then moved by a few hundredths until the targets above were kept; the
loss hardly differs between such points. The intervals are percentiles of {found["repeats"]} fits to
points of the design, with sources drawn with replacement (densities, if there is only one source).
They cover the noise of the simulation, the emulator and the choice of sources, but not a fault in
the law itself.

![The least loss over each parameter](movement-profiles.svg)
"""


def flows_section(document: dict[str, Any]) -> str:
    """Flow through openings."""
    lines = [
        "## Flow through openings",
        "",
        "![Specific flow over the width of the opening](movement-flows.svg)",
        "",
        "| width m | measured (lowest to highest source) | sources | simulated |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {each['width_m']:.2f} | {each['measured']:.2f} ({each['lowest']:.2f} to "
        f"{each['highest']:.2f}) | {each['n_sources']} | {each['simulated']:.2f} |"
        for each in document["asher"]["participants"]["widths"]
    ]
    return "\n".join(lines) + "\n"


def curves_section(document: dict[str, Any]) -> str:
    """Speed at density."""
    measured = {each.source: each.value for each in data.figures("max_specific_flow")}
    here = document["asher"]["participants"]["upper_flows"]
    there = (document.get("jupedsim") or {}).get("upper_flows", {})
    lines = [
        "## Speed at density",
        "",
        "![Speed at density, measured and simulated](movement-curves.svg)",
        "",
        "Diamonds are measured, lines are simulated; the band holds 80 % of ASHER's cells. The "
        "flow that 95 % of cells stay below, in persons/(m s):",
        "",
        "| source | measured | ASHER | JuPedSim |",
        "|---|---|---|---|",
    ]
    for source, value in measured.items():
        other = f"{there[source]:.2f}" if there.get(source) is not None else "\u2013"
        lines.append(f"| {source} | {value:.2f} | {here[source]:.2f} | {other} |")
    return "\n".join(lines) + "\n"


def stairs_section(document: dict[str, Any]) -> str:
    """Speeds and flows on stairs."""
    here = document["asher"]["participants"]["stairs"]
    lines = [
        "## Stairs",
        "",
        "A stair of 32 degrees, 1.2 m wide. Speed is the horizontal speed of one person alone who "
        "walks at 1.34 m/s on the level; flow is that of 80 people.",
        "",
        "| | measured | simulated |",
        "|---|---|---|",
    ]
    for way in ("up", "down"):
        known = [
            each
            for each in data.figures("stair_free_speed")
            if way in each.condition or f"stair {way}" in each.source
        ]
        words = "; ".join(
            f"{each.low:.2f} to {each.high:.2f} ({each.source})"
            if each.low == each.low
            else f"{each.value:.2f} ({each.source})"
            for each in known
        )
        lines.append(f"| speed {way} [m/s] | {words} | {here[f'speed {way}']:.2f} |")
    words = "; ".join(
        f"{each.low:.2f} to {each.high:.2f} ({each.source})"
        if each.low == each.low
        else f"{each.value:.2f} ({each.source})"
        for each in data.figures("stair_specific_flow")
    )
    lines += [
        f"| flow {way} [persons/(m s)] | {words} | {here[f'flow {way}']:.2f} |"
        for way in ("up", "down")
    ]
    return "\n".join(lines) + "\n"


def drawn_section() -> str:
    """How the experiments are drawn."""
    lines = [
        "## How the experiments are drawn",
        "",
        "| experiment | as drawn | ground |",
        "|---|---|---|",
    ]
    lines += [f"| {name} | {drawn} | {ground} |" for name, (drawn, ground) in DRAWN.items()]
    return "\n".join([*lines, "", ARCHIVE])


def shortcomings(document: dict[str, Any]) -> dict[str, str]:
    """Figures of the last section."""
    here = {each["name"]: each for each in document["asher"]["participants"]["deviations"]}
    upper = document["asher"]["participants"]["upper_flows"]
    measured = {each.source: each.value for each in data.figures("max_specific_flow")}
    missed = [
        ROWS[name] for name in TARGETS for each in [here[name]] if each["value"] > TARGETS[name]
    ]
    default = {each["name"]: each for each in document["asher"]["default"]["deviations"]}
    missed_default = [
        ROWS[name] for name in TARGETS if name in default and default[name]["value"] > TARGETS[name]
    ]
    return {
        "missed": "; ".join(missed) if missed else "none",
        "missed_default": "; ".join(missed_default) if missed_default else "none",
        "single_file": f"{here['single file']['value']:.2f}",
        "single_file_bias": f"{here['single file']['bias']:+.2f}",
        "closed": f"{upper['uni_1.8m_ug180']:.2f}",
        "closed_measured": f"{measured['uni_1.8m_ug180']:.2f}",
        "opened_measured": f"{measured['uni_3m_open_uo']:.2f}",
        "ug180": f"{here['one way, ug180']['bias']:+.2f}",
        "uo": f"{here['one way, uo']['bias']:+.2f}",
    }
