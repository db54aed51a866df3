"""A fit in words: its estimates as a table, and a summary as plain text."""

import pandas as pd


class Summaries:
    """What a fit says of itself; models of their own kind give it another ``title`` and further notes."""

    title = "interval-censored maximum likelihood"

    def summary_frame(self, *, level=0.95):
        """Estimates with their errors, tests and limits: a row a parameter, columns as in statsmodels."""
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

    def _notes(self):
        """What the summary of another model adds."""
        return []

    def summary(self):
        """The fit as plain text."""
        if self.zeros == "spike":
            zeros = f"a spike of {self.share_zero:.3f} (se {self.share_zero_se:.3f})"
        elif self.zeros is None:
            zeros = "none" if self.model.distribution.positive else "(-inf, 0]"
        else:
            zeros = f"at most {self.zeros:g}"
        lines = [
            f"Willingness to pay, {self.distribution}, {self.title}",
            f"Respondents {self.nobs:g}; left out: {self.missing_answers} without an answer, "
            f"{self.missing_covariates} without a covariate",
            f"Known zeros read as: {zeros}",
            f"Covariance: {'sandwich (Huber)' if self.cov_type == 'robust' else 'observed information'}",
            f"Log-likelihood {self.llf:.4f}   AIC {self.aic:.2f}   BIC {self.bic:.2f}",
            *self._notes(),
            *self.beyond_the_data(),
            f"Converged: {'yes' if self.converged else 'NO. ' + self.message}",
            "",
            self.summary_frame().to_string(float_format=lambda value: f"{value:.4f}"),
        ]
        return "\n".join(lines)
