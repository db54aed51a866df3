"""What invented respondents are made from, and which combinations of it no respondents could meet."""

from __future__ import annotations

import math
from dataclasses import dataclass

from helpers.money import formatted
from helpers.rounding import printed
from helpers.study import Average, InputError, Invented, Study

# Fewer respondents leave too little room for a mean, a spread and a share of zeros at once.
FEWEST = 10
# Nobody who pays anything gives less than one unit of the currency.
LEAST = 1


@dataclass(frozen=True)
class Assumptions:
    """What the abstract does not say of willingness to pay, one value each.

    Attributes
    ----------
    n : int
        Respondents.
    mean : float
        Mean of the usable amounts, to the hundredth: payers, true zeros and zeros of unclear reason.
    spread : float
        Standard deviation of the usable amounts, with divisor one less than their number.
    zeros : float
        Share of the usable amounts that are zero.
    unclear : float
        Share of these zeros whose reason is unclear.
    protests : float
        Share of all respondents who protest; their zeros are not usable.
    unanswered : float
        Share of all respondents without a usable or protest answer: blank, or a range that waits for a ruling.
    heaping : float
        Share of payers who name a round figure (`ROUND_FIGURES`).
    cap : float
        Highest amount that anybody names.
    card : tuple of float
        The amounts of the payment card, ascending; empty if none is shown.
    seed : int
        Of everything drawn.
    currency : str
        For messages.
    """

    n: int = 54
    mean: float = 58
    spread: float = 73
    zeros: float = 8 / 46
    unclear: float = 3 / 8
    protests: float = 3 / 54
    unanswered: float = 5 / 54
    heaping: float = 0.9
    cap: float = 400
    card: tuple[float, ...] = ()
    seed: int = 0
    currency: str = "GBP"

    @property
    def n_protests(self) -> int:
        """Respondents who protest."""
        return round(self.n * self.protests)

    @property
    def n_unanswered(self) -> int:
        """Respondents without an amount."""
        return round(self.n * self.unanswered)

    @property
    def n_usable(self) -> int:
        """Amounts that are averaged."""
        return self.n - self.n_protests - self.n_unanswered

    @property
    def n_zeros(self) -> int:
        """Zeros among the amounts averaged."""
        return round(self.n_usable * self.zeros)

    @property
    def n_payers(self) -> int:
        """Respondents who pay something."""
        return self.n_usable - self.n_zeros

    @property
    def n_heaped(self) -> int:
        """Payers who name a round figure."""
        return round(self.n_payers * self.heaping)

    @property
    def total(self) -> float:
        """Sum of the usable amounts."""
        return round(100 * self.mean) * self.n_usable / 100

    def sd(self, total_of_squares: float) -> float:
        """Standard deviation of usable amounts whose squares add up to a total."""
        return math.sqrt(max(total_of_squares - self.total**2 / self.n_usable, 0) / (self.n_usable - 1))

    @property
    def spreads(self) -> tuple[float, float]:
        """Least and largest spread: all payers alike, or as many at the cap as the total allows and all others at one.

        >>> fifty_four = Assumptions(zeros=0.3, protests=0, unanswered=0)
        >>> f"{fifty_four.spreads[0]:.0f}"
        '38'
        """
        cap = min(self.cap, self.total)
        least = self.sd(self.total**2 / self.n_payers)
        at_cap = math.floor((self.total - LEAST * self.n_payers) / (cap - LEAST)) if cap > LEAST else 0
        if at_cap >= self.n_payers:
            return least, least
        rest = self.total - at_cap * cap - LEAST * (self.n_payers - at_cap - 1)
        return least, self.sd(at_cap * cap**2 + rest**2 + LEAST**2 * (self.n_payers - at_cap - 1))

    @property
    def largest_spread(self) -> float:
        """No amounts between 0 and the cap with this mean spread further, whatever the share of zeros (Bhatia, Davis).

        >>> f"{Assumptions(protests=0, unanswered=0, cap=200).largest_spread:.1f}"
        '91.6'
        """
        return math.sqrt(self.mean * (self.cap - self.mean) * self.n_usable / (self.n_usable - 1))


