# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The data
#
# The declaration stands beside this page and names the export.

# %%
from helpers import cleaning, disclosure, pages
from helpers.result import Result
from helpers.study import load

survey = cleaning.survey(load("study.toml"))
page = pages.Page(survey)
page.banner()

# %%
page.table(Result(survey.flow), "Flow of rows", disclosure.Kind.FLOW)

# %%
page.say("Of {rows_in} rows in the export, {rows_excluded} are excluded and {rows_analysed} are analysed.")

# %%
page.table(page.counts("residence"), "Where respondents live")

# %%
page.assumptions()

# %%
page.made()
