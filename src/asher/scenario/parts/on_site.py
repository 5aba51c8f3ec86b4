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
from asher.scenario.within import Names

Kind = Literal[
    "unarmed-guard", "armed-guard", "resource-officer", "school-marshal", "armed-bystander"
]


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
}


class OnSite(Part):
    """R7 to R11: people at the place who may act before police come.

    Parameters
    ----------
    kind : {"unarmed-guard", "armed-guard", "resource-officer", "school-marshal", "armed-bystander"}
        Whose figures fill in what is not stated.
    count : int
        How many, 1 to 50.
    post : tuple of str
        Post zones of the plan, taken in turn; none means all posts of the plan. Armed bystanders
        have none: they are among the occupants.
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
        return ", ".join(words)

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
        }

    def find_lacking(self, around: Around) -> Iterator[Lacking]:
        """Find what they need: their posts in the plan."""
        if not self.has_post:
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
            return {**_KINDS[data["kind"]].filled, **data}
        return data
