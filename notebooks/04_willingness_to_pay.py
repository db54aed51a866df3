# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 Willingness to pay
#
# What would be paid, asked openly and with a payment card, summarised and modelled in several usual ways. Each result
# stands beside the published average.

# %% tags=["parameters"]
from helpers import pages

spread = None  # standard deviation of the usable amounts
zeros = None  # share of the usable amounts
protests = None  # share of all respondents
heaping = None  # share of payers who name a round figure
card = None  # its amounts, ascending
seed = None  # of the invented respondents

pages.parameters(spread=spread, zeros=zeros, protests=protests, heaping=heaping, card=card, seed=seed)

# %%
from helpers import cleaning, disclosure, effects, figures, simulation, wtp
from helpers import valuation as cv
from helpers.study import Mark

survey = cleaning.survey(spread=spread, zeros=zeros, protests=protests, heaping=heaping, card=card, seed=seed)
respondents, card = survey.respondents, survey.study.card
page = pages.Page(survey)
page.banner()

# %% [markdown]
# ## Who answered, and how
#
# The base case keeps true zeros and zeros of unclear reason as nothing paid, and leaves out protests, blanks and
# answers that wait for a ruling. That is itself an assumption, listed below.

# %%
page.first_rows("wtp_amount", "wtp_status", "zero_reason", "card_chosen")

# %%
page.table(wtp.accounting(respondents), "Everybody who was asked, by question", disclosure.Kind.WITHHELD)

# %% [markdown]
# The last row is who the base case rests on.

# %%
page.assumptions("W")

# %% [markdown]
# ## The amounts

# %%
published = page.ledger.published.mean
amounts = page.released(wtp.amounts(respondents), disclosure.Bands(card))
page.figure(figures.amounts(amounts, published), "How many name each amount, beside the published average.")

# %%
page.say(
    "The abstract reports an average of {wtp_avg}.",
    "Here the mean is {mean} (SD {sd}) over {n_usable} usable amounts, with a bootstrap-t interval of {mean_interval}.",
    "The median is {median} (quartiles {quartiles}), with an exact interval (at least {median_level}) of {median_interval} from "
    "the ordered answers. The mean without the top and bottom tenth is {trimmed_mean}.",
    "Leaving out one respondent at a time moves the mean over {without_one}.",
)

# %%
page.passage("amounts")

# %% [markdown]
# No interval rescues the mean of so few skewed amounts. How often each holds the true mean was counted in simulated
# surveys of this size, from amounts that are hardly skewed to very much so:

# %%
page.add(simulation.quoted(), Mark.DERIVED)
page.say(
    "Where the level says {sim_level}, bootstrap-t holds the true mean in {sim_bootstrap_t_covers} of surveys and the t "
    "interval in {sim_t_covers}: the more skewed, the fewer.",
    "When they miss, the true mean lies above the interval in {sim_bootstrap_t_above} of cases for bootstrap-t, and in "
    "{sim_t_above} for t.",
)

# %% [markdown]
# The intervals also treat the respondents as a random draw, which they were not. Simulated limits are printed to the
# digit that their Monte Carlo error bears.
#
# ## The mean under each treatment of zeros and gaps
#
# Nothing below changes an answer. Only who is counted changes, and with it the denominator.

# %%
treatments = wtp.treatments(respondents, survey.study.questions["zero_reason"].both)
treatments = page.released(wtp.beside(treatments, published), disclosure.Kind.STATISTICS)
page.table(treatments, "The mean under each treatment")

# %% [markdown]
# Who names no amount counts as nothing in the last row.

# %%
page.passage("base case")

# %% [markdown]
# "My employer should pay" is shown under both readings, as a zero in the base case and as a protest in the second
# row.
#
# ## Share willing at each price
#
# A demand curve says more than a mean. Open-ended answers give it directly; an exact amount counts as a yes to
# itself.

# %%
willing = page.released(wtp.share_willing(wtp.usable_amounts(respondents), card), disclosure.Kind.PRICES)
told = "{most} would pay {most_by} or more, and {least} would pay {least_by}."
page.table(willing, "Share willing to pay each amount of the card", seen=("share", told))

# %% [markdown]
# ## The payment card
#
# A tick says only that the maximum lies between that amount and the next. How the gap is closed is a convention,
# and the mean depends on it.

# %% tags=["show-code"]
ticks = wtp.card_answers(respondents, card)  # a tick is an interval
least = cv.turnbull(ticks).lower_bound_mean(convention="sharp")

# %% [markdown]
# Without a distribution the share $S$ willing at each amount $b$ is estimated (Turnbull, 1976); the least that the mean can
# be takes every interval at its lower end:
#
# $$ \operatorname{E}(W) \;\ge\; \sum_j S(b_j)\,(b_j - b_{j^-}) $$

