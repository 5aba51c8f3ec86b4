"""What the command line may say of numbers that are not known."""

from enum import StrEnum


class Uncertainty(StrEnum):
    """Whether calibrated numbers are as stated or drawn anew for each incident."""

    none = "none"
    posterior = "posterior"
