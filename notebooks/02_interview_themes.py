# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 What the interviews hold, and how they meet the survey
#
# The study was mixed-methods by an exploratory sequential design (Creswell and Plano Clark, 2018): interviews came first
# and shaped the survey. This page checks coded interviews, counts where
# counting is wanted, and sets what they say beside the survey. It works from a codebook and from offsets into
# transcripts; the transcripts themselves are not needed, and not here.

# %%
from helpers import cleaning, pages
from helpers.study import Mark

survey = cleaning.survey()
page = pages.InterviewPage(survey)
page.banner()

# %%
page.say(
    "The abstract reports {n_interviews} interviews, and one theme: {skills_interviews}. It calls the interviewees "
    "{interviewee_role}. That they were chosen by {full_purposive}, for {full_chosen_for}, and interviewed {full_interviews_online} is "
    "from the longer paper's abstract and index entry.",
)

# %% [markdown]
# ## The school comes first
#
# Three schools of thematic analysis are told apart (Braun and Clarke, 2021). Where codes are applied by a codebook, it
# makes sense to count participants and to compare coders. In reflexive analysis a theme is an interpretation:
# agreement between coders and thresholds say nothing about it, and this page then leaves them out. The study declares
# its school in `data/study.toml`.

# %%
page.assumptions("I")

# %% [markdown]
# ## Themes, and what they rest on
#
# A segment is a stretch of a transcript, held as offsets: the words stay where they are. Participants are counted as
# so many of all of them, since a percentage of so few would pretend to more than it is. A theme that rests on too few
# participants is flagged and stays. Codebooks come from other tools, and go to them, by `python -m helpers.interviews.refi`.

# %%
page.first_segments()

# %% [markdown]
# Each row is one stretch, as one coder marked it. Put together by theme:

# %%
page.basis()

# %%
page.say_counts(
    "{n_coders} coders marked {n_segments} segments with {n_codes} codes; {segments_of_several}. A theme is flagged that rests on fewer than "
    "{fewest_participants} participants.",
)

# %%
page.load()

# %%
page.say_counts(
    "The participant who carries most of the segments carries {most_carried}, and up to {most_allowed} was declared "
    "acceptable. It is not said who that is.",
)

# %% [markdown]
# ## Who speaks of what
#
# This view is for the analyst. With real interviews no page holds it: beside a survey of the same small profession,
# who raised which theme can be enough to recognise somebody.

# %%
page.matrix()

# %%
page.say_counts(
    "The most participants, {participants_of_most}, speak of {theme_of_most}; the fewest, {participants_of_fewest}, of "
    "{theme_of_fewest}.",
)

# %% [markdown]
# ## What each further interview adds
#
# The usual curve of new codes depends on the order in which interviews happened to be held, so the band runs over
# every order. A band near zero says that these interviews repeat one another. It cannot say that the next one would
# have brought nothing.

# %%
page.figure(page.new_codes(), "The band runs over every order of the interviews; the line is its middle.")

# %%
page.say_counts("The band covers all {n_orders} orders of {interviews_read} interviews.")

# %% [markdown]
# ## Do coders agree?
#
# Where units carry several codes, each code is compared by itself: was it given or not? Alpha (Krippendorff, 2019) and
# kappa (Cohen, 1960) take chance agreement off. Where nearly every unit has the same value they can be low although
# coders agree almost everywhere (Byrt and others, 1993). Where every unit has, they do not exist; the note says so.

# %%
page.agreement()

# %% [markdown]
# ## The joint display
#
# Each survey item stands beside the theme that led to it. The two can agree, one can expand on the other, they can
# differ, or one is silent, which is a finding too (Farmer and others, 2006).

# %%
page.passage("joint")

# %%
page.joint_display()

# %%
page.say(
    "Of both strands the abstract says what was held most essential: {skills_interviews} in the interviews, "
    "{skills_survey} in the survey. That agreement is published, and no number is.",
    "How the interviews shaped the survey is not reported: which theme led to which question is among what to ask "
    "the authors.",
    mark=Mark.PUBLISHED,
)

# %% [markdown]
# ## What was shown
#
# The one published theme is also what the abstract says the survey puts first. What themes rest on, whether coders
# agree and where the strands meet can be shown without a transcript, and without saying who said what.

# %%
page.made()
