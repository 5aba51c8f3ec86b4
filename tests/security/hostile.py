"""What a stranger may send, and the ways in which the tests hand it over."""

import json
import re
from pathlib import Path

import command

SCENARIO = {
    "title": "A stranger's scenario",
    "plan": "corridor",
    "occupants": {"name": "people", "count": 3},
}
RECORD = (
    "date,time,state,name,location,killed,wounded,terminating_event,shooter_fate,report\n"
    "2010-01-02,10:00,Ohio,{name},{location},2,1,Suicide,Suicide,first\n"
    "2011-01-02,11:00,Ohio,Another place,Commerce,3,4,Suicide,Suicide,first\n"
)
MARKUP = (
    "</script></style></title><script>alert(1)</script><img src=http://x.example/a onerror=b()>"
    "\"'><a href=https://x.example/>{{ 7 * 7 }}"
)
STEERING = "a\x1b]0;b\x07\x1b[2J\u202ec"


def asher(*words, columns=90):
    """Call the program; return what it printed and its status, never a traceback."""
    done = command.asher(*words, columns=columns)
    fine = done.exception is None or isinstance(done.exception, SystemExit)
    assert fine, f"a traceback instead of a message: {done.exception!r}"
    return done


def refused(*words):
    """Call the program, which has to refuse its input in words; return these."""
    done = asher(*words)
    assert done.exit_code == 2, done.output
    assert done.stderr.strip()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", done.output), done.output
    return done.stderr


def scenario_file(folder, name="s.yaml", **changes):
    """A scenario file; JSON is YAML."""
    path = Path(folder) / name
    path.write_text(json.dumps({**SCENARIO, **changes}), encoding="utf-8")
    return path


def change_json(path, **changes):
    """Change some members of a JSON file."""
    found = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**found, **changes}), encoding="utf-8")
