"""The joint display: what the survey and the interviews say of the same thing, and how the two stand to each other."""

from __future__ import annotations

import pandas as pd

from helpers import describe, disclosure, wtp
from helpers.cleaning import Survey
from helpers.money import formatted
from helpers.published import read_claims
from helpers.rounding import printed
from helpers.study import InputError, Question

from .themes import Interviews

COLUMNS = ["survey item", "statistic", "theme", "verdict", "why"]
NO_THEME = "No theme led to this question."
UNASKED = "no item"
NO_QUESTION = "The theme led to no question."


def joint_display(survey: Survey, interviews: Interviews) -> pd.DataFrame:
    """Set each survey item beside the theme that led to it, with a verdict.

    Silence is a finding of its own (Farmer et al., 2006), so that items without a theme and themes without an item
    are listed too.

    Returns
    -------
    DataFrame
        survey item, statistic with its 95 % interval, theme, verdict (agree, expand, differ, silent), why. What the
        strands say together comes first, then the silences, each in the order of the questionnaire.

    Raises
    ------
    InputError
        Two published claims are said to agree while their values differ, or to differ while they are the same.

    Examples
    --------
    >>> from helpers import cleaning
    >>> from helpers.interviews import read_interviews
    >>> survey = cleaning.survey()
    >>> joint_display(survey, read_interviews(survey)).loc[0, ["theme", "verdict"]].tolist()
    ['Personal skills', 'agree']
    """
    study, links = survey.study, interviews.links
    _check_published(survey, links)
    asked = links["question"].map({id: place for place, id in enumerate(study.questions)})
    silent = links["verdict"] == "silent"
    rows = []
    for link in links.assign(silent=silent, asked=asked).sort_values(["silent", "asked"], kind="stable").itertuples():
        question = study.questions[link.question]
        rows.append((_text(question), statistic(survey, question), link.theme, link.verdict, link.why))
    for theme in interviews.themes:
        if theme not in set(links["theme"]):
            rows.append((UNASKED, "", theme, "silent", NO_QUESTION))
    for id in study.keep:
        question = study.questions[id]
        if id not in set(links["question"]) and id not in describe.FOLLOW_UPS and question.kind != "card":
            rows.append((_text(question), statistic(survey, question), "", "silent", NO_THEME))
    return pd.DataFrame(rows, columns=COLUMNS)


def statistic(survey: Survey, question: Question) -> str:
    """The one number that tells most of a question, with its interval and denominator.

    That is the share of the most frequent answer, the share that ranks the leading item first, or the mean amount in
    the base case. A question that the survey dropped on reading has none.
    """
    respondents, study = survey.respondents, survey.study
    if question.kind == "money":
        moments = wtp.moments(wtp.usable_amounts(respondents), study.seeds["bootstrap"])
        interval = moments.mean_interval
        mean, low, high = (formatted(x, study.good.currency) for x in (moments.mean, interval.low, interval.high))
        return f"mean {mean} ({low} to {high}), n = {moments.n}"
    if question.kind == "ranking":
        table = describe.skills(survey)
        name, row = f"{table.index[0]}, ranked first", table.iloc[0]
        cell = (f"{question.id}_first", table.index[0])
    elif question.kind == "choice" and question.id in study.keep:
        table = describe.distribution(respondents[question.id], question.options)
        name, row = table["count"].idxmax(), table.loc[table["count"].idxmax()]
        cell = (question.id, name)
    else:
        return ""
    if not disclosure.release(survey).shows(cell):
        return f"{name}: {disclosure.SUPPRESSED}"
    limits = f"{printed(100 * row['low'], '.1f')} to {printed(100 * row['high'], '.1f')} %"
    return f"{name}: {printed(100 * row['share'], '.1f')} % ({limits}), n = {printed(row['n'], '.0f')}"


def _text(question: Question) -> str:
    return " ".join(question.text.split())


def _check_published(survey: Survey, links: pd.DataFrame) -> None:
    """A verdict that leans on published claims must fit what they say."""
    published = read_claims(survey)
    for link in links[links["claims"] != ""].itertuples():
        where = f"{survey.study.shown(survey.study.interviews.folder / 'links.csv')}, theme {link.theme!r}"
        for id in (ids := link.claims.split()):
            if id not in published.index:
                raise InputError(f"{where}: {id!r} is no id in published/claims.csv; correct it.")
        values = {published.loc[id, "value"] for id in ids}
        if (link.verdict == "agree" and len(values) > 1) or (link.verdict == "differ" and len(values) == 1):
            raise InputError(f"{where}: the verdict is {link.verdict!r}, but the claims say {'; '.join(values)}.")
