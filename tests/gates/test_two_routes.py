"""Every headline number of 00 and 03 by two routes: as the stored pages print it, and worked out anew.

The second route (`second_route`) reads the export and the claims by hand and uses scipy, statsmodels and pandas, never
the helpers. A table's numbers are read from its download, to six digits; a sentence's as printed, so they agree to
half of the last digit shown. What was drawn at random is drawn again with another seed, within the tolerance stated.
"""

import re

import numpy as np
import pandas as pd
import pytest
import second_route as anew
from checks import ROOT
from printed import StoredPage, agree, shares_agree, shown
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

LOW, HIGH = 57.5, 58.5  # what rounds to the published mean
N = 54


@pytest.fixture(scope="module")
def rows():
    return anew.export(ROOT / "data" / "raw" / "synthetic_export.csv")


@pytest.fixture(scope="module")
def claims():
    return pd.read_csv(ROOT / "data" / "published" / "claims.csv", index_col="id")


@pytest.fixture(scope="module")
def answer():
    return StoredPage("00_the_answer")


@pytest.fixture(scope="module")
def findings():
    return StoredPage("03_descriptive_findings")


# ---------------------------------------------------------------------------------------------------------------------
# 00: what the published figures allow.


def test_bounds_on_the_total_and_the_shares(answer):
    most = anew.extreme(True, 1, (100, 1e6), (0, 1e6), (0, HIGH), whole=False)
    shown(_division(answer), [HIGH, 100 * most], 2)
    # The limit is never reached, so its half is rounded down.
    assert answer.numbers("at most # % of them would pay £100") == [np.ceil(100 * most - 0.5)]
    zeros = anew.extreme(True, 1, (0, 0), (0, 200), (LOW, HIGH), whole=False)
    shown(answer.numbers("as many as # % of them could be paying nothing"), [100 * zeros])
    shown(answer.numbers("can be anything from nothing to about £#."), [anew.largest_median(N, N * HIGH)])


def test_bounds_on_counts(answer):
    total = (N * LOW, N * HIGH - 0.01)
    most = anew.extreme(True, N, (100, 1e4), (0, 1e4), total)
    few = anew.extreme(False, N, (50, 200), (0, 49.99), total)
    zeros = anew.extreme(True, N, (0, 0), (0.01, 200), total)
    said = answer.numbers("at most # (# %) who would pay £100 and, under the same cap, at least # who")
    shown(said, [most, 100 * most / N, few])
    shown(answer.numbers("who would pay £50 and at most # zeros"), [zeros])
    # 58 x 49 / 54 and 58 x 54 / 49.
    shown(answer.numbers("nothing would give about £#; had they been averaged in, dropping them would give about £#"),
          [52.63, 63.92])  # fmt: skip


def test_counts_by_how_many_were_averaged(answer):
    table = answer.tables["The most who could pay £100, by how many were averaged"]
    assert list(table["averaged"]) == [54, 52, 50, 48, 46, 44, 42, 40]
    most = [anew.extreme(True, n, (100, 1e4), (0, 1e4), (n * LOW, n * HIGH - 0.01)) for n in table["averaged"]]
    agree(table["most_of_them"], most)
    agree(table["share_of_them"], most / table["averaged"])
    agree(table["most_of_all"], most + (N - table["averaged"]))
    agree(table["share_of_all"], (most + (N - table["averaged"])) / N)


def test_the_claims_percentages_follow_from_their_counts(answer, claims):
    table = answer.tables["claims"].set_index("id")
    given = pd.to_numeric(claims["value"], errors="coerce")
    parts = {"ug_pct": ["ug_n"], "ma_pct": ["ma_n"], "nongrad_pct": ["nongrad_n"], "trained_pct": ["trained_n"]}
    for id, counts in parts.items():
        share = 100 * given[counts].sum() / given["n_survey"]
        shown(float(table.loc[id, "computed"].rstrip("\N{NO-BREAK SPACE} %")), share, 1)
        assert float(f"{share:.0f}") == given[id]
        assert table.loc[id, "verdict"] == "consistent"
    assert answer.numbers("# percentages check: each is") == [len(parts)]
    assert int(table.loc["nongrad_n", "computed"]) == given["n_survey"] - given["ug_n"] - given["ma_n"]
    assert int(table.loc["graduates", "computed"]) == given["ug_n"] + given["ma_n"]


