"""The interviews: codebook, coded segments and themes, what is wrong with them, and what they rest on.

Transcripts stay out of the repository. A segment points at a stretch of one by offsets, and nothing here quotes it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import cleaning
from helpers.result import Result, shares
from helpers.study import SYNTHETIC, SYNTHETIC_LABEL, DeclaredInterviews, InputError, Mark, Study

TABLES = {
    "codebook": ("code", "definition", "include", "exclude", "parent", "theme", "codable"),
    "segments": ("interview", "start", "end", "code", "coder", "memo"),
    "interviews": ("pseudonym",),
    "links": ("theme", "question", "verdict", "claims", "why"),
}
# What makes a segment: a stretch that two coders marked, or that carries two codes, is still one.
PLACE = ["interview", "start", "end"]
# What a survey question and a theme can be to one another (Farmer et al., 2006; Fetters et al., 2013).
JOINT_VERDICTS = {
    "agree": "both strands say the same",
    "expand": "one strand adds to what the other says",
    "differ": "the strands contradict each other",
    "silent": "one strand says nothing of it",
}


@dataclass(frozen=True)
class Interviews:
    """The four tables, checked.

    Attributes
    ----------
    declared : DeclaredInterviews
        The school of analysis and its thresholds.
    mark : Mark
        What every count of these tables carries.
    pseudonyms : tuple of str
        The participants.
    codebook : DataFrame
        Indexed by code: definition, include, exclude, parent, theme, codable (yes or no).
    segments : DataFrame
        interview, start, end (offsets into the transcript, in characters), code, coder, memo, theme.
    links : DataFrame
        theme, the survey question it led to, verdict, claims, why.
    """

    declared: DeclaredInterviews
    mark: Mark
    pseudonyms: tuple[str, ...]
    codebook: pd.DataFrame
    segments: pd.DataFrame
    links: pd.DataFrame

    @property
    def themes(self) -> list[str]:
        """The themes in the order of the codebook."""
        return [theme for theme in self.codebook["theme"].unique() if theme]

    def named(self, count: int) -> str:
        """A number of participants as every page prints it: "4 of 6", since a share of so few misleads."""
        return f"{count} of {len(self.pseudonyms)}"


def read_interviews(survey: cleaning.Survey) -> Interviews | None:
    """Read and check the interviews of a study; None where it has none.

    Placeholders count as none once the survey is real.

    Raises
    ------
    InputError
        A table is not as declared, a segment carries a code that the codebook lacks, or a participant could be
        matched with a respondent of the survey.

    Examples
    --------
    >>> interviews = read_interviews(cleaning.survey())
    >>> len(interviews.pseudonyms), interviews.themes[0]
    (6, 'Personal skills')
    """
    study = survey.study
    if study.interviews is None:
        return None
    tables = {name: _Table(study.interviews.folder / f"{name}.csv", study) for name in TABLES}
    if not study.synthetic and all((table[SYNTHETIC] == SYNTHETIC_LABEL).all() for table in tables.values()):
        return None
    for table in tables.values():
        table.check_label(study)
    _check_codebook(tables["codebook"])
    people, segments = tables["interviews"], tables["segments"]
    people.check("pseudonym", people["pseudonym"] != "", "is blank; give each participant one")
    people.check("pseudonym", ~people["pseudonym"].duplicated(), "stands there twice; give each participant one")
    # Whoever holds both files must not be able to say which respondent was interviewed.
    of_survey = {*survey.raw[cleaning.RESPONSE_ID], *survey.respondents["respondent"]}
    people.check("pseudonym", ~people["pseudonym"].isin(of_survey), "is an id of the survey; use one unlike any of its")
    _check_segments(segments, tables["codebook"].frame, people["pseudonym"])
    codebook = tables["codebook"].frame.set_index("code")
    _check_links(tables["links"], list(codebook["theme"]), study)
    coded = segments.frame.reset_index(drop=True).astype({"start": int, "end": int})
    return Interviews(
        declared=study.interviews,
        mark=study.mark,
        pseudonyms=tuple(people["pseudonym"]),
        codebook=codebook,
        segments=coded.assign(theme=coded["code"].map(codebook["theme"])),
        links=tables["links"].frame.reset_index(drop=True),
    )


# --- views ----------------------------------------------------------------------------------------------------------


def theme_basis(interviews: Interviews) -> pd.DataFrame:
    """Say what each theme rests on: its codes, and where the school counts, its participants and segments.

    Returns
    -------
    DataFrame
        Indexed by theme, in the order of the codebook: codes, participants ("4 of 6"), segments, flag.
    """
    codable = interviews.codebook[interviews.codebook["codable"] == "yes"]
    table = pd.DataFrame(index=pd.Index(interviews.themes, name="theme"))
    table["codes"] = [", ".join(codable.index[codable["theme"] == theme]) for theme in table.index]
    if interviews.declared.counting:
        spread = theme_spread(interviews)
        table["participants"] = [interviews.named(count) for count in spread["participants"]]
        table["segments"] = spread["segments"]
        few = spread["participants"] < interviews.declared.fewest_participants
        table["flag"] = few.map({True: f"fewer than {interviews.declared.fewest_participants} participants", False: ""})
    return table


def theme_matrix(interviews: Interviews) -> pd.DataFrame:
    """Show who speaks of which theme: for the eyes of the analyst, since it singles participants out.

    Returns
    -------
    DataFrame
        Indexed by theme: a column a participant, "yes" or blank, then in how many it is found ("4 of 6").
    """
    found = pd.crosstab(interviews.segments["theme"], interviews.segments["interview"]) > 0
    found = found.reindex(index=interviews.themes, columns=list(interviews.pseudonyms), fill_value=False)
    shown = found.map({True: "yes", False: ""}.get).rename_axis(index="theme", columns=None)
    return shown.assign(found=[interviews.named(count) for count in found.sum(axis=1)])


def participant_load(interviews: Interviews) -> Result:
    """Say how much the participant with the most segments carries, beside the share declared as the most.

    Returns
    -------
    Result
        One row: share (0 to 1), limit, flag. It names nobody.
    """
    counts = interviews.segments.drop_duplicates(PLACE)["interview"].value_counts()
    share, limit = counts.max() / counts.sum(), interviews.declared.largest_share
    flag = "one participant carries more than declared" if share > limit else ""
    return Result(pd.DataFrame({"share": [share], "limit": [limit], "flag": [flag]}), shares("share", "limit"))


def new_codes(interviews: Interviews) -> pd.DataFrame:
    """Count the codes that each further interview adds, over every order in which they could have been held.

    The curve of a single order depends on that order, so the band over all of them is shown. It says how quickly
    these interviews repeat one another, and cannot say that a further one would have added nothing.

    Returns
    -------
    DataFrame
        Indexed by place (1 to n): lowest, middle (the median), highest number of new codes.

    Notes
    -----
    At each place every pair of an interview and the set of those before it stands for equally many orders, so the
    n 2^(n-1) pairs are gone through and not the n! orders: 192 and not 720 of six interviews.
    """
    codes = interviews.segments.groupby("interview")["code"].agg(set)
    codes = [codes.get(person, set()) for person in interviews.pseudonyms]
    rows = []
    for before in range(len(codes)):
        new = [
            len(codes[person] - set().union(*(codes[other] for other in earlier)))
            for person in range(len(codes))
            for earlier in itertools.combinations([other for other in range(len(codes)) if other != person], before)
        ]
        rows.append((min(new), pd.Series(new).median(), max(new)))
    index = pd.RangeIndex(1, len(codes) + 1, name="interview")
    return pd.DataFrame(rows, index=index, columns=["lowest", "middle", "highest"])


def leading_theme(interviews: Interviews) -> str | None:
    """The theme found in the most interviews, then segments; a tie names all of them, and reflexive analysis none."""
    if not interviews.declared.counting:
        return None
    spread = theme_spread(interviews)
    most = spread[spread["participants"] == spread["participants"].max()]
    return ", ".join(most.index[most["segments"] == most["segments"].max()])


def theme_spread(interviews: Interviews) -> pd.DataFrame:
    """Count what each theme rests on, for a school that counts.

    Returns
    -------
    DataFrame
        Indexed by theme, in the order of the codebook: participants, segments.
    """
    places = interviews.segments.drop_duplicates([*PLACE, "theme"]).groupby("theme")["interview"]
    spread = places.agg(participants="nunique", segments="size")
    return spread.reindex(interviews.themes, fill_value=0)


# --- checks ---------------------------------------------------------------------------------------------------------


class _Table:
    """One of the tables as text, and checks on it that name file, row, column and value."""

    def __init__(self, path: Path, study: Study) -> None:
        self.shown = study.shown(path)
        self.frame = cleaning.read_table(path, (*TABLES[path.stem], SYNTHETIC), study)

    def __getitem__(self, column: str) -> pd.Series:
        return self.frame[column]

    def check(self, column: str, good: pd.Series, fault: str) -> None:
        """Stop at the first row that is not good."""
        for row, value in self.frame.loc[~good, column].items():
            raise InputError(f"{self.shown}, row {row}, column {column}: {value!r} {fault}.")

    def check_label(self, study: Study) -> None:
        """Placeholders and interviews never mix: the label goes by the study's mode."""
        label = SYNTHETIC_LABEL if study.synthetic else ""
        fault = f"must be {label!r} in every row while {study.shown(study.path)} declares {study.mode} answers"
        self.check(SYNTHETIC, self[SYNTHETIC] == label, fault)
        self.frame = self.frame.drop(columns=SYNTHETIC)


