"""How Sphinx builds the site: `make docs`.

Pages are the Markdown files of this folder. Those that follow from something else are written
anew into `generated/` at every build: a page for each public name, one for each example, and one
for each Markdown file that stands elsewhere in the project.
"""

import ast
import inspect
import os
import re
import sys
from pathlib import Path
from typing import Any, get_type_hints

from docutils.nodes import SkipNode
from latex2mathml.converter import convert
from sphinx.ext.napoleon import Config, NumpyDocstring

import asher

HERE = Path(__file__).parent
sys.path.append(str(HERE))
from response_rows import with_grounds  # noqa: E402  (a module of this folder)

ROOT = HERE.parent
GENERATED = HERE / "generated"
# Files of the project that are pages of the site too, by the name of the page.
PROJECT = {
    "contributing": ROOT / "CONTRIBUTING.md",
    "security": ROOT / "SECURITY.md",
    "vision": ROOT / "VISION.md",
    "changes": ROOT / "CHANGELOG.md",
    "data": ROOT / "src" / "asher" / "data" / "README.md",
}

project = "ASHER"
author = "The ASHER developers"
version = release = asher.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["dollarmath"]
html_math_renderer = "mathml"
exclude_patterns = ["_build", "generated/readme.md"]
myst_heading_anchors = 4
# Single backticks in docstrings are names of code.
default_role = "code"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = f"ASHER {release}"
html_show_copyright = False
html_copy_source = False


def write_pages(*_: Any) -> None:
    """Write the pages that follow from the program and from other files of the project."""
    pages = {f"api/{name}": api_page(name) for name in asher.__all__}
    pages |= {f"examples/{path.stem}": example_page(path) for path in example_files()}
    for name, path in PROJECT.items():
        pages[f"project/{name}"] = linked(path, shown_in=GENERATED / "project")
    # The page of entry includes this one, so its links start where that page lies.
    pages["readme"] = linked(ROOT / "README.md", shown_in=HERE)
    for old in GENERATED.rglob("*.md"):
        old.unlink()
    for name, text in pages.items():
        path = GENERATED / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def linked(path: Path, *, shown_in: Path) -> str:
    """Read a file of the project, its links turned to where it is shown."""
    text = path.read_text(encoding="utf-8")
    return turned(text, written_in=path.parent, shown_in=shown_in)


def turned(text: str, *, written_in: Path, shown_in: Path) -> str:
    """Turn the links of a text that is shown in another folder than it was written in."""
    homes = {path: GENERATED / "project" / f"{name}.md" for name, path in PROJECT.items()}
    homes[ROOT / "examples"] = HERE / "examples.md"

    def turn(link: re.Match[str]) -> str:
        target = Path(os.path.normpath(written_in / link[1]))
        return f"]({os.path.relpath(homes.get(target, target), shown_in)}{link[2] or ''})"

    return re.sub(r"\]\(([^():#\s]+)(#[^()\s]*)?\)", turn, text)


def turn_links(_app: Any, docname: str, source: list[str]) -> None:
    """Turn the links of a page of this folder to files that are pages of the site.

    The page of the response system gets the grounds of its defaults besides. They stand in the
    program, so it is read anew at every build.
    """
    if docname == "response-system":
        source[0] = with_grounds(source[0])
    if "/" not in docname:
        source[0] = turned(source[0], written_in=HERE, shown_in=HERE)


def api_page(name: str) -> str:
    """Write the page of one public name, by its docstring."""
    value = getattr(asher, name)
    if inspect.ismodule(value):
        directives = [f".. automodule:: asher.{name}\n   :members:"]
    elif inspect.isclass(value):
        show_plain_types(value)
        directives = [
            f".. autoclass:: asher.{name}\n   :members:\n   :exclude-members: model_config"
        ]
        # A class that takes fields from others of ours is told with them.
        directives += [
            f".. autoclass:: {base.__module__}.{base.__qualname__}\n   :members:"
            "\n   :exclude-members: model_config"
            for base in value.__mro__[1:]
            if base.__module__.startswith("asher.") and "Parameters\n" in (base.__doc__ or "")
        ]
    elif callable(value):
        directives = [f".. autofunction:: asher.{name}"]
    else:
        directives = [f".. autodata:: asher.{name}\n   :no-value:"]
    return f"# `{name}`\n\n```{{eval-rst}}\n" + "\n\n".join(directives) + "\n```\n"


def show_plain_types(value: type) -> None:
    """Leave out of the types of fields how pydantic reads them from a file."""
    if hasattr(value, "model_fields"):
        types = get_type_hints(value)
        value.__annotations__ = {name: types[name] for name in value.__annotations__}


def example_files() -> list[Path]:
    """List the programs of `examples/`."""
    return sorted((ROOT / "examples").glob("*.py"))


def example_page(path: Path) -> str:
    """Write the page of one example: its first line, the program and what it prints."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem
    title = said.splitlines()[0].rstrip(".")
    shown = f"../../../examples/{path.stem}"
    return (
        f"# {title}\n\n```{{literalinclude}} {shown}.py\n:language: python\n```\n\n"
        f"It prints:\n\n```{{literalinclude}} {shown}.out\n:language: text\n```\n"
    )


def leave_signature_out(_app: Any, kind: str, *_: Any) -> tuple[str, None] | None:
    """Leave out what a class is made with: its docstring tells it in words."""
    return ("", None) if kind == "class" else None


def read_sections(app: Any, kind: str, *about: Any) -> None:
    """Turn the sections of a docstring into fields.

    Napoleon by itself takes the words before a colon in a property's first line for its type, so
    that a property is read as a method here.
    """
    name, value, options, lines = about
    kind = "method" if kind == "property" else kind
    lines[:] = NumpyDocstring(lines, Config(), app, kind, name, value, options).lines()


def show_inline(writer: Any, node: Any) -> None:
    """Show a formula within a line as MathML, for which a page loads nothing."""
    writer.body.append(convert(node.astext()))
    raise SkipNode


def show_block(writer: Any, node: Any) -> None:
    """Show a formula on a line of its own."""
    writer.body.append(f"<p>{convert(node.astext(), display='block')}</p>")
    raise SkipNode


def setup(app: Any) -> None:
    """Write the pages before Sphinx looks for them, and mend what it makes of docstrings."""
    app.connect("config-inited", write_pages)
    app.connect("env-get-outdated", lambda *_: ["response-system"])
    app.connect("source-read", turn_links)
    app.connect("autodoc-process-signature", leave_signature_out)
    app.connect("autodoc-process-docstring", read_sections)
    app.add_html_math_renderer("mathml", (show_inline, None), (show_block, None))