def test_what_the_export_gives_for_each_claim(answer, rows):
    found = answer.tables["claims"].set_index("id")["found"]
    counts = {
        "n_survey": len(rows),
        "ug_n": (rows["Q3"] == "Undergraduate degree").sum(),
        "ma_n": (rows["Q3"] == "Master's degree").sum(),
        "trained_n": (rows["Q4"] == "Yes").sum(),
    }
    assert {id: int(found[id]) for id in counts} == counts
    assert found["benefit_pct"].split()[0] == f"{100 * (rows['Q5'] == 'Yes').mean():.1f}"
    assert found["wtp_avg"] == f"£{rows.loc[anew.usable(rows), 'amount'].mean():.2f}"


# ---------------------------------------------------------------------------------------------------------------------
# 03: shares with their intervals, the ranking, the subgroups.

ASKED = {
    **{"role": "Q2", "qualification": "Q3", "trained": "Q4", "would benefit": "Q5", "pays anything": "Q7"},
    **{"gender": "Q11", "age band": "Q12", "years in role": "Q13", "employer": "Q14", "pay band": "Q15", "area": "Q16"},
}


def test_the_sample_question_by_question(findings, rows):
    table = findings.tables["The sample, question by question"]
    for question, column in ASKED.items():
        answers = rows[column]
        if question == "qualification":
            assert set(answers) <= set(table["answer"])
        part = table[table["question"] == question].set_index("answer")
        counts = answers[answers != ""].value_counts().reindex(part.index[:-1], fill_value=0)
        agree(part["count"], [*counts, (answers == "").sum()])
        agree(part["share"][:-1], counts / counts.sum())
        whole = findings.tables["Answers to each item"].set_index("question").loc[question]
        assert [*whole] == [counts.sum(), (answers == "").sum()]


def test_qualifications_training_and_benefit(findings, rows):
    groups = rows["Q3"].map({"Undergraduate degree": 0, "Master's degree": 1}).fillna(2).value_counts().sort_index()
    shares_agree(findings.tables["Highest qualification"], groups, N)
    shares_agree(findings.tables["Trained before"], [(rows["Q4"] == answer).sum() for answer in ("Yes", "No")], N)
    shares_agree(findings.tables["Would consider benefitting from training"], [(rows["Q5"] == "Yes").sum(), 0, 0], N)
    limits = [100 * limit for k in groups for limit in proportion_confint(k, N, method="wilson")]
    shown(findings.numbers("the intervals are # to # %, # to # % and # to # %"), limits, 1)
    trained = 100 * np.array(proportion_confint((rows["Q4"] == "Yes").sum(), N, method="wilson"))
    shown(findings.numbers("the interval of the first is # to # %"), trained, 1)
    # Clopper and Pearson's limit of 54 of 54 is (0.05 / 2) ** (1 / 54).
    shown(findings.numbers("still reaches down to # %"), [100 * 0.025 ** (1 / 54)], 1)


def test_the_ranking_of_skills(findings, rows):
    ranks = rows[[f"Q6_{item}" for item in range(1, 7)]].apply(pd.to_numeric).dropna(how="all")
    table = findings.tables["Skills by the share that ranks each first"]
    firsts = (ranks == 1).sum().to_numpy()
    order = np.argsort(-firsts, kind="stable")
    shares_agree(table, firsts[order], len(ranks))
    agree(table["mean_rank"], ranks.mean().to_numpy()[order])
    shares = 100 * firsts[order][:2] / len(ranks)
    said = findings.numbers("ranked first by # % (interval # to # %), ahead of Communication skills by # percentage")
    limits = 100 * np.array(proportion_confint(firsts[order[0]], len(ranks), method="wilson"))
    shown(said, [shares[0], *limits, shares[0] - shares[1]])
    # Whole respondents drawn again: a step of the difference is 1.9 points, so the limits may be a step apart.
    drawn = np.random.default_rng(1).choice(ranks.eq(1).to_numpy().argmax(1), (20_000, len(ranks)))
    again = np.stack([(drawn == item).sum(axis=1) for item in order])
    difference = 100 * (again[0] - again[1]) / len(ranks)
    np.testing.assert_allclose(
        findings.numbers("percentage points (# to #)"), np.quantile(difference, [0.025, 0.975]), atol=2.5
    )
    stays = 100 * (again[0] > again[1:].max(axis=0)).mean()
    np.testing.assert_allclose(findings.numbers("it stays first # % of the time"), [stays], atol=1.5)