def _check_codebook(codebook: _Table) -> None:
    codes, parents = codebook["code"], codebook["parent"]
    codebook.check("code", codes.str.strip().eq(codes) & (codes != ""), "is blank or has spaces around it; mend it")
    codebook.check("code", ~codes.duplicated(), "is there twice; give each code a name of its own")
    codebook.check("definition", codebook["definition"] != "", "is blank; say what the code means")
    codebook.check("codable", codebook["codable"].isin(["yes", "no"]), "is neither yes nor no; choose one")
    codebook.check("parent", parents.isin(["", *codes]), "is not a code of this codebook; add it or leave it blank")
    above = dict(zip(codes, parents, strict=True))
    rooted = {""}
    # Each pass roots the codes whose parent is rooted; what is left at the end hangs in a circle.
    while fresh := {code for code, parent in above.items() if parent in rooted and code not in rooted}:
        rooted |= fresh
    codebook.check("parent", codes.isin(rooted), "leads round to the code itself; break the circle")


def _check_segments(segments: _Table, codebook: pd.DataFrame, pseudonyms: pd.Series) -> None:
    if segments.frame.empty:
        raise InputError(f"{segments.shown}: holds no segment; leave [interviews] out until the coding is there.")
    codable = codebook.loc[codebook["codable"] == "yes", "code"]
    segments.check("interview", segments["interview"].isin(pseudonyms), "is not in interviews.csv; add or correct it")
    segments.check("code", segments["code"].isin(codebook["code"]), "is not in the codebook; add it there or recode")
    segments.check("code", segments["code"].isin(codable), "is not codable in the codebook; use a code below it")
    for column in ("start", "end"):
        whole = segments[column].str.fullmatch("[0-9]{1,12}")
        segments.check(column, whole, "is not an offset; count characters from 0")
    ascending = segments["end"].astype(int) > segments["start"].astype(int)
    segments.check("end", ascending, "does not come after start; correct the offsets")
    segments.check("coder", segments["coder"] != "", "is blank; name the coder")
    same = segments.frame.duplicated(["interview", "start", "end", "code", "coder"])
    segments.check("code", ~same, "is given twice to the same segment by the same coder; keep one row")


def _check_links(links: _Table, themes: list[str], study: Study) -> None:
    links.check(
        "theme", links["theme"].isin(themes) & (links["theme"] != ""), "is no theme of the codebook; correct it"
    )
    links.check("question", links["question"].isin(study.questions), "is no question of the study; correct it")
    links.check("verdict", links["verdict"].isin(JOINT_VERDICTS), f"is none of: {', '.join(JOINT_VERDICTS)}")
    links.check("why", links["why"] != "", "is blank; give the reason for the verdict")
    # Where both sides are invented they cannot agree or differ: only what is published of both can.
    unheard = study.synthetic & (links["claims"] == "")
    links.check(
        "verdict", ~unheard | (links["verdict"] == "silent"), "needs published claims while answers are invented"
    )
