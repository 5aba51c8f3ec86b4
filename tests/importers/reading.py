"""Files read with the module of one format, and what came of them."""

import json
import zipfile

import pytest

from asher.errors import FloorplanError
from asher.floorplan.importers import import_file
from asher.floorplan.importers.assemble import assemble
from asher.floorplan.importers.options import Options
from asher.floorplan.topology import connect


class Reader:
    """Reads files that a module recognises by how they begin."""

    def __init__(self, module):
        self.module = module

    def __call__(self, path, **said):
        with path.open("rb") as stream:
            assert self.module.recognises(stream.read(8192), path)
        return self.module.read(path, Options(**said))

    def refused(self, path, match, **said):
        with pytest.raises(FloorplanError, match=match) as caught:
            self(path, **said)
        assert len(caught.value.faults) == 1


def archived(path, collections, extra=()):
    """A zip of GeoJSON: features by the name of their file, then what else is in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, features in collections.items():
            document = {"type": "FeatureCollection", "features": features}
            archive.writestr(name, json.dumps(document))
        for name, raw in extra:
            archive.writestr(name, raw)
    return path


def not_imported(path, match, text=None):
    """No plan comes of a file; its text is written first where it is given."""
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FloorplanError, match=match):
        import_file(path)


def kept_of(found, **least):
    """No error is left, and more than a share of what was shown, by its word, is in the plan."""
    for word, share in least.items():
        shown, kept = found.counts[word]
        assert kept > share * shown
    assert not [fault for fault in found.faults if fault.severity == "error"]


def codes(drawing):
    return [note.code for note in drawing.notes]


def joined(drawing):
    """Rooms and doors of the plan, and between which rooms these are."""
    plan, *_ = assemble(drawing, Options())
    sides = connect(plan).opening_spaces
    names = [space.name for space in plan.spaces]
    pairs = {tuple(sorted(names[at] if at >= 0 else "" for at in side)) for side in sides}
    return names, pairs
