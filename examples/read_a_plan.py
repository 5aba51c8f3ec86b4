"""Read a floor plan: what it holds, how large its rooms are, and how wide its doors."""

import asher

plan = asher.read_floorplan("borderline")

print(plan.title)
print(f"{len(plan.levels)} level, {len(plan.spaces)} spaces, {len(plan.openings)} openings")
for space in plan.spaces[:3]:
    print(f"  {space.name}: {space.shape.area:.0f} m2")
for opening in plan.openings:
    if opening.exterior and opening.category == "door":
        print(f"  {opening.name}: {opening.width_m:.2f} m wide, leads outside")

try:
    plan.space("dance flor")
except asher.errors.FloorplanError as error:
    print(error)
