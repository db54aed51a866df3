# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 Who answered, and what they said
#
# Qualifications, earlier training, the wish for more and the skills thought essential, each with the interval
# that so small a sample allows. The mark on each table says what it rests on.

# %%
from helpers import cleaning, describe, disclosure, figures, pages, wtp

survey = cleaning.survey()
respondents = survey.respondents
page = pages.Page(survey)
page.banner()

# %% [markdown]
# ## The sample, and what is missing from it

# %%
page.first_rows("qualification_group", "trained", "would_benefit", "area", "employer", "years_in_role")

# %%
page.table(
    describe.completeness(respondents, survey.study),
    "Answers to each item",
    disclosure.Kind.DENOMINATORS,
    ("missing", "No item lacks more than {most} answers ({most_by})."),
)

# %%
page.table(describe.sample(respondents, survey.study), "The sample, question by question", disclosure.Kind.SAMPLE)

# %% [markdown]
# Intervals below treat the respondents as a random draw. They were not: they chose themselves, online. The
# intervals say how much chance alone could do, and nothing about who stayed away. They are Wilson's, and exact
# (Clopper-Pearson) where everybody or nobody gave an answer.
#
# ## Qualifications

# %%
qualifications = page.counts("qualification_group")
told = "The most name {most_by} ({most}), the fewest {least_by} ({least})."
page.table(qualifications, "Highest qualification", seen=("share", told))

# %%
page.figure(figures.shares(qualifications, "highest qualification"), "Dots are shares, lines their intervals.")

# %%
page.say(
    "The abstract reports {ug_n} with an undergraduate degree as highest ({ug_pct}) and {ma_n} with a Master's "
    "({ma_pct}), and calls the rest without a graduate qualification: {nongrad_n} ({nongrad_pct}).",
    "From the counts, the intervals are {ug_n_interval}, {ma_n_interval} and {nongrad_n_interval}.",
    "So {graduates} ({graduates_pct}) hold a degree. That is no answer to the abstract's premise on a professional "
    "background with complex needs, which a degree neither is nor rules out. The rest is a remainder: it may hide other "
    "and missing answers.",
)

# %% [markdown]
# ## Training and benefit

# %% tags=["show-code"]
trained = respondents["trained"].dropna()
# The first row below.
interval = describe.proportion((trained == "Yes").sum(), len(trained))

# %%
page.table(page.counts("trained"), "Trained before", seen=("share", "{most} answered {most_by}, {least} {least_by}."))

# %%
page.table(page.counts("would_benefit"), "Would consider benefitting from training")

# %%
page.say(
    "{trained_n} of {n_survey} ({trained_pct}) had been trained before, and all ({benefit_pct}) would consider "
    "benefitting from training.",
    "From the counts, the interval of the first is {trained_n_interval}, and that of the second still reaches down to "
    "{everybody_low}. A question that nobody declines also tells nobody apart.",
)

# %% [markdown]
# The abstract says that the training on offer varies with the type of intervention. The declared survey asks to which type
# of activity people are mostly referred, so that real answers can be held against that sentence:

# %%
kind = survey.study.questions["intervention"]
by_kind = describe.crossed(respondents, kind, ("trained", "Yes"))
page.table(by_kind, "Trained before, by type of intervention", disclosure.Kind.WITHHELD)

# %%
page.passage("subgroups")

# %% [markdown]
# ## The skills ranked first

# %%
skills = page.released(describe.skills(survey), disclosure.Category("skill_first"))
told = "The largest share, {most}, ranks {most_by} first; the smallest, {least}, {least_by}."
page.table(skills, "Skills by the share that ranks each first", seen=("share", told))

# %%
page.figure(figures.shares(skills, "ranking the skill first"), "Shares that rank each skill first, with intervals.")

# %%
page.say(
    "{first_skill} is ranked first by {first_share} (interval {first_interval}), ahead of {runner_up} by {lead} "
    "({lead_interval}). In resamples of the respondents it stays first {stays_first} of the time.",
)

# %%
page.passage("skills")

# %% [markdown]
# How "most essential" was asked is not known; that skills were ranked is assumed. Had one skill been asked for, the first
# that comes to mind, or a rating of each, who leads and by how much could have been another matter:

# %%
question = survey.study.questions["skill"]
ways = describe.most_essential(respondents[list(question.columns)], question.options)
page.table(ways, "Who leads, by how it may have been asked", disclosure.Kind.WITHHELD)

# %% [markdown]
# Where two rows name different leaders, the ranking that a report prints hangs on how the question was put.

# %% [markdown]
# ## Declared subgroups
#
# These subgroups are declared in `data/study.toml`, and no other is shown. Each group is compared with everybody else
# in what it would pay. Amounts are skewed, so the effect size is Cliff's delta (Cliff, 1993): how much more often an
# amount of the group is above one of the rest than below it, from minus one to one.

# %%
page.passage("subgroups")

# %%
for name in survey.study.subgroups:
    groups = wtp.by_group(survey, name)
    caption = f"Willingness to pay by {name}, each group against the rest"
    told = "Means run from {least} ({least_by}) to {most} ({most_by}); the last columns say what chance alone could do."
    display(page.table(groups, caption, disclosure.Kind.GROUPS, ("mean", told)))

# %% [markdown]
# ## What was shown
#
# The published counts fix the qualifications, training and benefit. Which skill leads is published, its margin is
# not. No difference between groups is tested; how large one would have to be is worked out on
# [the page on planning](08_planning_the_next_survey.ipynb).

# %%
page.made()
