"""Real files of others: small ones that may be passed on are here, others beside the clone."""

import json
import os
from pathlib import Path

import pytest

HERE = Path(__file__).parent
BESIDE = HERE.parents[1].parent / "shared" / "corpus"


@pytest.fixture(scope="session")
def corpus():
    """Find a file of the corpus by its path in it; without it the test is skipped."""

    def find(path):
        for folder in (HERE / "corpus", Path(os.environ.get("ASHER_CORPUS", BESIDE)), BESIDE):
            if (folder / path).exists():
                return folder / path
        return pytest.skip(
            f"{path} is not in the repository, for its size or licence: see ASHER_CORPUS"
        )

    return find


@pytest.fixture(scope="session")
def facts(corpus):
    """What was counted in a file of the corpus with independent tools."""

    def read(path):
        return json.loads(corpus(path).with_name("facts.json").read_text(encoding="utf-8"))

    return read
