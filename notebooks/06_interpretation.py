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
# For those who fund or employ link workers. Each statement carries the mark of what it rests on, and the
# statements of the abstract stand beside what would be needed to uphold them. What the interviews and the survey say
# of the same thing is set side by side in the [joint display](02_interview_themes.ipynb).

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
    "Most respondents hold a degree: {graduates} respondents ({graduates_pct}).",
    "Most had been trained before: {trained_n} of {n_survey} ({trained_pct}), and all ({benefit_pct}) would consider "
    "benefitting from training. Earlier training had not used up the wish for more.",
    "Some would pay: an average of {wtp_avg} cannot come from nobody.",
    "How many is open: if no amount is above {quoted_cap}, at least {fewest_payers} respondents would pay something.",
    "Not many would pay much: at most {most_share} would pay {quoted_price} or more.",
)

# %% [markdown]
# ## What they do not support

# %%
page.claims_table([claims.NOT_SUPPORTED])

# %%
page.say(
    "A price. An average is not an amount that most would pay: the median could be anything up to {largest_median}, "
    "and it could be nothing.",
    "A share that would spend their own money. With answers of up to {quoted_cap}, as many as {most_zeros} "
    "respondents could be paying nothing.",
    "A comparison between groups. No count by group is reported, and {n_survey} answers could show only very large "
    "differences.",
    "A demand among all link workers. The {n_survey} chose themselves, and how many were asked is not known.",
)

# %% [markdown]
# ## For funders and employers

# %%
page.say(
    "A stated {wtp_avg} from personal funds measures how much training is wanted. It does not say that link workers "
    "should pay for it, and the abstract does not say so either.",
    "In the invented answers, treatments of zeros alone move the mean over {treatment_means}: ask for that range "
    "before using any single figure.",
    "To set a fee or to forecast uptake from {wtp_avg}, ask first for the share that would pay each amount, the number "
    "of zeros with their reasons, and what the amount is per.",
)

# %% [markdown]
# ## Limits

# %%
page.say(
    "**Self-selection.** Respondents were {full_self_selected}. All would welcome training, which is what one expects "
    "of people who answer a survey on training.",
    "**First lockdown.** Fieldwork ran from {full_fieldwork}, when work, pay and training were anything but usual.",
    "**Unknown unit.** What the {wtp_avg} is per (a course, an hour, a year, once) is not in what we have read. So "
    "nothing here is divided, inflated, multiplied up or set beside pay.",
    "**The good moved.** The aim, the methods and the findings of the abstract give {wtp_good} of what was valued.",
)

# %%
page.say(
    "**Hypothetical answers.** People tend to say they would pay more than they then do (Murphy and others, 2005).",
    mark=Mark.OTHER_STUDY,
)

# %% [markdown]
# ## What was shown

# %%
page.say(
    "The abstract supports that link workers are qualified, want training and attach some value to it. It does not by "
    "itself support a price, a forecast, or a statement about most link workers.",
    mark=Mark.DERIVED,
)
