"""The model compared with the evidence, in words: headings, figures with their units, counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asher.evidence import statistic
from asher.views.words.wording import NO_BREAK, clock, number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from asher.calibration.checks import Check
    from asher.calibration.coupling import PlaceCheck
    from asher.calibration.disputes import OtherSide
    from asher.calibration.record_checks import RecordCheck

HEADINGS = {
    "calibrate": "Calibrated on",
    "validate": "Held back: never fitted",
    "sensitivity": "Disputed: shown, not fitted",
}
RULE = (
    "Inside: the published figure lies in the 95 % interval that the model predicts "
    "for a sample of "
    "the same size. Even with a correct model, one row in twenty lies outside."
)


PLACES_RULE = (
    "How many are killed or wounded, officers among them. The interval is of as many incidents as "
    "are on record. Each kind of place is run on the shipped plans that stand for it, full, half "
    "full and a quarter full, with two officers who enter and calibrated numbers drawn; only the "
    "rate, its spread and casualties at once were fitted by kind, so the rest follows from the "
    "plans."
)


RECORD_RULE = (
    "The incidents that are fitted to, figure by figure, officers among the killed and wounded. "
    "The intervals are of as many incidents as are on record. Figures hang together, so more or "
    "fewer than one in twenty, or one in five, may lie outside by chance."
)
HELD_OUT_RULE = (
    "The log score is the mean logarithm of the chance that was given to what happened; nearer to "
    "0 is better. Beside it stands that of a fit that has seen the incidents too, and of a "
    "Poisson-lognormal law of two numbers fitted to the same incidents as the model. The transform "
    "is the share of the predicted law below what happened: even between 0 and 1 where the law is "
    "right; a low p says that it is not."
)


def record_count_words(checks: Sequence[RecordCheck]) -> str:
    """Say how many figures of the table of the record lie inside."""
    inside, inside_80 = (
        sum(getattr(each, name) for each in checks) for name in ("inside", "inside_80")
    )
    return (
        f"The table of the record: of {len(checks)} figures {inside} inside 95{NO_BREAK}%, "
        f"{inside_80} inside 80{NO_BREAK}%"
    )


def record_figure_words(check: RecordCheck) -> tuple[str, str, str]:
    """Write what was observed and predicted of a figure, and the 95 % interval."""
    is_share = check.figure == "none" or check.figure.endswith("or more")
    unit = f"{NO_BREAK}%" if is_share else ""

    def written(value: float) -> str:
        if check.figure.startswith("quantile"):
            return number(value, decimals=0)
        return number(100 * value if is_share else value, decimals=1)

    ends = f"{written(check.lower)}\u2013{written(check.upper)}{unit}"
    return written(check.observed) + unit, written(check.predicted) + unit, ends


def held_out_rows(document: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Write how well incidents were predicted that a fit had not seen.

    Parameters
    ----------
    document : mapping
        ``held_out`` of a posterior.

    Returns
    -------
    list of tuple of str
        What was held out, incidents, the three log scores, the mean of the transform, its p-value.
    """
    parts = {"Half of each kind": document["halves"], **document["kinds"]}
    return [
        (
            name,
            f"{part['incidents']}",
            *(
                number(part[score], decimals=2)
                for score in ("log_score", "log_score_fitted", "log_score_of_law")
            ),
            number(part["transform_mean"], decimals=2),
            chance_words(part["transform_p_value"]),
        )
        for name, part in parts.items()
    ]


def chance_words(chance: float) -> str:
    """Write a p-value; a very small one as what it lies below."""
    return number(chance, decimals=3) if chance >= 0.001 else f"<{NO_BREAK}0.001"


def place_count_words(checks: Sequence[PlaceCheck]) -> str:
    """Say how many figures of the shipped places lie inside."""
    inside = sum(each.inside for each in checks)
    return f"Shipped places: {inside} of {len(checks)} inside ({inside / len(checks):.0%})"


def place_figure_words(check: PlaceCheck) -> tuple[str, str, str]:
    """Write what was observed and predicted on places of a kind, and the interval."""

    def written(value: float) -> str:
        if check.check == "mean":
            return number(value, decimals=1)
        return f"{100 * value:.0f}{NO_BREAK}%"

    ends = f"{written(check.lower).removesuffix(f'{NO_BREAK}%')}\u2013{written(check.upper)}"
    return written(check.observed), written(check.predicted), ends


def figure_words(id: str, value: float) -> str:
    """Write a figure in the unit of its row.

    Parameters
    ----------
    id : str
        Of the evidence.
    value : float
        The figure; NaN is written as a dash.

    Returns
    -------
    str
        A percentage, a time as m:ss, or a number.

    Examples
    --------
    >>> figure_words("arrival-median", 180.0), figure_words("killed-mean", 2.987)
    ('3:00', '2.99')
    """
    unit = statistic(id).unit
    if unit == "s":
        return clock(value)
    if unit == "share":
        return number(100 * value) + (f"{NO_BREAK}%" if value == value else "")
    return number(value, decimals=1 if abs(value) >= 10 else 2)


def ends_words(id: str, lower: float, upper: float) -> str:
    """Write the ends of an interval in the unit of a row, which stands once; none if unknown."""
    if lower != lower or upper != upper:
        return ""
    first = figure_words(id, lower).removesuffix(f"{NO_BREAK}%")
    return f"{first}\u2013{figure_words(id, upper)}"


def count_words(checks: Sequence[Check], role: str) -> str:
    """Say how many rows of a role lie inside.

    Parameters
    ----------
    role : str
        A key of `HEADINGS`; at least one row has it.

    Returns
    -------
    str
        The heading of the role, and the count.
    """
    rows = [each for each in checks if each.role == role]
    inside = sum(each.inside for each in rows)
    return f"{HEADINGS[role]}: {inside} of {len(rows)} inside ({inside / len(rows):.0%})"


def dispute_words(dispute: OtherSide) -> str:
    """Say what follows if a disputed figure is right.

    Returns
    -------
    str
        A few sentences.
    """
    row = statistic(dispute.id)
    told = f"If {dispute.id} is right ({figure_words(dispute.id, row.estimate)}): "
    if dispute.needed != dispute.needed:
        return told + f"no value of {dispute.parameter} gives that."
    figures = "; ".join(
        f"{id} {figure_words(id, there)} instead of {figure_words(id, here)}"
        for id, (here, there) in dispute.figures.items()
    )
    outside = ", ".join(dispute.outside) or "none"
    return (
        f"{told}{dispute.parameter} would be {dispute.needed:.2f} instead of "
        f"{dispute.calibrated:.2f}; {figures}. Calibrated rows outside then: "
        f"{len(dispute.outside)} of {dispute.rows} ({outside})."
    )
