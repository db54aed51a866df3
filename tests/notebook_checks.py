"""What is wrong with a notebook: each check returns sentences, and an empty list when all is well."""

import ast
import re
from pathlib import Path

from helpers import cleaning
from helpers.compendium.notebooks import from_script, paired, parameters, read, stale, written
from helpers.pages import CITATION
from helpers.rounding import TYPED_DIGITS
from helpers.study import PARAMETERS, Mark, load

# From eleven upwards a number in words is a result like any other; "one of these two" is a way of speaking.
TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
TEENS = "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
NUMBER_WORDS = re.compile(
    rf"\b(?:{TEENS}|(?:{TENS})(?:-\w+)?|hundreds?|thousands?|millions?|per cent)\b", re.IGNORECASE
)
# A method that prose may name, and the code that uses it; blank: no code here does.
METHODS = {
    "Wald": "",
    "Agresti-Coull": "",
    "Wilson": r"describe\.|\.counts\(|share_willing|bid_response",
    "Clopper-Pearson": r"describe\.|\.counts\(",
    "Turnbull": r"turnbull|card_means|survivor|dozen_means|nonparametric",
    "Kriström": r"kristrom|dozen_means|means|models",
    "bootstrap-t": r"moments|\{mean_interval\}|mean_interval",
    "BCa": "",
    "Krinsky-Robb": r"krinsky|quoted|run_times",
    "delta method": r"delta|intervals\(",
    "Hedges": r"subgroups",
    "Krippendorff": r"reliability|agreement",
    "Spearman": r"agreement\(",
    "Weibull": r"models|weibull|results|dozen",
    "log-logistic": r"models|log-logistic|park|forest|results|dozen",
    "log-normal": r"models|log_normal|log-normal|results|dozen",
}
# Nothing that a notebook needs: they let results past the rules.
UNSEALED = r"\b(counting_nobody|with_entries|_sealed|_held|object\.__\w+)"
TAGS = ("parameters", "hide-input", "hide-output", "show-code", "beside")
# Characters of code that a page of the site holds in a line, on a screen of 1300 pixels.
SHOWN = 80
# Folders of a machine, Windows drives, and addresses in memory.
PATHS = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users|srv|mnt|opt|var|media|data)/|\b[A-Z]:\\|0x[0-9a-f]{6,}")


def pair_problems(script: Path) -> list[str]:
    """Say where a script and its notebook differ in content, whatever the file times."""
    notebook_file = paired(script)
    if not notebook_file.exists():
        return [f"{script.name} has no executed notebook: run `make notebooks`."]
    wanted, found = written(from_script(script)), written(read(notebook_file))
    if len(wanted) != len(found):
        return [f"{script.name} has {len(wanted)} cells but {notebook_file.name} has {len(found)}: run `make`."]
    return [
        f"{notebook_file.name}, cell {index}: differs from {script.name}; run `make` if the script is right."
        for index, (a, b) in enumerate(zip(wanted, found, strict=True), start=1)
        if a != b
    ]


def execution_problems(notebook_file: Path) -> list[str]:
    """Say which cells were not run, ran out of order, ended in an error or wrote to stderr."""
    problems = []
    cells = [cell for cell in read(notebook_file).cells if cell.cell_type == "code" and cell.source.strip()]
    for position, cell in enumerate(cells, start=1):
        where = f"{notebook_file.name}, code cell {position}"
        if cell.execution_count != position:
            problems.append(f"{where}: execution count is {cell.execution_count}, so it was not run in order.")
        for output in cell.outputs:
            if output.output_type == "error":
                problems.append(f"{where}: holds the error {output.ename}.")
            if output.output_type == "stream" and output.name == "stderr":
                problems.append(f"{where}: wrote to stderr.")
    return problems


