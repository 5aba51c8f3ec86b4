"""Small buildings as IFC files, drawn in metres and written in any unit, turned and mirrored."""

import math

import ifcopenshell
import ifcopenshell.guid


class House:
    """A building of one's own: storeys, spaces, walls with doors, stairs."""

    def __init__(self, unit_m=1.0, *, turn=0.0, mirror=False, at=(0.0, 0.0), says_m=None):
        self.file = ifcopenshell.file(schema="IFC4")
        self.unit, self.turn, self.mirror, self.at = unit_m, math.radians(turn), mirror, at
        make = self.file.create_entity
        self.context = make(
            "IfcGeometricRepresentationContext",
            ContextType="Model",
            CoordinateSpaceDimension=3,
            Precision=1e-6,
            WorldCoordinateSystem=self.axes((0, 0, 0)),
        )
        self.project = self.root(
            "IfcProject",
            Name="House",
            RepresentationContexts=[self.context],
            UnitsInContext=make("IfcUnitAssignment", Units=[self._unit(says_m or unit_m)]),
        )
        self.building = self.root("IfcBuilding", Name="Small house")
        self.join("IfcRelAggregates", self.project, [self.building])

    def root(self, kind, **attributes):
        return self.file.create_entity(kind, GlobalId=ifcopenshell.guid.new(), **attributes)

    def join(self, kind, one, many):
        return self.root(kind, RelatingObject=one, RelatedObjects=many)

    def _unit(self, metres):
        make = self.file.create_entity
        prefix = {1.0: None, 0.01: "CENTI", 0.001: "MILLI"}
        if metres in prefix:
            return make("IfcSIUnit", UnitType="LENGTHUNIT", Prefix=prefix[metres], Name="METRE")
        size = make(
            "IfcMeasureWithUnit",
            ValueComponent=make("IfcLengthMeasure", metres),
            UnitComponent=make("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE"),
        )
        none = make("IfcDimensionalExponents", 1, 0, 0, 0, 0, 0, 0)
        return make("IfcConversionBasedUnit", none, "LENGTHUNIT", "FOOT", size)

    def place(self, x, y):
        """Where a point of the drawing is in the file [m]."""
        x = -x if self.mirror else x
        cos, sin = math.cos(self.turn), math.sin(self.turn)
        return self.at[0] + x * cos - y * sin, self.at[1] + x * sin + y * cos

    def point(self, *xyz):
        return self.file.create_entity("IfcCartesianPoint", [v / self.unit for v in xyz])

    def axes(self, origin, x=(1.0, 0.0, 0.0)):
        make = self.file.create_entity
        return make(
            "IfcAxis2Placement3D",
            self.point(*origin),
            make("IfcDirection", [0.0, 0.0, 1.0]),
            make("IfcDirection", [float(v) for v in x]),
        )

    def solid(self, corners, low, high):
        """The shape over a polygon between two heights."""
        make = self.file.create_entity
        points = [self.point(*self.place(*corner)) for corner in [*corners, corners[0]]]
        profile = make(
            "IfcArbitraryClosedProfileDef",
            ProfileType="AREA",
            OuterCurve=make("IfcPolyline", Points=points),
        )
        body = make(
            "IfcExtrudedAreaSolid",
            profile,
            self.axes((0, 0, low)),
            make("IfcDirection", [0.0, 0.0, 1.0]),
            (high - low) / self.unit,
        )
        return self.shape([body])

    def shape(self, bodies, kind="SweptSolid"):
        make = self.file.create_entity
        shape = make("IfcShapeRepresentation", self.context, "Body", kind, bodies)
        return make("IfcProductDefinitionShape", Representations=[shape])

    def storey(self, name, height):
        storey = self.root(
            "IfcBuildingStorey",
            Name=name,
            Elevation=height / self.unit,
            ObjectPlacement=self.file.create_entity(
                "IfcLocalPlacement", None, self.axes((0, 0, height))
            ),
        )
        self.join("IfcRelAggregates", self.building, [storey])
        return storey

    def element(self, kind, storey, corners, low, high, **attributes):
        element = self.root(kind, Representation=self.solid(corners, low, high), **attributes)
        if storey is None:
            return element
        if kind == "IfcSpace":
            self.join("IfcRelAggregates", storey, [element])
        else:
            self.root(
                "IfcRelContainedInSpatialStructure",
                RelatedElements=[element],
                RelatingStructure=storey,
            )
        return element

    def space(self, storey, corners, name, height=0.0, tall=2.6, **attributes):
        return self.element(
            "IfcSpace", storey, corners, height, height + tall, Name=name, **attributes
        )

    def wall(self, storey, corners, height=0.0, tall=2.8):
        return self.element("IfcWall", storey, corners, height, height + tall)

    def opening(self, wall, corners, low, high):
        hole = self.element("IfcOpeningElement", None, corners, low, high)
        self.root("IfcRelVoidsElement", RelatingBuildingElement=wall, RelatedOpeningElement=hole)
        return hole

    def door(self, storey, wall, corners, name, height=0.0, width=0.9, tall=2.1, filled=True):
        """A door or an empty opening over a rectangle through a wall."""
        hole = self.opening(wall, corners, height, height + tall)
        if not filled:
            return hole
        door = self.element(
            "IfcDoor",
            storey,
            corners,
            height,
            height + tall,
            Name=name,
            OverallWidth=width / self.unit,
            OverallHeight=tall / self.unit,
        )
        self.root("IfcRelFillsElement", RelatingOpeningElement=hole, RelatedBuildingElement=door)
        return door

    def boundary(self, space, element):
        self.root(
            "IfcRelSpaceBoundary",
            RelatingSpace=space,
            RelatedBuildingElement=element,
            PhysicalOrVirtualBoundary="PHYSICAL",
            InternalOrExternalBoundary="INTERNAL",
        )

    def is_external(self, door, value):
        make = self.file.create_entity
        single = make(
            "IfcPropertySingleValue", Name="IsExternal", NominalValue=make("IfcBoolean", value)
        )
        common = self.root("IfcPropertySet", Name="Pset_DoorCommon", HasProperties=[single])
        self.root(
            "IfcRelDefinesByProperties",
            RelatedObjects=[door],
            RelatingPropertyDefinition=common,
        )

    def stair(self, storey, name, flights):
        """A stair of flights, each a list of (polygon, height of its tread)."""
        stair = self.root("IfcStair", Name=name)
        self.root(
            "IfcRelContainedInSpatialStructure", RelatedElements=[stair], RelatingStructure=storey
        )
        parts = []
        for treads in flights:
            bodies = []
            for corners, top in treads:
                shape = self.solid(corners, top - 0.05, top)
                bodies += shape.Representations[0].Items
            parts.append(self.root("IfcStairFlight", Representation=self.shape(bodies)))
        self.join("IfcRelAggregates", stair, parts)
        return stair

    def write(self, folder, name="house.ifc"):
        path = folder / name
        self.file.write(str(path))
        return path


