# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What the pass is worth
#
# One fee was offered to each household, which took it or left it.

# %%
from helpers import cleaning, pages, wtp
from helpers import valuation as cv

survey = cleaning.survey()
respondents, currency = survey.respondents, survey.study.good.currency
answers = cv.single_bounded(respondents["bid"], respondents["vote"])
top = respondents["bid"].max()

# %%
fit = cv.fit(answers, distribution="log-logistic")
limits = wtp.intervals(fit, survey.study.seeds["bootstrap"], top)
pages.Table(limits, "Log-logistic model: intervals", survey.source, currency)

# %%
steps = cv.turnbull(answers).survival
pages.Table(steps, "Share willing at each fee, no distribution assumed", survey.source, currency)