def prose_problems(script: Path) -> list[str]:
    """Say which Markdown cells state a number that no code computed, and which cells define helpers."""
    problems = []
    for index, cell in enumerate(from_script(script).cells, start=1):
        if cell.cell_type == "markdown":
            typed = re.search(r"\S*\d\S*", _without_allowed_digits(cell.source))
            if typed:
                problems.append(f"{script.name}, cell {index}: the prose types '{typed.group()}'; let code emit it.")
        elif re.search(r"^\s*(async\s+def|def|class)\s|\blambda\b", cell.source, re.MULTILINE):
            problems.append(f"{script.name}, cell {index}: defines a function or class; it belongs in src/helpers.")
        said = _said(cell)
        if words := NUMBER_WORDS.search(CITATION.sub("", said)):
            problems.append(f"{script.name}, cell {index}: writes '{words[0]}' in words; let code emit the number.")
    return problems


def hiding_problems(script: Path) -> list[str]:
    """Say which cells hide an output from readers or from the comparison: magics, shell lines, nbval marks."""
    problems = []
    for index, cell in enumerate(from_script(script).cells, start=1):
        where = f"{script.name}, cell {index}"
        if cell.cell_type == "code" and (magic := re.search(r"^\s*[%!]\S*", cell.source, re.MULTILINE)):
            problems.append(f"{where}: uses {magic[0].strip()}, which can hide or change outputs; leave it out.")
        if mark := re.search(r"#\s*(NBVAL|PYTEST_VALIDATE)\w*", cell.source, re.IGNORECASE):
            problems.append(f"{where}: has {mark[0]}, so that its output is not compared; take it out.")
        for tag in cell.metadata.get("tags", []):
            if tag not in TAGS:
                problems.append(f"{where}: has the tag {tag!r}; only {', '.join(TAGS)} may stand on a cell.")
    return problems


def width_problems(script: Path) -> list[str]:
    """Say which line of code that pages show is broken there, since the page is narrower."""
    return [
        f"{script.name}, cell {index}: shows a line of {len(line)} characters; a page holds {SHOWN}."
        for index, cell in enumerate(from_script(script).cells, start=1)
        if "show-code" in cell.metadata.get("tags", [])
        for line in cell.source.splitlines()
        if len(line) > SHOWN
    ]


def seal_problems(script: Path) -> list[str]:
    """Say which cells go round the rules of disclosure: what only pages and the room itself may use."""
    problems = []
    for index, cell in enumerate(from_script(script).cells, start=1):
        if cell.cell_type == "code" and (used := re.search(UNSEALED, cell.source)):
            problems.append(f"{script.name}, cell {index}: uses {used[0]}; release results by a rule of disclosure.")
    return problems


def method_problems(script: Path) -> list[str]:
    """Say which sentence names a statistical method that no code of its notebook uses."""
    cells = from_script(script).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    problems = []
    for index, cell in enumerate(cells, start=1):
        said = CITATION.sub("", _said(cell))
        for name, used in METHODS.items():
            if re.search(rf"\b{name}\b", said) and not (used and re.search(used, code)):
                problems.append(f"{script.name}, cell {index}: speaks of {name}, which no code on the page uses.")
    return problems


def _said(cell: object) -> str:
    """The sentences of a cell: its Markdown, or the texts that its code passes on to readers."""
    if cell.cell_type == "markdown":
        return _without_allowed_digits(cell.source)
    try:
        texts = [node.value for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Constant)]
    except SyntaxError:
        return ""
    return "\n".join(text for text in texts if isinstance(text, str) and text.count(" ") > 1)


