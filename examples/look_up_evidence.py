"""Look up published figures: their source, grade and role, and a default that rests on one."""

import asher

speed = asher.evidence.statistic("walk-speed")
print(f"{speed.id}: {speed.estimate:g} {speed.unit} ({speed.origin})")
print(f"  grade {speed.grade}; role: {speed.role}")

short = asher.evidence.statistic("duration-2min")
print(f"{short.quantity}: {short.k} of {short.n}, that is {short.estimate:.1%}")

fitted = [row.id for row in asher.evidence.load().values() if row.role == "calibrate"]
print(f"calibrated on {len(fitted)} figures, the first of them {fitted[0]}")

guests = asher.read_scenario("borderline").occupants[0]
basis = guests.basis("walking_speed_m_s")
print(f"default walking speed: {basis.default:g} {basis.unit}, by {', '.join(basis.evidence)}")

try:
    asher.evidence.statistic("walking-speed")
except asher.errors.EvidenceError as error:
    print(error)
