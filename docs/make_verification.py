"""Run the verification suite of `tests/reference`, print its table and write docs/verification.md.

Run from the root of the repository: `make verify`, or `.venv/bin/python docs/make_verification.py`.
It takes some minutes and ends with 1 if a check is not met. A suite's or a test's name runs those
alone and writes nothing: `docs/make_verification.py RiMEA "NIST Verif.2.8"`. `--published` sets
published results beside ours, and writes that section of the page alone.
"""
# ruff: noqa: T201 - the table is printed

import sys
import textwrap
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from reference.beside import HEADING, answers, section  # noqa: E402
from reference.every import CHECKS, IMPOSSIBLE, SUITES, judge  # noqa: E402

PAGE = ROOT / "docs" / "verification.md"
HEAD = """\
# Verification: public suites for movement, and published results

Written by `make verify` (`docs/make_verification.py`) from the declarations in `tests/reference/`;
no figure of ours is typed by hand. First, movement is judged by public verification suites; at the
end, [published results](#published-results-beside-ours) of attacks are set beside ours.

Each test of movement runs through the public interface, as a scenario without
a hazard, and is judged by the rule of its suite. If a suite asks for a quality without a number,
the criterion is ours and marked so (*Ours*). If the plan or the crowd differs from the suite's, the
row says so (*Here*). Figures and test numbers are those of the suites; the words are ours. We know
ISO 20414 from implementations that others published, not from its own text.

{met} of {n} checks are met. {impossible} tests cannot be run in this model; the end of the page
says why.

Whether speeds and flows agree with measurements in laboratories and drills is another question:
see [movement.md](movement.md).
"""


def run(wanted: list[str]) -> list[tuple]:
    """Judge the checks wanted, or all, and print each as it is done."""
    found = []
    for each in CHECKS:
        if wanted and not any(f"{each.name} ".startswith(f"{word} ") for word in wanted):
            continue
        begun = time.perf_counter()
        measured, met = judge(each)
        found.append((each, measured, met))
        verdict = "met" if met else "NOT MET"
        head = f"{each.name:<17}{verdict:<9}{time.perf_counter() - begun:6.1f} s  {each.title}: "
        print(textwrap.fill(head + measured, 100, subsequent_indent=" " * 36), flush=True)
    return found


def cell(text: str) -> str:
    """A text as a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def row(each, measured: str, met: bool) -> str:
    """One check as a row."""
    rule = each.rule
    if each.ours:
        rule += f". *Ours:* {each.ours}"
    asks = f"**{each.title}** ({each.source}). {each.asks}"
    if each.departs:
        asks += f" *Here:* {each.departs}."
    verdict = "met" if met else "**not met**"
    return "| " + " | ".join(cell(c) for c in (each.name, asks, rule, measured, verdict)) + " |"


def page(found: list[tuple]) -> str:
    """The page of all checks."""
    parts = [
        HEAD.format(met=sum(met for *_, met in found), n=len(found), impossible=len(IMPOSSIBLE))
    ]
    for suite, source in SUITES.items():
        parts.append(f"## {suite}\n\n{source}.\n")
        parts.append("| test | what it asks | rule | measured | verdict |\n|---|---|---|---|---|")
        parts[-1] += "".join(f"\n{row(*each)}" for each in found if each[0].suite == suite) + "\n"
    parts.append("## What is not possible\n\n| test | what it asks | why not |\n|---|---|---|")
    parts[-1] += "".join(
        f"\n| {each.name} | {each.title} | {cell(each.why)} |" for each in IMPOSSIBLE
    )
    return "\n".join(parts) + "\n"


def set_beside() -> str:
    """Set published results beside ours, print each as it is done, and write the section."""
    begun, found = time.perf_counter(), []
    for each, ours, said in answers():
        found.append((each, ours, said))
        values = "; ".join(f"{what} {value}".strip() for what, value in ours.values.items())
        head = f"{each.row.id:<5}{said:<21}{time.perf_counter() - begun:6.1f} s  "
        print(textwrap.fill(f"{head}{each.row.measure}: {values}", 100, subsequent_indent=" " * 36))
    return section(found)


def with_section(text: str, new: str) -> str:
    """Put the section on published results at the end of a page, in the place of that there."""
    return f"{text.partition(HEADING)[0].rstrip()}\n\n{new}"


def main() -> None:
    """Run, print, write and tell by the exit status."""
    wanted = sys.argv[1:]
    if wanted == ["--published"]:
        PAGE.write_text(with_section(PAGE.read_text("utf-8"), set_beside()), encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}")
        return
    begun = time.perf_counter()
    found = run(wanted)
    met = sum(met for *_, met in found)
    print(f"{met} of {len(found)} met, {time.perf_counter() - begun:.0f} s")
    if not wanted:
        PAGE.write_text(with_section(page(found), set_beside()), encoding="utf-8")
        print(f"written: {PAGE.relative_to(ROOT)}")
    sys.exit(0 if met == len(found) else 1)


if __name__ == "__main__":
    main()