def test_who_leads_by_how_it_may_have_been_asked(findings, rows):
    ranks = rows[[f"Q6_{item}" for item in range(1, 7)]].apply(pd.to_numeric).dropna(how="all").to_numpy()
    table = findings.tables["Who leads, by how it may have been asked"].set_index("asked as")
    items = findings.tables["Skills by the share that ranks each first"]["item"]
    places = [f"Q6_{place}" for place in range(1, 7)]
    names = dict(zip(places, _options(places), strict=True))
    assert set(names.values()) == set(items)
    given = ~np.isnan(ranks)
    ways = {
        "one choice, or first mention": ((ranks == 1).sum(axis=0) / len(ranks), 100, "# % of respondents", 0),
        "up to three choices": ((given & (ranks < 4)).sum(axis=0) / len(ranks), 100, "# % of respondents", 0),
        # Six points for a first rank, one for a sixth.
        "rating of each": ((7 * given - np.nan_to_num(ranks)).sum(axis=0) / given.sum(axis=0), 1, "# of a point", 2),
    }
    assert list(table.index) == list(ways)
    for way, (values, unit, words, digits) in ways.items():
        first, second = np.argsort(-values, kind="stable")[:2]
        leads, ahead_of, by_how_much = table.loc[way]
        assert [leads, ahead_of] == [names[places[first]], names[places[second]]]
        ahead = unit * (values[first] - values[second])
        if by_how_much == "level":
            assert ahead == pytest.approx(0, abs=1e-12)
        else:
            shown(float(re.fullmatch(words.replace("#", "([0-9.]+)"), by_how_much)[1]), ahead, digits)


def _options(columns):
    """The items of the ranking, from the second row of the export, which words each question."""
    words = pd.read_csv(ROOT / "data" / "raw" / "synthetic_export.csv", dtype=str, nrows=1).iloc[0]
    return [words[column].rpartition(" - ")[2] for column in columns]


def test_the_subgroups(findings, rows):
    keep = anew.usable(rows)
    columns = {
        "qualification": rows["Q3"].replace({"Undergraduate degree": "undergraduate", "Master's degree": "masters"}),
        "trained": rows["Q4"],
        "area": rows["Q16"].replace("", np.nan),
    }
    columns["qualification"] = columns["qualification"].where(
        columns["qualification"].isin(["undergraduate", "masters"]), "no graduate qualification"
    )
    for name, groups in columns.items():
        table = findings.tables[f"Willingness to pay by {name}, each group against the rest"].set_index("group")
        amount, groups = rows.loc[keep & groups.notna(), "amount"], groups[keep & groups.notna()]
        assert set(table.index) == set(groups)
        for group, row in table.iterrows():
            inside, outside = amount[groups == group], amount[groups != group]
            agree(row[["n", "mean", "median"]], [len(inside), inside.mean(), inside.median()])
            agree(row[["cliffs_delta", "low", "high"]], _cliff(inside.to_numpy(), outside.to_numpy()))


def _cliff(inside, outside):
    """Cliff's delta by Mann and Whitney's U, with the limits of Feng and Cliff (2004, equations 5 and 10)."""
    m, n = len(inside), len(outside)
    delta = 2 * stats.mannwhitneyu(inside, outside).statistic / (m * n) - 1
    signs = np.sign(inside[:, None] - outside) - delta
    unbiased = n**2 * (signs.mean(axis=1) ** 2).sum() + m**2 * (signs.mean(axis=0) ** 2).sum() - (signs**2).sum()
    variance = max(unbiased / (m * n * (m - 1) * (n - 1)), (1 - delta**2) / (m * n - 1))
    t = stats.t.ppf(0.975, m + n - 2)
    margin = t * np.sqrt(variance * ((1 - delta**2) ** 2 + t**2 * variance))
    scale = 1 - delta**2 + t**2 * variance
    return [delta, (delta - delta**3 - margin) / scale, (delta - delta**3 + margin) / scale]


def _division(answer):
    """The sum that proves the bound, from its table: the average that was not reached, and the share."""
    average, _, share = re.findall(r'<th scope="row">(.*?)</th>', answer.text)
    return [float(average.strip("£")), float(share.strip("= %"))]
