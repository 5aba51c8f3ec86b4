"""R7 to R11: people at the place who may act before police come."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from asher.documents import closest, listed
from asher.quantities import Metres, Share, format_seconds, format_share
from asher.scenario.durations import Duration, lognormal, or_text
from asher.scenario.parts.setting import Around, Lacking, Part, in_words
from asher.scenario.response import Response
from asher.scenario.sources import sourced
from asher.scenario.stated import one_or_many
from asher.scenario.within import Name, Names

Kind = Literal[
    "unarmed-guard",
    "armed-guard",
    "resource-officer",
    "school-marshal",
    "armed-bystander",
    "off-duty-officer",
]
_FETCHED = {"median": "15 s", "p90": "30 s"}  # lock and key alone, where the way is walked


@dataclass(frozen=True, slots=True)
class _Of:
    row: str
    what: str
    one: str
    many: str
    filled: Mapping[str, Any] = field(default_factory=dict)  # what is not stated
    is_armed: bool = True  # can end the attack
    is_visible: bool = False  # somebody who plans an attack could know of them
    is_sworn: bool = False  # counts as an officer in the results
    has_post: bool = True  # else among the occupants


_KINDS: dict[str, _Of] = {
    "unarmed-guard": _Of(
        "R7",
        "unarmed guard",
        "unarmed guard",
        "unarmed guards",
        {"engages_share": 1.0, "goes_out": False, "reports": True},
        is_armed=False,
        is_visible=True,
    ),
    "armed-guard": _Of("R8", "armed guard", "armed guard", "armed guards", is_visible=True),
    "resource-officer": _Of(
        "R9",
        "resource officer",
        "resource officer",
        "resource officers",
        {"reports": True},
        is_visible=True,
        is_sworn=True,
    ),
    # 80 h of training against 58 h of firearms hours of a recruit (marshal-hours,
    # recruit-hours-firearms): nothing says that they shoot worse. Lock and key is a judgement.
    "school-marshal": _Of(
        "R10",
        "trained armed staff",
        "trained armed member of staff",
        "trained armed members of staff",
        {"ready": {"median": "60 s", "p90": "2 min"}, "goes_out": False},
    ),
    "armed-bystander": _Of(
        "R11",
        "other armed people",
        "armed person among the occupants",
        "armed people among the occupants",
        {"engages_share": 0.3, "goes_out": False, "contact_range_m": 7.0, "hit_share": 0.7},
        has_post=False,
    ),
    # A visitor: counts as an occupant, since nobody sent this officer.
    "off-duty-officer": _Of(
        "R11",
        "other armed people",
        "armed officer off duty among the occupants",
        "armed officers off duty among the occupants",
        {"identifies_share": 0.8},
        has_post=False,
    ),
}


def _law_of(stated: Duration | None) -> tuple[float, float]:
    """Median [s] and spread of a duration; 0 and 0 of one that is not stated."""
    return (0.0, 0.0) if stated is None else (stated.median_s, stated.log_sd)


class OnSite(Part):
    """R7 to R11: people at the place who may act before police come.

    Parameters
    ----------
    kind : {"unarmed-guard", "armed-guard", "resource-officer", "school-marshal", \
"armed-bystander", "off-duty-officer"}
        Whose figures fill in what is not stated.
    count : int
        How many, 1 to 50.
    post : tuple of str
        Post zones of the plan, taken in turn; none means all posts of the plan. Armed bystanders
        and officers off duty have none: they are among the occupants.
    patrol : tuple of str
        Spaces of the plan through which they walk in turn until they learn of the attack, instead
        of standing at a post. Where along it they begin is drawn for each incident.
    patrol_stop : Duration or None
        How long they stay in each of these spaces.
    engages_share : float
        Chance that each of them acts at all [-]. Who does not is in cover or elsewhere and changes
        nothing.
    ready : Duration
        From noticing to being ready to act [s]: for a marshal, from under lock and key.
    goes_out : bool
        Whether they go towards the sound; else they stay at their post and act on whom they see.
    contact_range_m : float
        Farthest distance of an engagement along a line of sight [m].
    hit_share : float
        Chance that a round hits, relative to an officer's [-].
    reports : bool
        Whether they have a radio: their notice is an emergency call.
    warns : bool
        Whether those in the same space and those in sight learn of the attack from them.
    locks_doors : bool
        Whether a guard without a weapon locks the doors of the rooms beside, one after another.
    delay : Duration or None
        For how long a guard without a weapon keeps an attacker who comes near where he or she is.
    delay_chance : float
        Chance that the guard does so at all [-].
    store : str or None
        Space of the plan where the weapon of trained staff is locked away: they walk there.
    first : {"weapon", "shelter"}
        Whether they go for it at once, or see a room locked first.
    identifies_share : float
        Share who make themselves known to police who come [-].
    """

    label: ClassVar = "People on site"
    system_rows: ClassVar = {kind.row: kind.what for kind in _KINDS.values()}
    acts_before_police: ClassVar = True

    kind: Kind
    count: Annotated[int, Field(strict=True, ge=1, le=50)] = sourced(
        1, judgement="one person unless stated"
    )
    post: Names = sourced((), judgement="all posts of the plan")
    engages_share: Share = sourced(
        0.5,
        judgement="guards and school officers were present at attacks and did not engage, or were "
        "out of place (Parkland, Columbine, Pulse); evidence on them is contradictory, so studies "
        "should vary it from 0 to 1",
    )
    ready: Duration = sourced(lognormal("3 s", "10 s"), judgement="armed and at the post")
    goes_out: bool = sourced(True, judgement="goes towards the sound")
    contact_range_m: Annotated[Metres, Field(gt=0)] = sourced(
        25.0, judgement="as an officer's", unit="m"
    )
    hit_share: Annotated[float, Field(ge=0, le=2)] = sourced(
        1.0, judgement="as an officer's: no sourced share for other armed people"
    )
    reports: bool = sourced(False, judgement="no radio unless stated")
    patrol: Names = sourced((), judgement="at a post unless stated")
    patrol_stop: Duration | None = sourced(None, judgement="walks on unless stated", unit="s")
    warns: bool = sourced(False, judgement="warns nobody unless stated")
    locks_doors: bool = sourced(False, judgement="locks no door unless stated")
    delay: Duration | None = sourced(None, judgement="delays nobody unless stated", unit="s")
    delay_chance: Share = sourced(
        0.5, judgement="no sourced share; of effect only where a delay is stated"
    )
    store: Name | None = sourced(None, judgement="no way: `ready` is all of it")
    first: Literal["weapon", "shelter"] = sourced(
        "weapon", judgement="goes for the weapon at once; of effect only where a store is stated"
    )
    identifies_share: Share = sourced(0.0, judgement="nobody unless stated")

    @property
    def is_armed(self) -> bool:
        """Whether they can end the attack."""
        return _KINDS[self.kind].is_armed

    @property
    def is_visible(self) -> bool:
        """Whether somebody who plans an attack could know of them."""
        return _KINDS[self.kind].is_visible

    @property
    def is_sworn(self) -> bool:
        """Whether they count as officers in the results."""
        return _KINDS[self.kind].is_sworn

    @property
    def has_post(self) -> bool:
        """Whether they stand at a post, not among the occupants."""
        return _KINDS[self.kind].has_post

    def words(self, response: Response) -> str:
        """Say who is there and what they do."""
        del response
        kind, alone = _KINDS[self.kind], self.count == 1
        who = f"{in_words(self.count)} {kind.one if alone else kind.many}"
        if self.patrol:
            words = [f"{who} on patrol through {' and '.join(map(repr, self.patrol))}"]
            if self.patrol_stop is not None:
                words[0] += f" with stops of {format_seconds(self.patrol_stop.median_s)} (median)"
        else:
            words = [who + ((" at a post" if alone else " at posts") if kind.has_post else "")]
        if self.engages_share == 0:
            words.append("does not act" if alone else "do not act")
        elif self.engages_share < 1:
            each = "" if alone else " each"
            words.append(f"acts{each} with a chance of {format_share(self.engages_share)}")
        if self.is_armed and self.engages_share > 0:
            words.append(f"ready in {format_seconds(self.ready.median_s)} (median)")
            words.append("goes towards the sound" if self.goes_out else "does not go out")
        words.append("has a radio" if self.reports else "has no radio")
        return ", ".join([*words, *self._duties()])

    def _duties(self) -> Iterator[str]:
        """What they do besides, as far as it is stated."""
        if self.warns:
            yield "warns those around"
        if self.locks_doors:
            yield "locks the doors beside"
        if self.delay is not None:
            chance = format_share(self.delay_chance)
            yield (
                f"delays the attacker for {format_seconds(self.delay.median_s)} (median) "
                f"with a chance of {chance}"
            )
        if self.store is not None:
            shelter = "sees a room locked, then " * (self.first == "shelter")
            yield f"{shelter}walks to the weapon in {self.store!r}"
        if self.identifies_share > 0:
            share = format_share(self.identifies_share)
            yield f"is identified to police with a chance of {share}"

    def rows(self) -> tuple[str, ...]:
        """Rows that they use."""
        return (_KINDS[self.kind].row,)

    def person_terms(self) -> dict[str, float | tuple[float, float]]:
        """What the laws read of each of them, by column of the kernels' `ON_SITE`."""
        return {
            "engages": self.engages_share,
            "ready": (self.ready.median_s, self.ready.log_sd),
            "range_m": self.contact_range_m,
            "hit": self.hit_share,
            "goes_out": self.goes_out,
            "reports": self.reports,
            "armed": self.is_armed,
            "sworn": self.is_sworn,
            "warns": self.warns,
            "locks": self.locks_doors,
            "delays": 0.0 if self.delay is None else self.delay_chance,
            "delay": _law_of(self.delay),
            "rests": _law_of(self.patrol_stop),
            "shelters": self.first == "shelter",
            "identifies": self.identifies_share,
        }

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what they need: their posts and spaces in the plan, and what their kind does."""
        yield from self._find_unfit()
        spaces = [space.name for space in around.floorplan.spaces]
        for key in ("patrol", "store"):
            stated = getattr(self, key)
            for number, name in enumerate(stated if key == "patrol" else filter(None, [stated])):
                if name not in spaces:
                    allowed = f"a space of the plan ({listed(spaces)})"
                    keys = (key, number) if key == "patrol" else (key,)
                    found, near = around.lacks_space(name), closest(name, spaces)
                    yield Lacking(found, allowed, near, keys)
        if not self.has_post or self.patrol:
            return
        zones = around.floorplan.zones
        posts = [zone.name for zone in zones if zone.category == "post" and zone.polygon]
        if not posts:
            found = (
                f"{around.course.name!r} needs a post for its {self.kind}, and the plan has none"
            )
            yield Lacking(found, "a zone of category post in the plan")
            return
        for name in self.post:
            if name not in posts:
                allowed = f"a post zone of the plan ({listed(posts)})"
                yield Lacking(f"{name!r} is not a post", allowed, closest(name, posts))

    def _find_unfit(self) -> Iterator[Lacking]:
        """Find what is stated and does not fit the kind, or the rest of what is stated."""
        one = _KINDS[self.kind].one
        for key in ("locks_doors", "delay"):
            if getattr(self, key) and self.is_armed:
                yield Lacking(f"{key} of an {one}", "a guard without a weapon", keys=(key,))
        if self.store is not None and self.kind != "school-marshal":
            yield Lacking(f"a store for the {self.kind}", "kind: school-marshal", keys=("store",))
        if self.first == "shelter" and self.store is None:
            found = "first: shelter, without a weapon that is fetched afterwards"
            yield Lacking(found, "the store where it lies", keys=("first",))
        if self.patrol and (self.post or self.store or not self.has_post):
            found = (
                f"a patrol of the {self.kind}, beside a post, a store or a place among occupants"
            )
            yield Lacking(found, "one of them, and kinds that stand at posts", keys=("patrol",))
        if self.patrol_stop is not None and not self.patrol:
            found = "stops on a patrol that is not stated"
            yield Lacking(found, "the spaces of its patrol", keys=("patrol_stop",))
        if len(set(self.patrol)) == 1:
            found = f"a patrol through {self.patrol[0]!r} alone"
            yield Lacking(found, "two spaces or more", keys=("patrol",))

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return or_text(handler(core_schema), handler, {"enum": list(_KINDS)})

    @model_validator(mode="before")
    @classmethod
    def _fill_from_kind(cls, data: Any) -> Any:
        if isinstance(data, str):
            data = {"kind": data}
        if isinstance(data, Mapping) and data.get("kind") in _KINDS:
            fetched = {"ready": _FETCHED} if data.get("store") else {}
            return {**_KINDS[data["kind"]].filled, **fetched, **data}
        return data


PeopleOnSite = Annotated[tuple[OnSite, ...], one_or_many(OnSite, dict, str)]