def output_problems(notebook_file: Path) -> list[str]:
    """Say which outputs carry no alternative text, no mark, or something that changes from run to run, or are stale."""
    # A study shown as an example stands beside its notebooks.
    beside = notebook_file.with_name("study.toml")
    study, notebook = load(beside if beside.exists() else None), read(notebook_file)
    problems = [
        f"{notebook_file.name}, cell {index}: {fault}." for index, fault in stale(notebook, cleaning.inputs(study))
    ]
    for index, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            where = f"{notebook_file.name}, cell {index}"
            data, metadata = output.get("data", {}), output.get("metadata", {})
            if "image/png" in data and not metadata.get("image/png", {}).get("alt", "").strip():
                problems.append(f"{where}: a figure without alternative text.")
            problems += [f"{where}: in its figure {fault}." for fault in metadata.get("illegible", [])]
            if "image/svg+xml" in data:
                problems.append(f"{where}: an SVG figure, whose bytes change from run to run.")
            text = output.get("text", "") + "".join(data.get(f"text/{kind}", "") for kind in ("plain", "html", "csv"))
            if PATHS.search(text):
                problems.append(f"{where}: prints a path or a memory address.")
            if long := too_long(f"{data.get('text/html', '')} {data.get('text/csv', '')}"):
                problems.append(f"{where}: carries {long}, more digits than every processor agrees on.")
            prose = re.search(r"\d", data.get("text/markdown", ""))
            shown = {"text/html", "image/png"} & set(data)
            if (shown or prose) and not metadata.get("mark"):
                problems.append(f"{where}: a table, a figure or a sentence with a number, without its mark.")
            if (
                shown
                and {str(Mark.SYNTHETIC), str(Mark.SURVEY)} & set(metadata.get("mark", "").split(", "))
                and not metadata.get("input")
            ):
                problems.append(f"{where}: a table or figure of respondents without the hash of its input.")
            if re.search(r"\d", output.get("text", "")):
                problems.append(f"{where}: prints a number as plain text; show it in a table or a sentence.")
    return problems


def too_long(markup: str) -> str:
    """The first number in a table, or in its CSV, of more than `TYPED_DIGITS` digits."""
    for number in re.findall(r"(?<![\w.])-?\d+\.\d+(?:e[+-]?\d+)?", markup):
        if len(re.sub(r"e.*|[-.]", "", number).lstrip("0")) > TYPED_DIGITS:
            return number
    return ""


def participant_problems(notebook_file: Path, pseudonyms: tuple[str, ...]) -> list[str]:
    """Say which outputs name a participant of the interviews, which no page of a real study may."""
    return [
        f"{notebook_file.name}, cell {index}: names {pseudonym}."
        for index, cell in enumerate(read(notebook_file).cells, start=1)
        for pseudonym in pseudonyms
        if pseudonym in str(cell.get("outputs", []))
    ]


def _without_allowed_digits(markdown: str) -> str:
    """Drop what may hold digits: fenced and inline code, links, citations such as (Kriström, 1997), and headings."""
    markdown = re.sub(r"```.*?```", " ", markdown, flags=re.DOTALL)
    # A link hides its address but not its text, unless that is the number of the notebook it leads to.
    markdown = re.sub(r"\[(\d\d)\]\(\1_[^)]*\)", " ", markdown)
    markdown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    for allowed in (r"`[^`]*`", r"<https?://[^>]*>", r"^#+ .*$", CITATION.pattern):
        markdown = re.sub(allowed, " ", markdown, flags=re.MULTILINE)
    return markdown


def parameter_problems(script: Path) -> list[str]:
    """Say where the cell of parameters is missing or holds more than values as declared, each under a known name."""
    cells = [cell for cell in from_script(script).cells if cell.cell_type == "code"]
    tagged = [place for place, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", [])]
    if tagged != [0]:
        return [f"{script.name}: its first code cell, and no other, is tagged parameters."]
    assigned = parameters(from_script(script))
    problems = [
        f"{script.name}: sets {name} to {value}; only None." for name, value in assigned.items() if value != "None"
    ]
    problems += [f"{script.name}: {name!r} is no parameter." for name in assigned if name not in PARAMETERS]
    return problems + (
        [] if 3 <= len(assigned) <= 6 else [f"{script.name}: has {len(assigned)} parameters, not 3 to 6."]
    )
