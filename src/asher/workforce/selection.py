"""Selection: what a cut-off on instruments of stated validity gives, and what it costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


def success_ratio(*, base_rate: float, selection_ratio: float, validity: float) -> float:
    """Share of those hired who do well.

    Parameters
    ----------
    base_rate : float
        Share of applicants who would do well [-], in (0, 1).
    selection_ratio : float
        Share of applicants who are hired [-], in (0, 1].
    validity : float
        Correlation of the instrument with how well they do [-], in [-1, 1].

    Returns
    -------
    float
        [-].

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    H. C. Taylor and J. T. Russell, J. Appl. Psychol. 23 (1939) 565-578: instrument and performance
    are bivariate normal, and ``P(Y > y | X > x)`` with ``P(X > x)`` the selection ratio and
    ``P(Y > y)`` the base rate. The bivariate integral is that of ``r = sin(t)`` from 0 to the
    validity (Plackett 1954), by Gauss-Legendre quadrature; six decimals hold up to |r| = 0.95.

    Examples
    --------
    >>> round(success_ratio(base_rate=0.5, selection_ratio=0.1, validity=0.5), 2)
    0.84
    """
    if not 0 < base_rate < 1:
        raise ValueError(f"base_rate: found {base_rate}; allowed: above 0 and below 1")
    if not 0 < selection_ratio <= 1:
        raise ValueError(f"selection_ratio: found {selection_ratio}; allowed: above 0, at most 1")
    if not -1 <= validity <= 1:
        raise ValueError(f"validity: found {validity}; allowed: -1 to 1")
    if selection_ratio == 1:
        return base_rate
    both = _both_above(cut_off(selection_ratio), cut_off(base_rate), validity)
    return min(1.0, max(0.0, both / selection_ratio))


def _both_above(x: float, y: float, r: float) -> float:
    """Chance that two standard normal variables of correlation r lie above x and y."""
    from scipy.special import ndtr

    if r in {-1.0, 1.0}:
        if r > 0:
            return float(ndtr(-max(x, y)))
        return max(0.0, float(ndtr(-x) + ndtr(-y) - 1.0))
    nodes, weights = np.polynomial.legendre.leggauss(200)
    end = math.asin(r)
    angle = 0.5 * end * (nodes + 1.0)
    sine, cosine = np.sin(angle), np.cos(angle)
    inside = np.exp(-(x * x + y * y - 2.0 * x * y * sine) / (2.0 * cosine * cosine))
    added = 0.5 * end * float(weights @ inside) / (2.0 * math.pi)
    return float(ndtr(-x) * ndtr(-y)) + added


def cut_off(share: float) -> float:
    """Standard score above which a share of a normal population lies.

    Parameters
    ----------
    share : float
        [-], in (0, 1].

    Returns
    -------
    float
        -inf for all.

    Examples
    --------
    >>> round(cut_off(0.1), 3)
    1.282
    """
    from scipy.special import ndtri

    return float(-ndtri(share))


def mean_above(share: float) -> float:
    """Mean standard score of the upper share of a normal population.

    Returns
    -------
    float
        ``phi(z) / share`` with z the cut-off; 0 for all.

    Examples
    --------
    >>> round(mean_above(0.1), 3), mean_above(1.0)
    (1.755, 0.0)
    """
    z = cut_off(share)
    return 0.0 if share == 1 else math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / share


def selection_utility(
    *, hired: float, years: float, validity: float, sd_value: float, selection_ratio: float,
    cost_per_applicant: float,
) -> float:  # fmt: skip
    """Gain of selecting rather than hiring at random.

    Parameters
    ----------
    hired : float
        Hired a year.
    years : float
        Years they stay.
    validity : float
        Correlation of the composite with performance [-].
    sd_value : float
        Worth of one standard deviation of performance [money a year].
    selection_ratio : float
        Share of applicants hired [-], in (0, 1].
    cost_per_applicant : float
        Of the instruments [money].

    Returns
    -------
    float
        [money].

    Notes
    -----
    Brogden, Cronbach and Gleser: ``N T r SDy phi(z) / SR - N / SR C``.

    Examples
    --------
    >>> round(selection_utility(hired=10, years=5, validity=0.4, sd_value=10_000,
    ...                         selection_ratio=0.2, cost_per_applicant=100))
    274962
    """
    gain = hired * years * validity * sd_value * mean_above(selection_ratio)
    return gain - hired / selection_ratio * cost_per_applicant


@dataclass(frozen=True, eq=False)
class Composite:
    """A weighted sum of instruments, standardised."""

    validity: Values  # Its correlation with each trait [-], shape (n_traits,)


def composite(weights: Values, validities: Values, among: Values) -> Composite:
    """Put instruments together.

    Parameters
    ----------
    weights : ndarray of float64, shape (n_instruments,)
        Weights of the standardised scores, >= 0; all zero means that nobody is told apart.
    validities : ndarray of float64, shape (n_instruments, n_traits)
        Correlation of each instrument with each trait [-].
    among : ndarray of float64, shape (n_instruments, n_instruments)
        Correlations of the instruments with each other [-].

    Returns
    -------
    Composite
        Its validities: ``w' V / sqrt(w' R w)``.
    """
    w = np.asarray(weights, dtype=np.float64)
    spread = float(w @ among @ w) if w.size else 0.0
    if spread <= 0:
        return Composite(np.zeros(validities.shape[1]))
    return Composite(w @ validities / math.sqrt(spread))


def is_possible(traits: Values, validities: Values, among: Values) -> bool:
    """Tell whether correlations of traits and instruments can hold together.

    Parameters
    ----------
    traits : ndarray of float64, shape (n_traits, n_traits)
        Correlations of the traits.
    validities, among
        See `composite`.

    Returns
    -------
    bool
        Whether the whole matrix has no negative eigenvalue.
    """
    whole = np.block([[traits, validities.T], [validities, among]])
    return bool(np.linalg.eigvalsh(whole).min() >= -1e-9)


@dataclass(frozen=True)
class Hiring:
    """What a cut-off does to the pool."""

    # People a year.
    applicants: float
    passing: float
    needed: float
    hired: float
    filled_share: float  # Posts that are filled in the long run [-]

    @property
    def vacancies_share(self) -> float:
        """Posts that stand empty [-]."""
        return 1.0 - self.filled_share


def hire(*, applicants: float, selection_ratio: float, posts: float, leave_share: float) -> Hiring:
    """Tell how many are hired under a cut-off, and how many posts stand empty.

    Parameters
    ----------
    applicants : float
        A year.
    selection_ratio : float
        Share of them above the cut-off [-]; who is hired among them is chance.
    posts : float
        Officers authorised.
    leave_share : float
        Share of officers who leave in a year [-], > 0.

    Returns
    -------
    Hiring
        In the long run: hired = those who leave.

    Examples
    --------
    >>> hire(applicants=100, selection_ratio=0.1, posts=200, leave_share=0.1).vacancies_share
    0.5
    """
    passing, needed = applicants * selection_ratio, posts * leave_share
    hired = min(passing, needed)
    return Hiring(applicants, passing, needed, hired, hired / needed if needed > 0 else 1.0)


def draw_hired(
    composite: Composite, traits: Values, *, selection_ratio: float, people: tuple[Values, Values]
) -> Values:
    """Draw the traits of those hired.

    Parameters
    ----------
    composite : Composite
        What they were selected by.
    traits : ndarray of float64, shape (n_traits, n_traits)
        Correlations of the traits among applicants.
    selection_ratio : float
        Share above the cut-off [-].
    people : tuple of ndarray of float64
        Uniform, shape (n,), and standard normal, shape (n, n_traits): the same for every plan, so
        that plans differ by what they do and not by who happened to apply.

    Returns
    -------
    ndarray of float64, shape (n, n_traits)
        Standard scores among applicants.

    Notes
    -----
    The composite is normal above its cut-off; given it, the traits are normal with mean ``r c``
    and covariance ``C - r r'``.
    """
    from scipy.special import ndtri

    uniform, normal = people
    score = -ndtri(selection_ratio * uniform)
    rest = traits - np.outer(composite.validity, composite.validity)
    values, vectors = np.linalg.eigh(rest)
    root = vectors * np.sqrt(np.maximum(values, 0.0)) @ vectors.T
    hired: Values = np.outer(score, composite.validity) + normal @ root
    return hired
