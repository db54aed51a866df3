# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 What moves the answer
#
# An average stands on what nobody wrote down. Each unknown is a bar here: how far could it move the average, and could
# any analysis settle it?

# %% tags=["parameters"]
from helpers import pages

published_mean = None  # the average
cap = None  # on any amount that is not known
spread = None  # standard deviation of the usable amounts
zeros = None  # share of the usable amounts
protests = None  # share of all respondents
seed = None  # of the invented respondents

pages.parameters(published_mean=published_mean, cap=cap, spread=spread, zeros=zeros, protests=protests, seed=seed)

# %%
from helpers import cleaning, figures, published, synthetic, wtp
from helpers.disclosure import Kind
from helpers.result import Result, money, shares
from helpers.study import Mark

survey = cleaning.survey(
    published_mean=published_mean, cap=cap, spread=spread, zeros=zeros, protests=protests, seed=seed
)
study, respondents, page = survey.study, survey.respondents, pages.Page(survey)
page.banner()

# %%
page.first_rows("wtp_amount", "wtp_status", "zero_reason", "card_chosen")

# %%
unknowns = page.released(wtp.as_table(wtp.of_survey(survey), len(respondents)), Kind.STATISTICS)
page.figure(
    figures.unknowns(unknowns, study.average.mean),
    "Each bar runs from the least to the most that one unknown makes of the average.",
)

# %% [markdown]
# An arrow runs off the axis: a median can be nothing, and the mean of a long-tailed model need not exist. No bar is a
# correction. What the amount is per has no number at all, and no analysis of these answers could give it one.
#
# ## Bounds without data
#
# How many the average was taken over is not known. The fewer there were, the less it says of everybody.

# %%
bounds = published.by_averaged(
    page.ledger.published,
    len(respondents),
    study.average.price,
    study.average.lower_price,
    study.average.cap,
    wtp.FEWEST_AVERAGED,
)
bounds = Result(published.every_few(bounds), money("mean", "largest_median"))
page.table(bounds, "What the average allows, by how many it was taken over", Mark.DERIVED)

# %% [markdown]
# Those not averaged may pay anything. The columns count, of everybody, the most who could pay the higher price, the fewest
# who must pay the lower one if nobody goes above the cap, and the most zeros; then the mean if all who were left out pay
# nothing, and the highest median that is possible.
#
# ## Missing answers at their worst
#
# Every amount that is not known is set to nothing, and then to the cap.

# %%
worst = wtp.worst_case(respondents, study.card, study.average.cap)
page.table(
    Result(wtp.means_of(worst), money("lowest", "highest")),
    "The mean with missing answers at their worst",
    Kind.STATISTICS,
    ("highest", "Missing answers alone could lift the mean to {most} ({most_by})."),
)

# %% [markdown]
# ## Every analysis that has a reason
#
# Analysts choose: which question, who counts as a zero, what to do about large amounts, which estimator. Each branch below
# is one that somebody could take for the reason given. All that fit together are worked out. A reason
# makes no answer right: some of these means have no upper limit.

# %%
page.table(wtp.branches(), "Branches of the analysis, and the reason for each", Mark.DERIVED)

# %% [markdown]
# Each row is one branch, and an analysis takes one of each choice.

# %%
page.figure(pages.explore_means(page), "The means that one treatment of zeros and one estimator give.")

# %% tags=["show-code"]
both = study.questions["zero_reason"].both
answers = wtp.answers(respondents, study.card, both)
# Every specification.
found = wtp.multiverse(answers, published=study.average.mean)

# %%
every = page.released(Result(wtp.amounts_of(found), money("value")), Kind.WITHHELD)
page.figure(
    figures.specifications(every, study.average.mean), "Analyses in order of what they give, a curve for each estimand."
)

# %% [markdown]
# A mean, a truncated mean, a median and a bound estimate different things. They are shown apart, and no test is made over
# them: these are analyses of the same answers, and no sample of analyses.

# %%
page.table(
    Result(wtp.by_class(found, study.average.mean), money("lowest", "middle", "highest") | shares("share_above")),
    "Specifications by what they estimate",
    Kind.WITHHELD,
    (
        "middle",
        "The middle analysis of a class gives from {least} ({least_by}) to {most} ({most_by}).",
    ),
)

# %% [markdown]
# How far does one choice move the result while all others are held? Specifications are compared that differ in that choice
# alone. The swing is the largest over the smallest; a comparison with an infinite mean in it is counted.

# %%
told = "The widest swing is {most} ({most_by})."
page.table(Result(wtp.swings(found)), "How far each choice moves each class", Kind.WITHHELD, ("swing", told))

# %% [markdown]
# ## Other populations with the same average
#
# The same average can come from many populations. Each estimator meets several of each kind; where a kind is impossible,
# the table after it says why.

# %%
ratios, impossible = wtp.scenarios(synthetic.assumptions(study), (40, 73, 110), (0, 0.2, 0.35), (0, 0.9), 4)
kind = money("spread") | shares("zeros", "heaping")
caption = "What each estimator makes of populations with this mean, as ratios to it"
told = "The median ratio runs from {least} ({least_by}) to {most} ({most_by})."
page.table(Result(ratios, kind), caption, Kind.WITHHELD, ("median", told))

# %%
page.table(Result(impossible, kind), "Populations that cannot be", Kind.WITHHELD)

# %% [markdown]
# One average fits populations in which estimators come close to it, and others in which they do not.

# %% [markdown]
# ## What the literature says of bias

# %%
page.table(wtp.literature(), "Bias in stated amounts, and what each finding may be used for", Mark.OTHER_STUDY)

# %% [markdown]
# None of these corrects an average; each says how far stated amounts may lie off.

# %% [markdown]
# ## The register of assumptions
#
# How far the average moves with each assumption is measured above, by the widest bar that it has, and written here by code.

# %%
page.assumptions()

# %% [markdown]
# ## What was shown
#
# Chance is one bar among many. Some of the others are choices, which a report can state and a reader can undo. The rest
# no analysis can settle, and the unit has no number at all: a sentence in the report would have settled most of them.

# %%
page.made()
