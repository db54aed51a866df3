# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 00 The answer, and what it rests on
#
# An abstract in The Lancet reports what social prescribing link workers would pay, from their own pocket,
# for training. This page says what its published figures can tell by themselves, gives each claim a verdict,
# and lists what would settle the open ones.
#
# Change a value below and run all: what the published figures allow then shows everywhere on the page.

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
page.banner()

# %% [markdown]
# ## What this page can and cannot tell

# %%
page.passage("respondents")

# %% [markdown]
# - **The unread paper.** A longer paper on the same survey exists ([Makanjuola and others,
#   IJERPH](https://doi.org/10.3390/ijerph20166549)). We have read only the start of its abstract and its index entry. "Not known" on
#   these pages means not in what we have read.
# - **No endorsement.** The authors of the study have not seen, checked or endorsed this compendium.
#
# Every number carries one mark:

# %%
page.marks()

# %% [markdown]
# ## What the published figures allow, with no data at all

# %%
page.say(
    "The abstract ({biblio}) reports {n_survey} respondents and an average willingness to pay of {wtp_avg}.",
    "If that is a mean over {averaged_over}, rounded to the pound, with nobody below zero (both assumed), their amounts "
    "add up to between {total_low} and {total_high}. That alone limits the demand curve.",
)

# %%
pages.explore_bounds(page)

# %% [markdown]
# The bounds hold price by price. No one demand curve runs along their edge, since the area under a demand curve is its
# mean. Three of the curves that are possible are drawn: all alike, spread evenly, and few who pay much.

# %%
page.say(
    "However many amounts were averaged, at most {most_of_averaged} of those averaged would pay {quoted_price} or more. "
    "The proof is one division: {rounded_up_at} by {quoted_price} is {share_not_reached}; were so many to pay "
    "{quoted_price}, they alone would bring the mean to {rounded_up_at}, and it would have been rounded up.",
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
# So an average alone supports neither a price nor a forecast of uptake: the spread, the share of zeros and the
# unit are needed, and none of them is in what we have read.
#
# ## Each claim and its verdict

# %%
page.verdicts()

# %%
page.arithmetic()

# %%
page.claims_table()

# %%
page.passage("verdicts")

# %% [markdown]
# Other sentences only add up, take away or repeat what is printed. They follow, and no figure is checked by them:

# %%
page.derived_claims()

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
