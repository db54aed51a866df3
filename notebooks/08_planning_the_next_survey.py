# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 Planning the next survey
#
# How many to ask, in which format, with which amounts: arithmetic on the published average, for spreads that are
# supposed, since the abstract reports none. What a formula promises is set beside what simulated surveys keep.

# %% tags=["parameters"]
from helpers import pages

published_mean = None  # the average
half_width = None  # of the mean's interval, to plan for
precision = None  # upper limit of the median over it, less one, to plan for
scale = None  # of log willingness to pay, supposed
misplaced = None  # the true median over the expected one
response = None  # share of those invited who answer

pages.parameters(
    published_mean=published_mean,
    half_width=half_width,
    precision=precision,
    scale=scale,
    misplaced=misplaced,
    response=response,
)

# %%
from helpers import cleaning, figures, planning, simulation
from helpers.study import Mark

survey = cleaning.survey(
    published_mean=published_mean,
    half_width=half_width,
    precision=precision,
    scale=scale,
    misplaced=misplaced,
    response=response,
)
page = pages.Page(survey)
mean, now, currency = page.ledger.published.mean, page.ledger.published.n, page.study.good.currency
plan = planning.declared(page.study)
page.banner(respondents=False)

# %% [markdown]
# How far the upper limit of the median lies above it, by the number of answers and the format. Log willingness to pay is
# supposed to be logistic, with the scale that study.toml declares.

# %%
page.add(planning.quoted(mean, now, plan, currency), Mark.DERIVED)
page.figure(
    figures.precision_by_n(planning.curves(plan.scale, now), now, page.ledger.rests_on(Mark.DERIVED)),
    "Limits close in with the root of the number of answers, whatever the format.",
)

# %%
page.say(
    "With {n_survey} answers whose standard deviation is as large as their mean, the mean is known to within "
    "{plan_now} either side. For {plan_half_width} it takes {plan_n}.",
    "For the median a format matters less than the number of answers: lines run close together once every answer is "
    "more than a single yes or no.",
    mark=Mark.DERIVED,
)

# %% [markdown]
# ## How many for a mean
#
# The usual formula (Cochran, 1977) needs the spread, which is the least known of all. Each row supposes one.

# %% tags=["show-code"]
# n = (z V / d)²
for_mean = planning.for_mean(mean, plan.half_width, plan.population)

# %%
told = "A standard deviation of {least_by} times the mean takes {least} answers, one of {most_by} times takes {most}."
page.table(for_mean, "Answers needed for the planned half-width", Mark.DERIVED, ("by the formula", told))

# %%
page.table(simulation.planned(), simulation.planned_for(currency), Mark.DERIVED)

# %%
page.add(simulation.quoted(), Mark.DERIVED)
page.say(
    "At the planned size the t interval covers {sim_planned_covers} where it says {sim_level}, and {sim_planned_keeps} of "
    "surveys come out as narrow as planned: amounts are skewed, and a survey that misses the few large ones does not "
    "know it. The last column gives the size that is narrow enough in {plan_chance} of surveys.",
)

# %% [markdown]
# ## Which format for a median
#
# The information of one answer depends on where its amounts lie. They are placed well here: the single bid at the
# expected median, follow-ups at the quartiles, a card in equal cells. The last columns ask what is lost where the
# expected median is wrong by the ratio declared.

# %% tags=["show-code"]
formats = planning.for_median(plan.scale, plan.precision, now, plan.misplaced)

# %%
page.table(formats, "Formats for a median, well placed and misplaced", Mark.DERIVED)

# %%
page.say(
    "A follow-up saves {plan_double_saves} of the variance where bids are well placed. Its answers may lean towards the "
    "first bid, though: once they are shifted by {plan_break_even} scales, a single bid has the smaller mean squared "
    "error at {n_survey} answers.",
)

# %%
by_n = planning.with_anchoring([now, 200, 1000])
page.table(by_n, "Mean squared error of a double-bounded question over that of a single bid", Mark.DERIVED)

# %% [markdown]
# The more answers there are, the less anchoring a follow-up can bear: variance shrinks with the sample, bias stays.
#
# ## Which amounts
#
# Bids that tell most of median and scale together (Abdelbasit and Plackett, 1983), rounded to amounts that people say.

# %%
page.table(planning.best_bids(mean, plan.scale), "Best bids, for a median at the published average", Mark.DERIVED)

# %% [markdown]
# Even a single bid is best varied: its amounts lie well to either side of the median.

# %%
page.table(planning.cards(), "What a payment card loses beside an open amount", Mark.DERIVED)

# %%
page.say(
    "A card of {plan_card_amounts} amounts loses {plan_card_loses} of the information of an open amount. So choose a card "
    "by its range, which moves answers, and not by how finely it is cut.",
)

# %% [markdown]
# ## Two groups

# %%
page.table(
    planning.groups(),
    "The smallest difference that a survey of this size can show",
    Mark.DERIVED,
    ("difference, in standard deviations", "Groups of {least_by} show {least}, groups of {most_by} only {most}."),
)

# %%
page.table(simulation.power_by_test(), "Power of three tests where amounts are log-normal, in simulation", Mark.DERIVED)

# %%
page.say(
    "Two groups of {plan_even} show a difference of {plan_detectable} standard deviations four times in five, groups of "
    "{plan_uneven} only one of {plan_detectable_uneven}. That holds for normal errors. A t test of skewed amounts keeps {sim_power_amounts}; plan "
    "on the log scale, or by ranks ({sim_power_ranks}).",
)

# %% [markdown]
# ## What the simulations cost
#
# Blocks of surveys are handed to any number of workers of this machine or of a cluster (`python -m helpers.simulation`),
# and give the same bytes whoever computes them.

# %%
told = "With {most_by} worker they take {most} hours, with {least_by} of them {least}."
page.table(
    simulation.cost_of_a_million(),
    "What simulated surveys with every interval would take, by workers",
    Mark.DERIVED,
    ("hours", told),
)

# %% [markdown]
# ## To take along
#
# A sentence for an ethics form, and the start of a declaration with its card.

# %%
page.copied(planning.ethics_sentence(mean, plan.half_width, currency, plan.response), Mark.DERIVED)

# %%
draft = planning.draft_study(planning.card(10), mean, plan.scale, "The next survey", "a training course", currency)
page.copied(draft, Mark.DERIVED)

# %% [markdown]
# ## What was shown
#
# The number of answers needed hangs on a spread that no report of this study gives. The format matters less than
# asking enough people, and amounts placed by a wrong guess cost more than a coarse card.

# %%
page.made()
