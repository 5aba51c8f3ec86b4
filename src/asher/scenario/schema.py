"""Files described as JSON Schema, for editors."""

from typing import Any

from pydantic import BaseModel

from asher.quantities import SUFFIX


def file_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """Describe a file.

    Parameters
    ----------
    model : type of BaseModel
        What the file states.
    title : str
        What the file is called.

    Returns
    -------
    dict
        JSON Schema, draft 2020-12. Its key ``$schema`` may stand in a file: editors find the schema
        of a file by it.
    """
    schema = model.model_json_schema()
    _tidy(schema, "")
    heading = "https://json-schema.org/draft/2020-12/schema"
    by_editors = {"type": "string", "description": "Where an editor finds this schema; not read."}
    properties = {"$schema": by_editors, **schema["properties"]}
    return {"$schema": heading, **schema, "properties": properties, "title": title}


def _tidy(schema: Any, key: str) -> None:
    """Keep of descriptions the first paragraph, and of quantities what may stand under a key.

    Editors show a description beside the cursor; a bare number needs a key that carries its unit.
    """
    if isinstance(schema, list):
        for part in schema:
            _tidy(part, key)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("description"), str):
        schema["description"] = schema["description"].split("\n\n")[0].replace("\n", " ")
    if isinstance(schema.get("anyOf"), list):
        schema["anyOf"] = [form for form in schema["anyOf"] if _may_stand(form, key)]
    for name, part in schema.items():
        if name == "properties":
            for inner, of_inner in part.items():
                _tidy(of_inner, inner)
        elif name != "default":
            _tidy(part, key)


def _may_stand(form: Any, key: str) -> bool:
    return not isinstance(form, dict) or key.endswith(form.pop(SUFFIX, ""))
