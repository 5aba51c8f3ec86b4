"""Officers of the first wave who are tired (R20), on a plan and without one."""

from asher.kernels.jit import kernel
from asher.kernels.streams import Purpose, draw


@kernel
def factor_of_tired(response, stream, key, factor):
    """What a number is multiplied by for one responder.

    Parameters
    ----------
    response : ResponseTerms
        How many officers of the first wave there are, and the share of them who are tired.
    stream : Stream
        Seed and replication.
    key : int
        The responder.
    factor : float
        That of who is tired [-].

    Returns
    -------
    float
        `factor` for an officer who is tired; 1 for one who is not, for the tactical team, which was
        called in, and for people on site.
    """
    if response.tired > 0.0 and key < response.officers:
        if draw(stream, Purpose.TIRED, key, 0) < response.tired:
            return factor
    return 1.0