def box(x0, y0, x1, y1):
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def walls_of(house, storey, x0, y0, x1, y1, thick=0.2, **heights):
    """Four walls around a rectangle: south, north, west, east."""
    t = thick
    return [
        house.wall(storey, box(x0 - t, y0 - t, x1 + t, y0), **heights),
        house.wall(storey, box(x0 - t, y1, x1 + t, y1 + t), **heights),
        house.wall(storey, box(x0 - t, y0, x0, y1), **heights),
        house.wall(storey, box(x1, y0, x1 + t, y1), **heights),
    ]


def two_rooms(house, *, spaces=True, thick=0.2, join=None):
    """A hall of 5 m x 4 m and an office of 3 m x 4 m, a door between them and one outside."""
    storey = house.storey("Ground", 0.0)
    t = thick
    south, *_ = walls_of(house, storey, 0, 0, 8 + t, 4, t)
    middle = house.wall(storey, box(5, 0, 5 + t, 4))
    if spaces:
        hall = house.space(storey, box(0, 0, 5, 4), "1", LongName="Hall")
        office = house.space(storey, box(5 + t, 0, 8 + t, 4), "2", LongName="Office")
    inner = house.door(storey, middle, box(5 - 0.05, 1, 5 + t + 0.05, 1.9), "inner")
    house.door(storey, south, box(2, -t, 3.2, 0), "main", width=1.2)
    if join:
        house.boundary(hall, inner)
        house.boundary(office, inner)
    return storey
