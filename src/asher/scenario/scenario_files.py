"""Scenario files: read with every fault at once, described by a schema, shipped as examples."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from asher.documents import Document, closest, faults_of, read_document, shown
from asher.documents.mismatches import Mismatch
from asher.errors import Fault, FloorplanError, ScenarioError, by_place
from asher.floorplan import Floorplan, shipped_plans
from asher.floorplan.read import check_floorplan
from asher.scenario.checks import find_mismatches, find_repeats, find_stray_sources
from asher.scenario.fitting import find_unfit
from asher.scenario.scenario import Scenario, ScenarioFile, is_too_long
from asher.scenario.schema import file_schema
from asher.strangers import is_open_pipe

_PLAN_ENDING = ".plan.json"
# With its ending, what a file system takes.
_LONGEST = 200


def read_scenario(path: str | Path) -> Scenario:
    """Read a scenario file and the plan it names.

    Parameters
    ----------
    path : str or Path
        A YAML or JSON file, or the name of a shipped scenario such as ``"borderline"``.

    Returns
    -------
    Scenario
        Checked against its plan.

    Raises
    ------
    ScenarioError
        With every fault of the scenario and of its plan, each with its place.

    Notes
    -----
    A plan is looked for where the scenario says, from the folder in which it stands, with and
    without the ending ``.plan.json``, then among the shipped plans; of a scenario from a pipe, from
    the working folder. Only JSON is opened, and no
    link is followed to a file that the scenario does not name: it may come from a stranger.
    """
    return check_scenario(path)[0]


def check_scenario(path: str | Path) -> tuple[Scenario, list[Fault]]:
    """Read a scenario file and the plan it names, and tell what is doubtful in the plan too.

    Parameters
    ----------
    path : str or Path
        As of `read_scenario`.

    Returns
    -------
    scenario : Scenario
        Checked against its plan.
    warnings : list of Fault
        What to look at in the scenario and its plan, by place.

    Raises
    ------
    ScenarioError
        With every fault of the scenario and of its plan, each with its place.
    """
    document = read_document(_scenario_path(path), error=ScenarioError)
    faults: list[Fault] = []
    stated = _stated(document, faults)
    floorplan = _floorplan(document, faults)
    mismatches = _mismatches(document, stated, floorplan)
    faults.extend(mismatch.placed(document) for mismatch in mismatches)
    is_wrong = any(fault.severity == "error" for fault in faults)
    if not is_wrong and floorplan is not None:
        faults.extend(
            replace(each.placed(document), severity="warning")
            for each in find_unfit(document.data, floorplan)
        )
    # Those of the scenario before those of its plan.
    faults = sorted(by_place(faults), key=lambda fault: fault.file != str(document.path))
    if is_wrong or stated is None or floorplan is None:
        raise ScenarioError(faults)
    return Scenario.of(stated, floorplan), faults


def scenario_schema() -> dict[str, Any]:
    """Describe scenario files as JSON Schema, for editors.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12. Names of spaces and openings depend on the plan and are checked
        on reading only.
    """
    return file_schema(ScenarioFile, "ASHER scenario")


def shipped_scenarios() -> tuple[str, ...]:
    """List the names of the shipped scenarios.

    Returns
    -------
    tuple of str
        In alphabetical order.
    """
    return tuple(sorted(file.stem for file in _data("scenarios").glob("*.yaml")))


def write_examples(folder: str | Path) -> list[Path]:
    """Write the shipped scenarios and their plans into a folder, to be changed there.

    Parameters
    ----------
    folder : str or Path
        Made if it does not exist.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ScenarioError
        If one of the files exists already or cannot be written; existing files are never changed,
        and nothing is written if one of them is in the way.
    """
    folder = Path(folder)
    originals = [*_data("scenarios").glob("*.yaml"), *_data("plans").glob(f"*{_PLAN_ENDING}")]
    copies = {folder / original.name: original for original in sorted(originals)}
    found, allowed = "exists already", "another folder: existing files are not overwritten"
    in_the_way = [
        Fault(str(copy), 1, 1, "", found, allowed)
        for copy in copies
        if copy.exists() or copy.is_symlink()
    ]
    if in_the_way:
        raise ScenarioError(in_the_way)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for copy, original in copies.items():
            with copy.open("xb") as stream:
                stream.write(original.read_bytes())
    except OSError as problem:
        fault = Fault(
            str(folder),
            1,
            1,
            "",
            f"cannot write: {problem.strerror}",
            "a folder that can be written to",
        )
        raise ScenarioError([fault]) from None
    return list(copies)


def _data(folder: str) -> Path:
    return Path(str(resources.files("asher"))) / "data" / folder


def _scenario_path(path: str | Path) -> Path:
    given = Path(path)
    shipped = shipped_scenarios()
    if not given.is_file() and not is_open_pipe(given):
        if str(path) in shipped:
            return _data("scenarios") / f"{path}.yaml"
        if given.exists():
            # What reads it says what it is instead of a file.
            return given
        beside = [str(file) for file in given.parent.glob("*.yaml")] if given.suffix else []
        allowed = f"a scenario file, or a shipped scenario ({', '.join(shipped)})"
        hint = closest(str(path), [*shipped, *beside])
        raise ScenarioError([Fault(str(path), 1, 1, "", "no such file", allowed, hint)])
    return given


def _stated(document: Document, faults: list[Fault]) -> ScenarioFile | None:
    try:
        return ScenarioFile.model_validate(document.data)
    except ValidationError as error:
        faults.extend(faults_of(error, document, model=ScenarioFile))
        return None


def _floorplan(document: Document, faults: list[Fault]) -> Floorplan | None:
    plan = document.data.get("plan") if isinstance(document.data, Mapping) else None
    if not isinstance(plan, str) or not plan.strip():
        return None
    try:
        floorplan, warnings = check_floorplan(_plan_path(document, plan.strip()))
    except FloorplanError as error:
        faults.extend(error.faults)
    except LookupError:
        shipped = sorted(shipped_plans())
        beside = [file.name for file in document.path.parent.glob(f"*{_PLAN_ENDING}")]
        allowed = f"a plan file beside the scenario, or a shipped plan ({', '.join(shipped)})"
        hint = closest(plan[:_LONGEST], [*shipped, *beside])
        place = document.position(("plan",))
        found = f"there is no plan {shown(plan)}"
        faults.append(Fault(str(document.path), *place, "plan", found, allowed, hint))
    else:
        faults.extend(warnings)
        return floorplan
    return None


def _plan_path(document: Document, plan: str) -> Path:
    # What comes from a pipe stands in no folder.
    folder = Path() if is_open_pipe(document.path) else document.path.parent
    is_elsewhere = Path(plan).is_absolute() or ".." in Path(plan).parts
    if len(plan) <= _LONGEST:
        for candidate in (folder / plan, folder / f"{plan}{_PLAN_ENDING}"):
            named = candidate.parent if is_elsewhere else folder
            is_json = candidate.suffix.lower() in {".json", ".geojson"}
            if (
                is_json
                and candidate.is_file()
                and candidate.resolve().is_relative_to(named.resolve())
            ):
                return candidate
    return shipped_plans()[plan]


def _mismatches(
    document: Document, stated: ScenarioFile | None, floorplan: Floorplan | None
) -> list[Mismatch]:
    found: list[Mismatch] = [] if stated is None else find_stray_sources(stated)
    data = document.data
    # What has too many parts is told so, and not looked through.
    if isinstance(data, Mapping) and not any(map(is_too_long, data.values())):
        found.extend(find_repeats(data) if floorplan is None else find_mismatches(data, floorplan))
    return found