# %%
by_convention = wtp.beside(wtp.card_means(ticks), published)
page.table(
    by_convention,
    "Mean of the card answers by convention; the open top tick counts as itself",
    disclosure.Kind.STATISTICS,
    ("mean", "Read one way the ticks give a mean of {least} ({least_by}), read another way {most} ({most_by})."),
)

# %% [markdown]
# Whoever ticks the top amount might pay more, and no convention says how much. Counting that tick as itself makes the
# means by midpoint and by next amount too low.

# %%
agreement = effects.agreement(respondents["wtp_amount"], respondents["card_chosen"])
page.table(agreement, "Rank correlation of the two answers by the same respondents", disclosure.Kind.STATISTICS)

# %%
page.passage("agreement")

# %% [markdown]
# ## Do the amounts rise with pay?
#
# Whoever earns more can afford more. That stated amounts rise with income is what they are usually tested by
# (Diener and others, 1998). Pay was asked in bands, and every amount here is set against the number of its band.

# %%
pay = wtp.against_pay(respondents, survey.study.questions["pay_band"])
page.table(pay, "Willingness to pay against pay", disclosure.Kind.STATISTICS)

# %%
page.passage("pay")

# %% [markdown]
# ## Models
#
# One interval-censored likelihood fits both questions: an amount is a point, a tick is an interval. On the log scale a
# zero has no place, so either a share of zeros is estimated, the spike (Kriström, 1997), or zeros are censored at a
# small amount. The mean hangs on that choice.
#
# On a card one choice is natural: ticking nothing says less than the lowest amount, and no more. That is the row *below
# the card*; thresholds under it are shown to see what they would do. For amounts named freely every threshold is the
# analyst's own.
#
# With $F$ the distribution of willingness to pay, an answer that leaves it between $l$ and $u$ adds its probability to the
# likelihood, and the spike leaves a share $q$ that would pay anything:
#
# $$ \ell = \sum_i \log\{F(u_i) - F(l_i)\} $$
#
# $$ \Pr(W \ge b) = q\,S(b) $$

# %% tags=["show-code"]
spike = "spike" if (ticks["upper"] == 0).any() else None  # a share of zeros
fit = cv.fit(ticks, "log-normal", zeros=spike)

# %%
of_card = wtp.beside(wtp.models(ticks, max(card), card), published)
told = "The same answers give means from {least} ({least_by}) to {most} ({most_by})."
page.table(of_card, "Models of the payment-card answers", disclosure.Kind.STATISTICS, ("mean", told))

# %%
of_amounts = wtp.beside(wtp.models(wtp.open_answers(respondents), max(card)), published)
page.table(of_amounts, "Models of the open-ended answers", disclosure.Kind.STATISTICS, ("mean", told))

# %% [markdown]
# With zeros censored at a small amount the upper tail is stretched to make room for them, and the untruncated mean
# runs away. The spike models do not stretch it so, but still differ by how their tail is drawn. Likelihoods compare only within a table and within one
# treatment of zeros: points and intervals are different data, and so are zeros read differently.
#
# The last column is the part of each mean that comes from beyond the highest amount asked. Where it is large, the mean
# is the distribution's and not the respondents'.

# %%
name = wtp.named("log-normal", fit.zeros)
limits = wtp.intervals(fit, survey.study.seeds["bootstrap"], max(card))
page.table(limits, f"{name.capitalize()}, card answers: intervals", disclosure.Kind.STATISTICS)

# %% [markdown]
# Both methods trust the model: should its tail be wrong, the limits of the mean are wrong with it.

# %%
steps = page.released(wtp.steps(ticks), disclosure.Kind.PRICES)
curve = page.released(wtp.curve(fit, max(card)), disclosure.Curve(willing.frame.index))
page.figure(
    figures.demand(willing, steps, curve, f"payment card, {name}"),
    "Both questions to the same people. The band is of the open-ended answers, price by price.",
)

# %% [markdown]
# ## One survey, many means
#
# The same respondents, by every treatment and convention above; two questions, and different people counted.

# %%
overview = page.released(wtp.card_overview(ticks, card), disclosure.Kind.STATISTICS)
page.figure(figures.means([treatments, overview], published), "In brackets the answers counted.")

# %% [markdown]
# In JupyterLab, choose who counts as a zero and the estimator:

# %%
page.figure(pages.explore_means(page), "The means that one treatment of zeros and one estimator give.")

# %% [markdown]
# ## What was shown
#
# From one survey come many means, some far from the published average. A reader of "an average of" needs to know over
# whom, with which zeros and by which convention.

# %%
page.comparisons()

# %%
page.made()
