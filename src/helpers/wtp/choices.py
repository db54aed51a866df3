"""The choices of an analysis of willingness to pay, each branch with its reason, and the class of what it estimates."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields

OPEN, CARD = "open-ended", "payment card"
AS_GIVEN = "as given"
# People who count as having paid nothing: statuses of `cleaning`, with zeros whose reason could be either told apart.
EITHER, ANYBODY = "either zero", "no amount"
PEOPLE = {
    "base case": ("true zero", "unclear zero", EITHER),
    "either reason a protest": ("true zero", "unclear zero"),
    "true zeros alone": ("true zero",),
    "protests as zeros": ("true zero", "unclear zero", EITHER, "protest zero"),
    "no amount as zero": ("true zero", "unclear zero", EITHER, "protest zero", ANYBODY),
    "payers alone": (),
    "protests imputed": ("true zero", "unclear zero", EITHER),
}
DISTRIBUTIONS = ("log-normal", "log-logistic", "weibull", "gamma")
SPIKE, NO_ZEROS = "spike", "none"
CENSORED = {"at most 0.50": 0.5, "at most 1": 1.0, "at most 5": 5.0}
TRIMMED = {"trimmed 5 %": 0.05, "trimmed 10 %": 0.1, "trimmed 20 %": 0.2}
WINSORISED = {"winsorised 5 %": 0.05, "winsorised 10 %": 0.1, "winsorised 20 %": 0.2}
TOP_CODED = {"top-coded 100": 100.0, "top-coded 200": 200.0, "top-coded 300": 300.0}
LARGEST, FENCES = "largest dropped", "Tukey fences"
ROUNDED, TOP_MIDDLE = "within 10 %", "top up to 400"
TOPS = {TOP_MIDDLE: 400.0, "top up to 500": 500.0}
SHARES = {"share 50": 50.0, "share 100": 100.0}
TRUNCATED = "truncated mean"

# Every branch of every choice, with the reason for which an analyst could take it.
REASONS = {
    "question": {
        OPEN: "the amount is the respondent's own, and no card suggests one",
        CARD: "easier to answer; amounts that are offered draw answers to them (Mitchell and Carson, 1989)",
    },
    "people": {
        "base case": "who gives no reason against paying pays nothing; protests are no valuation",
        "either reason a protest": "that the employer should pay can be said in protest",
        "true zeros alone": "an unclear reason is none, so nothing is known of these",
        "protests as zeros": "whoever says zero would pay zero, whatever the reason",
        "no amount as zero": "who names no amount would pay none: the most cautious reading",
        "payers alone": "zeros answer another question, whether to pay at all",
        "protests imputed": "protesters would pay as those who pay do, once they accept the question",
    },
    "outliers": {
        AS_GIVEN: "every answer counts as it was given",
        LARGEST: "one answer alone moves a mean of so few",
        FENCES: "answers far beyond the middle half may be slips (Tukey, 1977)",
        **dict.fromkeys(TRIMMED, "the middle of the answers is known better than their ends"),
        **dict.fromkeys(WINSORISED, "ends count, but not by how far out they are"),
        **dict.fromkeys(TOP_CODED, "nobody pays more than such training can cost"),
    },
    "reading": {
        AS_GIVEN: "an amount is exactly what was typed; a tick reaches to the next amount, and the top one to itself",
        ROUNDED: "amounts are rounded, so each stands for a tenth either side",
        **dict.fromkeys(TOPS, "who ticks the top would pay more, but not without end"),
    },
    "estimator": {
        "amounts": "nothing is assumed of the distribution",
        "tick": "at least this was accepted",
        "midpoint": "a tick lies somewhere before the next amount",
        "next": "the next amount was not accepted",
        "Kriström": "straight lines between the steps (Kriström, 1990)",
        "Turnbull": "a lower bound without a distribution (Turnbull, 1976)",
        "sharp bound": "the largest lower bound that the answers allow",
        "log-normal": "amounts are products of many causes, so skewed",
        "log-logistic": "as the log-normal, with a longer tail",
        "weibull": "as the log-normal, with a shorter tail",
        "gamma": "as the Weibull, with a tail that falls alike whatever the shape",
        "geometric": "one large amount cannot carry the result",
    },
    "zeros": {
        NO_ZEROS: "there are none, or no distribution that they would not fit",
        SPIKE: "those who pay nothing are a share of their own (Kriström, 1997)",
        **dict.fromkeys(
            CENSORED,
            "who pays nothing would pay very little; how little is arbitrary, but for the lowest "
            "amount of a card: ticking nothing says less than that",
        ),
    },
    "measure": {
        "mean": "what a total would rest on",
        TRUNCATED: "a tail beyond the top of the card is nobody's answer",
        "median": "what half would pay",
        **dict.fromkeys(SHARES, "what a price would find"),
    },
}
# Asked of in the literature, and without a branch here: nothing in this survey tells certain answers from others.
WITHOUT_A_BRANCH = {"certainty": "no question asked how sure respondents were, so no answer can be recoded by it"}


@dataclass(frozen=True, order=True)
class Specification:
    """One analysis: a branch of every choice, and the class of what comes out.

    Figures of different classes (``estimand``) estimate different things, and are never pooled.
    """

    question: str
    people: str
    outliers: str
    reading: str
    estimator: str
    zeros: str
    measure: str

    @property
    def estimand(self) -> str:
        """The class: mean, truncated mean, median, share willing, or a bound, or a mean of some of the answers."""
        if self.measure != "mean":
            return self.measure
        if self.outliers in TOP_CODED and self.estimator in ("amounts", "tick", "midpoint"):
            return TRUNCATED
        by_outliers = {**dict.fromkeys(TRIMMED, "trimmed mean"), **dict.fromkeys(WINSORISED, "winsorised mean")}
        by_estimator = dict.fromkeys(("tick", "Turnbull", "sharp bound"), "lower bound")
        by_estimator |= {"next": "upper bound", "geometric": "geometric mean"}
        return by_outliers.get(self.outliers) or by_estimator.get(self.estimator, "mean")

    @property
    def label(self) -> tuple[str, ...]:
        """The branches in the order of the choices."""
        return astuple(self)


CHOICES = tuple(part.name for part in fields(Specification))
BASE = Specification(OPEN, "base case", AS_GIVEN, AS_GIVEN, "amounts", NO_ZEROS, "mean")


def specifications() -> list[Specification]:
    """Every specification that can be meant, in order.

    >>> every = specifications()
    >>> len(every) > 1000, BASE in every, every == sorted(every)
    (True, True, True)
    """
    found = [*_plain_open(), *_plain_card()]
    for question, readings in ((OPEN, (AS_GIVEN, ROUNDED)), (CARD, (AS_GIVEN,))):
        for reading in readings:
            found += _modelled(question, reading)
    return sorted(set(found))


def _plain_open() -> list[Specification]:
    """Open-ended amounts without a distribution."""
    found = []
    for people in PEOPLE:
        every = [AS_GIVEN] if people == "protests imputed" else REASONS["outliers"]
        for outliers in every:
            ends = outliers in (*TRIMMED, *WINSORISED)
            measures = ["mean"] if ends or people == "protests imputed" else ["mean", "median", *SHARES]
            found += [Specification(OPEN, people, outliers, AS_GIVEN, "amounts", NO_ZEROS, each) for each in measures]
            if not ends and people != "protests imputed":
                found.append(Specification(OPEN, people, outliers, AS_GIVEN, "geometric", NO_ZEROS, "mean"))
    return found


def _plain_card() -> list[Specification]:
    """Card answers without a distribution; ends are not cut off, since ticks are few amounts and many are alike."""
    found = []
    for people in PEOPLE:
        if people == "protests imputed":
            continue
        for outliers in (AS_GIVEN, LARGEST, *TOP_CODED):
            for reading in (AS_GIVEN, *TOPS) if outliers in (AS_GIVEN, LARGEST) else (AS_GIVEN,):
                kinds = [("midpoint", "mean"), ("next", "mean")]
                if reading == AS_GIVEN:
                    kinds += [("tick", each) for each in ("mean", "median", *SHARES)]
                    kinds += [("Kriström", "median"), ("Turnbull", "mean"), ("sharp bound", "mean")]
                found += [Specification(CARD, people, outliers, reading, by, NO_ZEROS, what) for by, what in kinds]
    return found


def _modelled(question: str, reading: str) -> list[Specification]:
    """Fitted distributions; where nobody counts as a zero, none is placed."""
    found = []
    for people in PEOPLE:
        if people == "protests imputed":
            continue
        for outliers in (AS_GIVEN, LARGEST, *([FENCES] if question == OPEN else []), *TOP_CODED):
            for distribution in DISTRIBUTIONS:
                zeros = [NO_ZEROS] if people == "payers alone" else [SPIKE, *CENSORED]
                for treated in zeros:
                    for measure in ("mean", TRUNCATED, "median", *SHARES):
                        found.append(Specification(question, people, outliers, reading, distribution, treated, measure))
    return found
