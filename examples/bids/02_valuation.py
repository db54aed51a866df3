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
# One fee was offered to each household, which took it or left it. What comes from beyond the highest fee, the last
# column of the first table, is the distribution's and not the households'.

# %%
from helpers import cleaning, disclosure, pages, wtp
from helpers import valuation as cv
from helpers.result import Result, money, shares
from helpers.study import load

survey = cleaning.survey(load("study.toml"))
page = pages.Page(survey)
page.banner()

# %%
respondents = survey.respondents
answers = cv.single_bounded(respondents["bid"], respondents["vote"])
fit = cv.fit(answers, distribution="log-logistic")
limits = wtp.intervals(fit, survey.study.seeds["bootstrap"], respondents["bid"].max())
page.table(limits, "Log-logistic model: intervals", disclosure.Kind.STATISTICS)

# %%
steps = Result(cv.turnbull(answers).survival, money("price") | shares("share_willing"))
page.table(steps, "Share willing at each fee, no distribution assumed", disclosure.Kind.WITHHELD)

# %%
page.comparisons()

# %%
page.made()
