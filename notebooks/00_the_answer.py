# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What would link workers pay for training?

# %% tags=["parameters"]
from helpers import pages

published_mean = None  # the average
averaged = None  # over how many amounts
price = None  # that pages quote
cap = None  # on any amount

pages.parameters(published_mean=published_mean, averaged=averaged, price=price, cap=cap)

# %%
from helpers import cleaning

survey = cleaning.survey(published_mean=published_mean, averaged=averaged, price=price, cap=cap)
page = pages.Page(survey)
page.say(
    "An abstract in *The Lancet* reports that {n_survey} social prescribing link workers would pay {wtp_avg} on average, "
    "from their own pocket. However many were averaged, at most {most_of_averaged} of them would pay {quoted_price} or "
    "more, and {zeros_of_averaged} could be paying nothing if nobody would pay over {quoted_cap}. So the average alone "
    "gives no price and no forecast of uptake.",
    role="lede",
)

# %%
page.banner(at_length=True)

# %% tags=["beside"]
page.figure(
    pages.explore_bounds(page),
    "The bounds hold price by price; no one demand curve runs along their edge. Three that are possible are drawn.",
)

# %% [markdown]
# ## How sure is this?

# %%
page.say(
    "It is arithmetic: chance has no part in it. It holds if the {wtp_avg} is a mean, rounded to a whole amount, and nobody's "
    "amount is below zero. None of this is stated.",
)

# %% [markdown]
# ## What would change it?
#
# - A median, a spread or the share of zeros: each narrows the area.
# - How many were averaged, and how zeros and protests were treated.
# - What the amount is per: a course, an hour or a year.
#
# ## The proof is one division
#
# Whoever pays at least $b$ brings at least $b$ into the sum. So the share that does is bounded (Markov's inequality):
#
# $$ \Pr(W \ge b) \;\le\; \frac{\operatorname{E}(W)}{b} \;<\; \frac{\bar{w} + h}{b} $$
#
# where $\bar{w}$ is the printed average and $h$ half of the step that it was rounded to.

# %% tags=["show-code"]
mean, price = page.ledger.published, page.ledger.quoted.price
most = mean.most_willing(price)  # of so many averaged
page.division()

# %%
page.say(
    "The median of those averaged can be anything from nothing to about {largest_median}. If nobody would pay more than "
    "{quoted_cap}, as many as {zeros_of_averaged} of them could be paying nothing at all.",
    "If all {n_survey} were averaged, that is at most {most_n} ({most_share}) who would pay {quoted_price} and, "
    "under the same cap, at least {fewest_n} who would pay {quoted_lower_price} and at most {most_zeros} zeros.",
    "How zeros were treated matters too: had {protests} protests been dropped before averaging, counting them as "
    "nothing would give about {mean_protests_as_zero}; had they been averaged in, dropping them would give about "
    "{mean_protests_dropped}.",
)

# %% [markdown]
# How many were averaged is not said. Fewer leave more respondents of whom nothing is known, and they may pay too:

# %%
page.by_averaged()

# %% [markdown]
# Each respondent who was left out of the average is one more who may pay.

# %% [markdown]
# ## What this page can and cannot tell

# %%
page.passage("respondents")

# %% [markdown]
# - **The unread paper.** A longer paper on the same survey exists in
#   [IJERPH](https://doi.org/10.3390/ijerph20166549) (Makanjuola and others, 2023). We have read only the start of its abstract and its index entry. "Not known" on
#   these pages means not in what we have read.
# - **No endorsement.** The authors of the study have not seen, checked or endorsed this compendium.
#
# ## What the claims stand on
#
# Each claim of the abstract, and of what we have read of the longer paper, by what can be said of it.

# %%
page.arithmetic()

# %%
page.claims()

# %%
page.passage("verdicts")

# %% [markdown]
# ## What is assumed, and how far it moves the average
#
# How far is measured on [the page of unknowns](05_what_moves_the_answer.ipynb), and written here by code.

# %%
page.assumptions("W")

# %% [markdown]
# ## What would settle the open claims

# %%
page.open_claims()

# %% [markdown]
# ## What was shown
#
# The average bounds the demand curve but leaves it wide open. The spread of willingness to pay takes the respondents'
# own answers; the pages that follow show what is done with such answers.

# %%
page.made()