def check(assumed: Assumptions) -> None:
    """Stop at a value that no respondents could meet, and name the nearest that some could.

    Raises
    ------
    InputError
        One sentence with the value, the reason and the nearest admissible value.
    """
    if not isinstance(assumed.n, int) or assumed.n < FEWEST:
        raise InputError(f"{assumed.n} respondents are too few to invent; the nearest that can be made is {FEWEST}.")
    for name in ("zeros", "unclear", "protests", "unanswered", "heaping"):
        if not 0 <= (share := getattr(assumed, name)) <= 1:
            raise InputError(f"{name} of {share:g} is no share; the nearest is {min(max(share, 0), 1):g}.")
    most = 1 - assumed.protests - (FEWEST - 1) / assumed.n
    if assumed.n_usable < FEWEST - 1:
        raise InputError(
            f"protests of {assumed.protests:g} and unanswered of {assumed.unanswered:g} leave {assumed.n_usable} of "
            f"{assumed.n} amounts to average, too few; the nearest is unanswered of {_down(max(most, 0)):g}."
        )
    if assumed.n_payers < 2:
        nearest = _down(1 - 2 / assumed.n_usable)
        raise InputError(f"zeros of {assumed.zeros:g} leave nobody to pay the mean; the nearest is {nearest:g}.")
    if assumed.n_heaped >= assumed.n_payers:
        nearest = _down(1 - 1 / assumed.n_payers)
        raise InputError(
            f"heaping of {assumed.heaping:g} leaves no amount to make the total exact; the nearest is {nearest:g}."
        )
    _check_money(assumed)


def _check_money(assumed: Assumptions) -> None:
    """Mean, cap and spread, in this order: each is possible only given those before it."""

    def money(amount: float) -> str:
        return formatted(round(amount, 2), assumed.currency)

    if abs(100 * assumed.mean - round(100 * assumed.mean)) > 1e-6:
        raise InputError(f"a mean of {assumed.mean:g} is not met by hundredths; the nearest is {money(assumed.mean)}.")
    paid = assumed.n_payers / assumed.n_usable
    if not LEAST * paid <= assumed.mean <= assumed.cap * paid:
        nearest = -_down(-LEAST * paid) if assumed.mean < LEAST * paid else _down(assumed.cap * paid)
        raise InputError(
            f"a mean of {money(assumed.mean)} is not possible where {assumed.n_payers} of {assumed.n_usable} pay "
            f"between {money(LEAST)} and {money(assumed.cap)}; the nearest is {money(nearest)}."
        )
    (low, high), zeros = assumed.spreads, f"{printed(100 * assumed.zeros, '.0f')} %"
    if assumed.spread < low - 0.5:
        raise InputError(
            f"a spread of {money(assumed.spread)} is not possible: with a mean of {money(assumed.mean)}, "
            f"{zeros} zeros force a standard deviation of at least {money(low)}, the nearest."
        )
    if assumed.spread > high + 0.5:
        raise InputError(
            f"a spread of {money(assumed.spread)} is not possible: with a mean of {money(assumed.mean)}, a cap of "
            f"{money(assumed.cap)} allows at most {money(assumed.largest_spread)} whatever the zeros; with "
            f"{zeros} of them the nearest is {money(high)}."
        )


def declared(study: Study) -> tuple[Invented, Average]:
    """The two tables of a declaration that respondents are invented from."""
    if study.invented is None or study.average is None:
        raise InputError(f"{study.shown(study.path)}: to invent respondents takes [invented] and [average]; add both.")
    return study.invented, study.average


def _down(number: float) -> float:
    """A number to the hundredth, never above itself."""
    return math.floor(100 * number) / 100


def assumptions(study: Study) -> Assumptions:
    """What a study declares of its invented respondents.

    Who gives which reason for paying nothing is declared, and so is how each reason is read: a reason read as a protest
    leaves fewer amounts to average, and they are made anew to the same mean.

    >>> from helpers.study import load
    >>> assumed = assumptions(load())
    >>> assumed.n_usable, assumed.n_zeros, assumed.n_protests
    (46, 8, 3)
    """
    invented, average = declared(study)
    counts = invented.zeros_by_class(study.questions["zero_reason"].codes)
    n, zeros = invented.respondents, counts["true zero"] + counts["unclear"]
    usable = n - counts["protest"] - invented.unanswered
    return Assumptions(
        n=n,
        mean=average.mean,
        spread=invented.spread,
        zeros=zeros / max(usable, 1),
        unclear=counts["unclear"] / zeros if zeros else 0,
        protests=counts["protest"] / n,
        unanswered=invented.unanswered / n,
        heaping=invented.heaping,
        cap=invented.cap,
        card=study.card,
        seed=study.seeds["synthetic"],
        currency=study.good.currency,
    )
