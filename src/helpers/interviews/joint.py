"""The joint display: what the survey and the interviews say of the same thing, and how the two stand to each other."""

from __future__ import annotations

import pandas as pd

from helpers import describe, disclosure
from helpers.cleaning import Survey
from helpers.published import read_claims
from helpers.rounding import printed
from helpers.study import InputError, Question

from .themes import Interviews

COLUMNS = ["survey item", "statistic", "theme", "verdict", "why"]
NO_THEME = "No theme led to this question."
UNASKED = "no item"
NO_QUESTION = "The theme led to no question."


def joint_display(survey: Survey, interviews: Interviews, decided: disclosure.Release) -> pd.DataFrame:
    """Set each survey item beside the theme that led to it, with a verdict.

    Silence is a finding of its own (Farmer et al., 2006), so that items without a theme and themes without an item
    are listed too.

    Parameters
    ----------
    survey : Survey
        What was answered.
    interviews : Interviews
        What was said.
    decided : Release
        Which counts of the survey may be shown.

    Returns
    -------
    DataFrame
        survey item, statistic with its 95 % interval (of invented answers beside published claims: what these say),
        theme, verdict (agree, expand, differ, silent), why. What the strands say together comes first, then the
        silences, each in the order of the questionnaire.

    Raises
    ------
    InputError
        Two published claims are said to agree while their values differ, or to differ while they are the same.

    Examples
    --------
    >>> from helpers import cleaning, disclosure
    >>> from helpers.interviews import read_interviews
    >>> survey = cleaning.survey()
    >>> coded, release = read_interviews(survey), disclosure.release(survey)
    >>> joint_display(survey, coded, release).loc[0, ["theme", "verdict"]].tolist()
    ['Personal skills', 'agree']
    """
    study, links = survey.study, interviews.links
    claimed = _check_published(survey, interviews)
    asked = links["question"].map({id: place for place, id in enumerate(study.questions)})
    silent = links["verdict"] == "silent"
    rows = []
    for link in links.assign(silent=silent, asked=asked).sort_values(["silent", "asked"], kind="stable").itertuples():
        question = study.questions[link.question]
        # What two published sentences say together stands without a number that was made up beside it.
        told = f"{claimed[link.claims]}, as published" if claimed.get(link.claims) else ""
        told = told or statistic(survey, question, decided)
        rows.append((_text(question), told, link.theme, link.verdict, link.why))
    for theme in interviews.themes:
        if theme not in set(links["theme"]):
            rows.append((UNASKED, "", theme, "silent", NO_QUESTION))
    for id in study.keep:
        question = study.questions[id]
        if id not in set(links["question"]) and id not in describe.FOLLOW_UPS and question.kind != "card":
            rows.append((_text(question), statistic(survey, question, decided), "", "silent", NO_THEME))
    return pd.DataFrame(rows, columns=COLUMNS)


def statistic(survey: Survey, question: Question, decided: disclosure.Release) -> str:
    """The one number that tells most of a question, with its interval and denominator, if it may be shown.

    That is the share of the most frequent answer, the share that ranks the leading item first, or the mean amount in
    the base case. A question that the survey dropped on reading has none.
    """
    if question.kind == "money":
        amounts = disclosure.summaries(survey)
        told = "mean {mean} ({mean_interval}), n = {n_usable}".format_map(amounts)
        return disclosure.masked(told, disclosure.SUPPRESSED not in told)
    if question.kind == "ranking":
        counted, column, suffix = describe.skills(survey), f"{question.id}_first", ", ranked first"
    elif question.kind == "choice" and question.id in survey.study.keep:
        answers = survey.respondents[question.id]
        counted, column, suffix = describe.distribution(answers, question.options), question.id, ""
    else:
        return ""
    most = counted.frame["count"].idxmax()
    # Of a hidden count not even its place among the others is told.
    if not decided.shows((column, most)):
        return disclosure.SUPPRESSED
    row = disclosure.released(counted, disclosure.Category(column), decided).frame.loc[most]
    limits = f"{printed(100 * row['low'], '.1f')} to {printed(100 * row['high'], '.1f')} %"
    return f"{most}{suffix}: {printed(100 * row['share'], '.1f')} % ({limits}), n = {int(row['n'])}"


def _text(question: Question) -> str:
    return " ".join(question.text.split())


def _check_published(survey: Survey, interviews: Interviews) -> dict[str, str]:
    """A verdict that leans on published claims must fit what they say; of invented answers, what that is, by claims."""
    published, links, said = read_claims(survey), interviews.links, {}
    for link in links[links["claims"] != ""].itertuples():
        where = f"{survey.study.shown(interviews.declared.folder / 'links.csv')}, theme {link.theme!r}"
        for id in (ids := link.claims.split()):
            if id not in published.index:
                raise InputError(f"{where}: {id!r} is no id in published/claims.csv; correct it.")
        values = {published.loc[id, "value"] for id in ids}
        if (link.verdict == "agree" and len(values) > 1) or (link.verdict == "differ" and len(values) == 1):
            raise InputError(f"{where}: the verdict is {link.verdict!r}, but the claims say {'; '.join(values)}.")
        said[link.claims] = "; ".join(sorted(values))
    return said if survey.study.synthetic else {}
