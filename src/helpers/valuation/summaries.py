"""A fit in words: its estimates as a table, and a summary as plain text."""

from typing import Any

import pandas as pd


class Summaries:
    """What a fit says of itself; models of their own kind give it another ``title`` and further notes."""

    title = "interval-censored maximum likelihood"

    def summary_frame(self: Any, *, level: float = 0.95) -> pd.DataFrame:
        """Estimates with their errors, tests and limits: a row a parameter, columns as in statsmodels.

        Parameters
        ----------
        level : float
            Nominal confidence, between 0 and 1.

        Returns
        -------
        DataFrame
            A row a parameter, columns as in statsmodels.

        Raises
        ------
        FitError
            For a level that is not between 0 and 1.

        Notes
        -----
        ``z = coef / std err``, two-sided by the normal distribution (Wald 1943).

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> result.summary_frame()[["coef", "std err"]].round(3)
                    coef  std err
        Intercept  3.476    0.268
        log_scale -0.310    0.289
        """
        limits = self.conf_int(level=level)
        tail = (1 - level) / 2
        columns = {
            "coef": self.params,
            "std err": self.bse,
            "z": self.tvalues,
            "P>|z|": self.pvalues,
            f"[{tail:.3g}": limits["lower"],
            f"{1 - tail:.3g}]": limits["upper"],
        }
        return pd.DataFrame(columns)

    def notes(self) -> list[str]:
        """What the summary of another model adds."""
        return []

    def summary(self: Any) -> str:
        """The fit as plain text.

        Returns
        -------
        str

        Notes
        -----
        ``AIC = 2 q - 2 log L`` (Akaike 1974), ``BIC = q log n - 2 log L`` (Schwarz 1978), q parameters, n respondents.

        Examples
        --------
        >>> from helpers.valuation import fit, payment_card
        >>> result = fit(
        ...     payment_card(
        ...         [10, 20, 20, 30, 50, 10, 100, 20], card=[0, 10, 20, 30, 50, 100]
        ...     )
        ... )
        >>> print(result.summary().splitlines()[0])
        Willingness to pay, log-normal, interval-censored maximum likelihood
        """
        lines = [
            f"Willingness to pay, {self.distribution}, {self.title}",
            f"Respondents {self.nobs:g}; left out: {self.missing_answers} without an answer, "
            f"{self.missing_covariates} without a covariate",
            f"Known zeros read as: {self._zeros_in_words()}",
            *(["WTP lies between 0 and income"] if self.model.observations.income is not None else []),
            f"Covariance: {'sandwich (Huber)' if self.cov_type == 'robust' else 'observed information'}",
            f"Log-likelihood {self.llf:.4f}   AIC {self.aic:.2f}   BIC {self.bic:.2f}",
            *self.notes(),
            *self.beyond_the_data(),
            f"Converged: {'yes' if self.converged else 'NO. ' + self.message}",
            "",
            self.summary_frame().to_string(float_format=lambda value: f"{value:.4f}"),
        ]
        return "\n".join(lines)

    def _zeros_in_words(self: Any) -> str:
        """How zeros entered."""
        if self.zeros is None:
            return "none" if self.model.distribution.positive else "(-inf, 0]"
        if self.zeros != "spike":
            return f"at most {self.zeros:g}"
        spike = f"a spike of {self.share_zero:.3f} (se {self.share_zero_se:.3f})"
        if "zero" in self.model.observations.places:
            return f"{spike}, the average of a share with covariates of its own"
        alone = len(self.model.observations.terms) == 1
        return spike if alone else f"{spike}, one share common to all, whatever their covariates: it enters every mean"
