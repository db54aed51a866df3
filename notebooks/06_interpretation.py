# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 06 What the findings support, and what they do not
#
# For those who fund or employ link workers. A mark stands behind the figures that a statement rests on; the reading is
# ours, and the authors of the study have not endorsed it. What the interviews and the survey say of the same thing is
# set side by side in the [joint display](02_interview_themes.ipynb).

# %%
from helpers import claims, cleaning, pages
from helpers.study import Mark

survey = cleaning.survey()
page = pages.Page(survey)
page.banner()

# %% [markdown]
# ## What the published figures support

# %%
page.say(
    "Of those who answered, {graduates} ({graduates_pct}) hold a degree.",
    "{trained_n} of {n_survey} ({trained_pct}) had been trained before, and all ({benefit_pct}) would consider benefitting "
    "from training, those trained before among them.",
    "Somebody would pay: an average of {wtp_avg} cannot come from nobody.",
    "How many is open. If no amount is above {quoted_cap} (and none below zero), at least {payers_of_averaged} of those "
    "averaged would pay something.",
    "How many would pay much is open too: up to {most_of_averaged} of those averaged could pay {quoted_price} or more, "
    "and not more than that.",
)

# %% [markdown]
# ## What they do not support

# %%
page.claims(claims.NOT_SUPPORTED)

# %%
page.say(
    "A price. The median could be anything up to about {largest_median}, and it could be nothing: the average need not be "
    "an amount that most would pay.",
    "A share that would spend their own money. With answers of up to {quoted_cap}, as many as {zeros_of_averaged} of "
    "those averaged could be paying nothing.",
    "Training as part of applications for social-innovation funding. It is a recommendation, and takes for granted that more "
    "training is wanted by people of whom {trained_pct} were trained already and all are interested; who pays now is not "
    "known.",
    "A demand among all link workers. The {n_survey} chose themselves, and how many were asked is not known.",
)

# %%
page.say(
    "A comparison between groups. What each group would pay is not reported, only how many there are of each "
    "qualification.",
    mark=Mark.DERIVED,
)

# %% [markdown]
# How large a difference between groups a survey of this size could show is worked out on
# [the page on planning](08_planning_the_next_survey.ipynb).
#
# ## For funders and employers

# %% [markdown]
# One of the next statements, and the last table, rest on the answers themselves. These are the first of them:

# %%
page.first_rows("wtp_amount", "wtp_status", "zero_reason", "card_chosen")

# %%
page.say(
    "The {wtp_avg} is a stated amount: hypothetical, limited by what people can afford, and for a good that the abstract "
    "describes in three ways. It does not say who should pay.",
    "The money asked about is {wtp_vehicle}. An amount that somebody can find for training at their own expense is no measure "
    "of what the training is worth to a service, nor of what an employer or a funder should pay for it.",
    "In the answers analysed here, treatments of zeros and gaps alone move the mean over {treatment_means}: ask for that "
    "range before using any single figure.",
    "To set a fee or to forecast uptake from {wtp_avg}, ask first for the share that would pay each amount, the number "
    "of zeros with their reasons, and what the amount is per.",
)

# %% [markdown]
# ## Limits

# %%
page.say(
    "**Self-selection.** Respondents were {full_self_selected}, as the longer paper says. Those who answer a survey on "
    "training may well be those who want it.",
    "**First lockdown.** By the longer paper, fieldwork ran from {full_fieldwork}, the first months of the pandemic.",
    "**Unknown unit.** What the {wtp_avg} is per (a course, an hour, a year, once) is not in what we have read. So "
    "nothing here is divided, multiplied up or set beside rates of pay. It could be put at another year's prices, since the "
    "months of the fieldwork are known.",
    "**The good moved.** The aim, the methods and the findings of the abstract give {wtp_good} of what was valued.",
)

# %%
page.say(
    "**Hypothetical answers.** People tend to say they would pay more than they then do (Murphy and others, 2005).",
    mark=Mark.OTHER_STUDY,
)

# %% [markdown]
# What is assumed of willingness to pay, and how far the average moves with it, as measured on
# [the page of unknowns](05_what_moves_the_answer.ipynb):

# %%
page.assumptions("W")

# %% [markdown]
# ## What was shown

# %%
page.say(
    "Of these {n_survey}, {graduates} hold a degree, all would consider benefitting from training, and at least one "
    "would pay for it.",
    "By itself the average of {wtp_avg} supports neither a price nor a forecast, nor a statement about link workers at "
    "large.",
)

# %%
page.made()
