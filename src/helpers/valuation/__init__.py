"""Contingent valuation: every elicitation format is an interval, and one likelihood serves them all.

Build answers with a constructor, ``fit`` a distribution, read welfare measures and their intervals off the fit; or
let ``turnbull`` and ``kristrom`` do without a distribution. Nothing here imports the rest of the project or plots.

Of SciPy only ``special`` is imported at once. All else is reached through ``import scipy``, which loads its parts on
first use, and formulaic where there is a formula: together they would double what an import takes.
"""

from .anchoring import anchoring
from .answers import from_interval2, open_ended, payment_card, pool
from .bids import double_bounded, multiple_bounded, one_and_one_half_bounded, single_bounded
from .bivariate import BivariateFit, bivariate
from .certainty import certainty_thresholds
from .combinations import WORKS, combinations
from .comparing import (
    compare,
    fit_each,
    likelihood_ratio,
    observed_and_fitted,
)
from .composition import ComposedFit
from .errors import AnswerError, FitError
from .fitting import fit
from .intervals import Interval, mean_interval, median_interval, recommended
from .many import FitMany, fit_many
from .nonparametric import Turnbull, turnbull
from .panel import RespondentsFit
from .protests import protest_treatments
from .reporting import results_table
from .results import Fit
from .straight_lines import Kristrom, kristrom
from .two_surveys import convolution_test, paired_difference

__all__ = [
    "WORKS",
    "AnswerError",
    "BivariateFit",
    "ComposedFit",
    "Fit",
    "FitError",
    "FitMany",
    "Interval",
    "Kristrom",
    "RespondentsFit",
    "Turnbull",
    "anchoring",
    "bivariate",
    "certainty_thresholds",
    "combinations",
    "compare",
    "convolution_test",
    "double_bounded",
    "fit",
    "fit_each",
    "fit_many",
    "from_interval2",
    "kristrom",
    "likelihood_ratio",
    "mean_interval",
    "median_interval",
    "multiple_bounded",
    "observed_and_fitted",
    "one_and_one_half_bounded",
    "open_ended",
    "paired_difference",
    "payment_card",
    "pool",
    "protest_treatments",
    "recommended",
    "results_table",
    "single_bounded",
    "turnbull",
]
