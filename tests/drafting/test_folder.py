"""A folder is written once: whatever stands there stays."""

import pandas as pd
import pytest
from invented_exports import FORMATS

from helpers import cleaning, drafting
from helpers.study import InputError, load


@pytest.fixture
def draft(tmp_path):
    """Amounts as typed."""
    FORMATS["open amount"]().to_csv(tmp_path / "export.csv", index=False)
    return drafting.read(tmp_path / "export.csv")


def test_a_new_folder_holds_what_a_first_run_needs(draft, tmp_path):
    written = {path.name for path in drafting.write(draft, tmp_path / "study")}
    assert written == {"study.toml", "01_data.py", "02_valuation.py", "README.md", "rulings.csv", ".gitignore"}
    assert (tmp_path / "study" / "export.csv").read_bytes() == (tmp_path / "export.csv").read_bytes()
    assert len((tmp_path / "study" / "README.md").read_text(encoding="utf-8").splitlines()) == 3
    # Whoever adds the folder to a repository does not add answers of single respondents.
    assert "/export.csv" in (tmp_path / "study" / ".gitignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", ["study.toml", "02_valuation.py", "README.md", "rulings.csv", "export.csv"])
def test_nothing_is_overwritten_and_nothing_else_is_written(draft, tmp_path, name):
    folder = tmp_path / "study"
    folder.mkdir()
    (folder / name).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=f"holds {name.replace('.', '[.]')} already, and nothing is overwritten"):
        drafting.write(draft, folder)
    assert [path.name for path in folder.iterdir()] == [name] and (folder / name).read_text(encoding="utf-8") == "mine"


def test_an_export_that_stands_in_the_folder_is_used_where_it_is(draft, tmp_path):
    before = (tmp_path / "export.csv").read_bytes()
    drafting.write(draft, tmp_path)
    assert (tmp_path / "export.csv").read_bytes() == before and (tmp_path / "study.toml").is_file()


def test_line_ends_behind_options_are_no_part_of_them(tmp_path):
    wtp = "What is the most you would pay, in pounds?"
    cells = {wtp: ["£5\n", "£10"], "Area?": ["Town\n", "Country"], "Why? [walks\n]": ["Yes\n", ""]}
    cells |= {"Why? [birds]": ["", "Yes"]}
    frame = pd.DataFrame({heading: two * 10 for heading, two in cells.items()})
    frame.insert(0, "id", range(1, 21))
    frame.to_csv(tmp_path / "export.csv", index=False)
    said = drafting.Said(wtp=wtp, good="a path", per="one-off", payer="visitors", zero="none")
    drafting.write(drafting.told(drafting.read(tmp_path / "export.csv"), said), tmp_path / "study")
    cleaned = cleaning.survey(load(tmp_path / "study" / "study.toml"))
    first, second = cleaned.respondents[["wtp_amount", "area", "why_walks", "why_birds"]].head(2).to_numpy().tolist()
    assert (first, second) == ([5, "Town", True, False], [10, "Country", False, True])
