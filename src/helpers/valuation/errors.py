"""The two exceptions of the package: what cannot be read, and what cannot be fitted."""


class AnswerError(ValueError):
    """An answer or a bid that cannot be read; the message names the row and the remedy."""


class FitError(ValueError):
    """A request that these answers cannot support, or that is not on offer; the message says why and what is."""
