"""Pages and files that are not notebooks: the answer, the assumptions, and what the commands print."""

from __future__ import annotations

import json
import re

from helpers import claims, cleaning, drafting, figures, pages
from helpers.money import formatted
from helpers.study import ROOT, InputError, Study

from . import sabotage

ANSWER = re.compile(r"(<!-- answer: written by `make results` -->\n).*?(<!-- end of answer -->)", re.DOTALL)


def answer(ledger: claims.Ledger, image: str = "answer.png") -> str:
    """The derived answer, as README and the site's first page open with it."""
    e = {id: entry.text for id, entry in ledger.entries.items()}
    figure = figures.demand_bounds(ledger)
    return "\n".join(
        (
            f"**What {e['n_survey']} link workers and an average of {e['wtp_avg']} can tell by themselves**, if "
            "that is a mean and nobody's amount is below zero. However many were averaged, at most "
            f"{e['most_of_averaged']} of them would pay {e['quoted_price']} or more ({e['rounded_up_at']} by "
            f"{e['quoted_price']} is {e['share_not_reached']}); their median lies anywhere from nothing to about "
            f"{e['largest_median']}; if nobody would pay more than {e['quoted_cap']}, up to {e['zeros_of_averaged']} "
            "of them could be paying nothing. "
            "An average alone gives no price. *DERIVED from the published figures; no invented data.*",
            "",
            f"![{figure.alt}]({image})",
        )
    )


def declared(ledger: claims.Ledger) -> str:
    """What the interactive picture of bounds starts from, as JSON: what is published and quoted, and where."""
    published, quoted = ledger.published, ledger.quoted
    before, after = formatted(1, ledger.currency, whole=True).split("1")
    start = {"n": published.n, "mean": published.mean, "rounding": published.rounding}
    start |= {"price": quoted.price, "cap": quoted.cap}
    alt = figures.demand_bounds(ledger).alt
    return json.dumps({**start, "before": before, "after": after, "alt": alt}, ensure_ascii=False)


def written(survey: cleaning.Survey, ledger: claims.Ledger, notebooks: list[str]) -> dict[str, str]:
    """The pages of the site that are written anew, by name; of a study without claims also the first page.

    That of `combinations_page`, which takes as long as all of these, is no part of them.

    Parameters
    ----------
    survey : Survey
        The survey that the notebooks are about.
    ledger : Ledger
        Its claims, if it has any.
    notebooks : list of str
        Names of the notebooks, in reading order.
    """
    if ledger.claims.empty:
        return {"index": index(survey, notebooks), "assumptions": assumptions_page(survey, ledger)}
    return {
        "answer": answer(ledger),
        "respondents": respondents(survey.study),
        "assumptions": assumptions_page(survey, ledger),
        **derived(survey, ledger),
        "other_packages": pages.other_packages(survey.study),
        "gates": sabotage.page(ROOT / "tests"),
    }


def derived(survey: cleaning.Survey, ledger: claims.Ledger) -> dict[str, str]:
    """Those of them that are results of a study, which stand among its derived files as well."""
    return {
        "checklists": pages.checklist_appendix(survey.study, pages.checklist_evidence(survey, ledger)),
        "questions_for_authors": pages.questions_for_authors(survey.study, ledger),
    }


def index(survey: cleaning.Survey, notebooks: list[str]) -> str:
    """The first page of a study that has notebooks of its own, and no claims."""
    listed = "\n".join([*notebooks, "assumptions", "glossary"])
    page = pages.Page(survey)
    said = page.say(drafting.ROWS, *([drafting.MEAN, drafting.MEDIAN] if "wtp" in survey.study.questions else []))
    opening = f"{page.banner().markdown}\n\n{said.markdown}"
    return f"# {pages.inert(survey.study.title)}\n\n{opening}\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"


def respondents(study: Study) -> str:
    """What the site's first page says of the respondents."""
    if study.synthetic:
        return (
            "**The respondents here are invented**: we have not seen the survey's data. The published figures, what "
            "follows from them, and the real surveys used to prove the estimator are not.\n"
        )
    return "The respondents are those of the export that the study declares; small counts are suppressed as [c].\n"


def replace_answer(readme: str, ledger: claims.Ledger) -> str:
    """The README with its answer written anew between its two comments."""
    if not ANSWER.search(readme):
        raise InputError("README.md: the comments around the answer are missing; restore them from the last commit.")
    return ANSWER.sub(lambda found: found.group(1) + answer(ledger, "docs/answer.png") + "\n" + found.group(2), readme)


def assumptions_page(survey: cleaning.Survey, ledger: claims.Ledger) -> str:
    """The site's page of assumptions, rendered from study.toml."""
    study = survey.study
    table = pages.assumptions(survey, ledger)
    good = "\n".join(f"- {name.replace('_', ' ')}: {pages.inert(value)}" for name, value in vars(study.good).items())
    banner = f"> {pages.INVENTED if ledger.claims.empty else pages.BANNER}\n\n" if study.synthetic else ""
    # A blank line would end the table, and make Markdown of what follows.
    shown = re.sub(r"\n\s*\n", "\n", table.html(table.shown()))
    silent = "What the answers do not say" if ledger.claims.empty else "What the published text does not state"
    return (
        f"# Assumptions\n\n{banner}{silent} is assumed here, by name. Quality says how "
        "well founded an assumption is; how far the answer moves if it is wrong stands beside it.\n\n"
        f"{shown}\n\n## The good that was valued\n\n{good}\n\n"
        f"{pages.comparisons(study)}\n"
    )


def summary(survey: cleaning.Survey, ledger: claims.Ledger, notebooks: int, site: str) -> str:
    """The screen that `make` ends with."""
    read = f"  {notebooks} notebooks executed; read them at {site}/index.html\n"
    if ledger.claims.empty:
        return f"\n{survey.study.title}\n\n  {cleaning.rows_accounted_for(survey)}\n{read}"
    e = {id: entry.text for id, entry in ledger.entries.items()}
    counts = ledger.claims["verdict"].value_counts()
    verdicts = "\n".join(f"    {counts[v]:3d}  {v}" for v in claims.VERDICTS if v in counts)
    return (
        f"\n{survey.study.title}\n\n"
        f"  {cleaning.rows_accounted_for(survey)}\n"
        f"  PUBLISHED  {e['n_survey']} respondents, average {e['wtp_avg']}\n"
        f"  DERIVED    at most {e['most_of_averaged']} of those averaged would pay {e['quoted_price']} or more\n"
        f"             (if {e['wtp_avg']} is a mean of amounts, none below zero)\n"
        f"  {survey.study.mark:10} mean {e['mean']} over {e['n_usable']} usable amounts; "
        f"{e['treatment_means']} by treatment of zeros and gaps\n\n"
        f"  {len(ledger.claims)} claims:\n{verdicts}\n\n"
        f"{read}"
        "  next: `make test` checks it, `make lab` opens JupyterLab\n"
    )
