"""Populations of which the truth is known: log-normal amounts with zeros, as typed, heaped or ticked on a card."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

# Amounts as people say them (heaping): steps that widen with the amount, then the same steps times powers of ten.
_SAID = (5, 10, 20, 25, 30, 40, 50, 75, 100, 150, 200, 250, 300, 400, 500, 750)
HEAPS = np.array([*_SAID, *(1000 * step * 10**power for power in range(9) for step in (1, 1.5, 2, 2.5, 3, 4, 5, 7.5))])
# The card of the simulated populations; below its first amount nothing is ticked.
CARD = np.array([5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300.0])
EXACT, HEAPED, CARD_READ = "exact", "heaped", "card lower amounts"


@dataclass(frozen=True)
class Population:
    """Willingness to pay in a population: a share pays nothing, the others' amounts are log-normal.

    Parameters
    ----------
    sigma : float
        Standard deviation of the payers' log amount.
    zeros : float
        Share of the population that pays nothing.
    reading : {"exact", "heaped", "card lower amounts"}
        How an amount is answered: as it is; to the nearest amount that people say (`HEAPS`); or as the highest amount
        of a card (`CARD`) that is not above it.
    mean : float
        Mean of the whole population's amounts before they are read, in currency units.

    Examples
    --------
    >>> Population(sigma=1.0).truth("median").round(6)
    np.float64(35.178778)
    """

    sigma: float
    zeros: float = 0.0
    reading: str = EXACT
    mean: float = 58.0

    @property
    def name(self) -> str:
        """The population in words."""
        kind = "log-normal" if self.reading == EXACT else self.reading
        return f"{kind}, {100 * self.zeros:g} % zeros" if self.zeros else kind

    @property
    def location(self) -> float:
        """Mean of the payers' log amount."""
        return np.log(self.mean / (1 - self.zeros)) - self.sigma**2 / 2

    def draw(self, random: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
        """Answers of respondents drawn at random, in the shape asked for; zero for those who pay nothing."""
        uniform = random.random(shape)
        payers = special.ndtri(np.clip((uniform - self.zeros) / (1 - self.zeros), 1e-300, None))
        return np.where(uniform < self.zeros, 0.0, self.read(np.exp(self.location + self.sigma * payers)))

    def read(self, amounts: np.ndarray) -> np.ndarray:
        """Amounts as this population answers them."""
        if self.reading == EXACT:
            return amounts
        answers, cuts = self._answers()
        return answers[np.searchsorted(cuts, amounts, side="right")]

    def _answers(self) -> tuple[np.ndarray, np.ndarray]:
        """The answers there are, ascending, and the amounts at which one gives way to the next."""
        if self.reading == HEAPED:
            return HEAPS, (HEAPS[1:] + HEAPS[:-1]) / 2
        return np.concatenate([[0.0], CARD]), CARD

    def truth(self, measure: str) -> float:
        """Mean or median of this population as read, exact."""
        if self.reading == EXACT:
            if measure == "mean":
                return self.mean
            return np.exp(self.location + self.sigma * special.ndtri((0.5 - self.zeros) / (1 - self.zeros)))
        answers, cuts = self._answers()
        below = special.ndtr((np.log(cuts) - self.location) / self.sigma)
        shares = (1 - self.zeros) * np.diff(below, prepend=0.0, append=1.0)
        if measure == "mean":
            return float(answers @ shares)
        return float(answers[np.searchsorted(self.zeros + np.cumsum(shares), 0.5)])

    def share_willing(self, price: float) -> float:
        """Share of the population that would pay a price, its amounts not yet read."""
        return (1 - self.zeros) * special.ndtr((self.location - np.log(price)) / self.sigma)
