"""What a person sees who types the name of an object: a line, never its arrays."""

import asher


def test_objects_tell_what_they_are_in_a_line():
    scenario = asher.read_scenario("borderline")
    outcome = asher.simulate(scenario, replications=1, seed=1)
    for shown, told in (
        (scenario, "Borderline"),
        (scenario.floorplan, "spaces: "),
        (outcome, "1 replications, seed 1"),
    ):
        assert told in repr(shown)
        assert str(shown) == repr(shown)
        assert len(repr(shown)) < 250
        assert "\n" not in repr(shown)
