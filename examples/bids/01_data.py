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
# Run with `STUDY` naming the declaration. Every answer here is invented.

# %%
from helpers import cleaning, describe, disclosure, masking, pages

survey = cleaning.survey()
release = disclosure.release(survey)

# %%
pages.Table(masking.merged_flow(survey), "Flow of rows", survey.source)

# %%
residence = survey.study.questions["residence"]
counts = describe.distribution(survey.respondents["residence"], residence.options)
pages.Table(masking.released(counts, release, "residence"), "Where respondents live", survey.source)
