"""How attacks end by kind of place (R17): counted in the record, and moved from the country's."""

from collections import Counter

import pytest
from pydantic import ValidationError

from asher import evidence
from asher.evidence.incidents import read_incidents
from asher.scenario import Hazard, OnContact, OwnEnding
from asher.scenario.endings import KINDS, WEIGHT, contact_endings, moved, own_endings

NAMES = {"education": "Education", "commerce": "Commerce", "worship": "House of Worship"}


def counted(kind):
    record = read_incidents()
    return Counter(
        coding.ending
        for row, coding in zip(record.rows, record.codings, strict=True)
        if kind == "all" or row.location == NAMES[kind]
    )


@pytest.mark.parametrize("kind", ["all", *NAMES])
def test_the_figures_of_a_kind_of_place_are_those_of_the_record(kind):
    found = counted(kind)
    own = evidence.statistic(f"own-suicide-{kind}")
    before = found["suicide_before_police"]
    assert (own.k, own.n) == (before, before + found["left"])
    met = [found[name] for name in ("suicide_on_contact", "surrendered", "stopped_by_police")]
    for name, k in (("suicide", met[0]), ("surrender", met[1])):
        row = evidence.statistic(f"contact-{name}-{kind}")
        assert (row.k, row.n) == (k, sum(met))


@pytest.mark.parametrize("profile", sorted(KINDS))
def test_the_shares_of_a_place_are_those_of_the_country_moved_as_counted(profile):
    hazard, country = Hazard.model_validate({"profile": profile, "endings": "place"}), OwnEnding()
    found, nation = counted(KINDS[profile]), counted("all")

    def share(one, other):
        whole = nation[one] / (nation[one] + nation[other])
        return (found[one] + WEIGHT * whole) / (found[one] + found[other] + WEIGHT), whole

    here, whole = share("suicide_before_police", "left")
    odds = here / (1 - here) / (whole / (1 - whole))
    own = hazard.ending_shares
    assert own.suicide / own.left == pytest.approx(odds * country.suicide / country.left)
    assert own.remains == country.remains
    assert own.suicide + own.left + own.remains == pytest.approx(1.0)
    contact = OnContact()
    assert hazard.on_contact.fights / hazard.on_contact.subdued == pytest.approx(
        contact.fights / contact.subdued
    )
    assert set(hazard.basis("ending_shares").evidence) <= set(evidence.load())


def test_suicide_ends_more_attacks_at_schools_than_in_the_country():
    school, country = (
        Hazard.model_validate({"profile": "school", "endings": each})
        for each in ("place", "country")
    )
    assert school.ending_shares.suicide > 1.3 * country.ending_shares.suicide
    assert country == Hazard(profile="school")


def test_what_is_stated_wins_and_the_country_is_no_kind_of_place():
    own = {"left": 1, "suicide": 0, "remains": 0}
    stated = Hazard.model_validate({"profile": "school", "endings": "place", "ending_shares": own})
    assert stated.ending_shares.left == 1
    assert stated.on_contact != OnContact()
    with pytest.raises(ValidationError, match="a profile that is a kind of place"):
        Hazard.model_validate({"profile": "national", "endings": "place"})


def test_shares_that_are_moved_keep_their_sum():
    shares = OnContact().model_dump()
    assert sum(moved(shares, contact_endings("worship")).values()) == pytest.approx(1.0)
    assert sum(moved(OwnEnding().model_dump(), own_endings("school")).values()) == pytest.approx(1)
