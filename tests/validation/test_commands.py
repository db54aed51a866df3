"""What the page for users of other packages prints is what the references say and what its commands give."""

import json
from pathlib import Path

import pytest

from helpers import pages, validation
from helpers import valuation as cv
from helpers.study import load

MODELS = json.loads((Path(__file__).parents[1] / "reference" / "dichotomous_choice.json").read_text("utf-8"))["models"]
STUDY = load()
FOUND = {task.name: (task, numbers) for task, numbers in validation.translated(STUDY)}


@pytest.mark.parametrize("name", FOUND)
def test_every_number_agrees_with_its_reference(name):
    # data/published/reference_commands.csv: 40-digit arithmetic; R's DCchoice and survreg where they were run.
    task, numbers = FOUND[name]
    assert numbers["digits"].min() >= 8
    assert task.r and task.command.strip().startswith(("fit =", "found =", "steps,"))


@pytest.mark.parametrize(
    ("name", "model", "signs"),
    [
        ("Single-bounded logit on the log of the bid", "KR_sb__log-logistic", 1),
        ("Single-bounded probit on the log of the bid, with covariates", "NaturalPark_sb_cov__log-normal", 1),
        ("Double-bounded, normal WTP in currency units, with covariates", "NaturalPark_db_cov__normal", None),
    ],
)
def test_references_are_those_of_the_tests(name, model, signs):
    # dichotomous_choice.json, in DCchoice's convention; doubleb reports location = -a / k.
    numbers, expected = FOUND[name][1].set_index("quantity")["reference"], MODELS[model]
    coefficients = expected["coef"] if signs else [-a / expected["coef"][-1] for a in expected["coef"][:-1]]
    assert numbers.to_list()[: len(coefficients)] == pytest.approx(coefficients, rel=1e-14)
    assert numbers["log-likelihood"] == pytest.approx(expected["loglik"], rel=1e-14)


@pytest.mark.slow
def test_the_page_shows_each_command_and_calls_what_exists():
    page = pages.other_packages(STUDY)
    for task, _ in FOUND.values():
        assert all(command in page for command in (task.stata, task.r, task.limdep, task.command))
    for call in validation.ELSEWHERE["here"]:
        owner, name = (cv if call.startswith("cv.") else cv.Fit), call.split("(")[0].split(".")[1]
        assert hasattr(owner, name), call
