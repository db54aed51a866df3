# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 From the survey export to respondents
#
# A survey tool exports more rows than there are respondents, and people type amounts of money in many ways. This
# page accounts for every row and for every amount.

# %%
from helpers import cleaning, disclosure, figures, pages, wtp
from helpers.result import Result

survey = cleaning.survey()
page = pages.Page(survey)
page.banner()

# %% [markdown]
# ## Every row, in or out
#
# Each row is either analysed or excluded for one named reason, the first that applies in the order shown.

# %%
flow = page.released(Result(survey.flow), disclosure.Kind.FLOW)
page.figure(figures.row_flow(flow), "Each bar is what is left, or what is set aside for that reason.")

# %%
page.table(flow, "Flow of rows")

# %%
page.say(
    "Of {rows_in} rows in the export, {rows_excluded} are excluded and {rows_analysed} are analysed. Nothing is lost."
)

# %% [markdown]
# There is no response rate: respondents chose themselves, online, so nobody knows how many link workers saw the
# survey and did not answer. A completion rate among those who started would not replace it.
#
# ## What people typed for money
#
# The rules are few. A number with or without the currency is an amount. "Nothing", "none" and "nil" are zero.
# "Don't know" and a blank are missing. Anything else is unclear: it goes to a ruling list and stays missing until
# somebody rules on it, because a guess here is a guess about the result.
#
# One earlier answer counts as well: who would pay nothing at all is a zero, even where the amount is left blank or is
# called not applicable. An amount beside such an answer is a contradiction and goes to the ruling list.

# %%
typed, unruled = wtp.typed(survey)
page.table(typed, "Each answer to the money question as typed and as read", disclosure.Kind.WITHHELD)

# %% [markdown]
# Every answer that was typed has a row, and beside it what it was read as.
#
# ## The ruling list

# %%
page.table(unruled, "Answers that wait for a ruling", disclosure.Kind.WITHHELD)

# %%
page.say(
    "{n_unruled} answer is unruled and stays missing; {n_missing} more were left blank or say that the respondent does "
    "not know. A ruling is a line in data/rulings.csv, and the next run applies it."
)

# %% [markdown]
# ## Zeros are of more than one kind
#
# Somebody who would pay nothing may hold the training worthless or unaffordable (a true zero), or may object to
# being asked (a protest). The reason given decides, by the classes that the study declares. Some reasons can be
# either, and page [04](04_willingness_to_pay.ipynb) shows both readings.

# %%
reasons = wtp.zero_reasons(survey.respondents, survey.study)
page.table(
    reasons,
    "Reasons for paying nothing, and the class declared for each",
    disclosure.Category("zero_reason"),
    ("respondents", "The reason given most often: {most_by} ({most})."),
)

# %% [markdown]
# ## Who could be recognised
#
# Addresses, names and times never leave the reading of the export, and what was typed is not printed. What remains
# can still point at a person who is alone in a combination of answers. The table counts how many respondents share
# theirs, over the quasi-identifiers that `data/study.toml` declares. Single rows of a real survey are not released
# while some are nearly alone, unless somebody signs for it.

# %%
alike = disclosure.classes(survey.respondents, survey.study.privacy.quasi_identifiers)
page.table(Result(alike), "Respondents by how many are alike", disclosure.Kind.WITHHELD)

# %% [markdown]
# Whoever the first row counts is alone: somebody who knows all these answers of a colleague would know the others too.

# %% [markdown]
# ## The respondents

# %%
page.first_rows("qualification_group", "trained", "wtp_amount", "wtp_status", "zero_reason", "card_chosen")

# %% [markdown]
# ## What was shown
#
# Every row and every typed amount is accounted for. The respondents that all other pages use are
# `data/derived/respondents.csv`: no free text, no address, no date.

# %%
page.made()
