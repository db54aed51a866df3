"""Small studies that tests declare in a few lines, beside an export with invented content."""

import csv
import io
import json

from helpers import cleaning
from helpers.study import load

DECLARATION = """
title = "T"
mode = "real"
export = "{export}"
keep = [{keep}]
{top}
subgroups = []
eligibility = []
assumptions = []
[good]
good = "g"
wtp_unit = "one-off"
payment_vehicle = "fee"
payer = "v"
currency = "EUR"
price_date = "2026"
[privacy]
tables = []
public = []
quasi_identifiers = []
[seeds]
bootstrap = 1
[layout]
{layout}
"""


def option(text, code, **further):
    """One option of a question, as study.toml has it."""
    keys = {"text": text, "code": code} | further
    held = ", ".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items())
    return f"{{ {held} }}"


def asked(id, kind, options=(), column="", text=""):
    """One question, as study.toml has it; plain texts are options without a code."""
    listed = ", ".join(each if each.startswith("{") else json.dumps(each) for each in options)
    lines = [f"[questions.{id}]", f"text = {json.dumps(text or id)}", f'kind = "{kind}"']
    lines += [f"column = {json.dumps(column)}"] if column else []
    return "\n".join(lines + ([f"options = [{listed}]"] if options else [])) + "\n"


def multiple(id, column, *options, text="", kind="multiple"):
    """A multiple choice: each option is its text, or its text and value; codes are a, b, c and so on."""
    pairs = [(each, None) if isinstance(each, str) else each for each in options]
    listed = [
        option(name, chr(97 + place), **({"value": value} if value is not None else {}))
        for place, (name, value) in enumerate(pairs)
    ]
    return asked(id, kind, listed, column, text)


def as_csv(records, delimiter=",") -> str:
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter, lineterminator="\n").writerows(records)
    return content.getvalue()


def declared(folder, content, *questions, layout="user_missing = false", name="export.csv", keep=None, top=""):
    """A study of these questions whose export holds this: rows, text or bytes."""
    folder.mkdir(exist_ok=True)
    content = as_csv(content) if isinstance(content, list) else content
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    ids = [question.split("]")[0].removeprefix("[questions.") for question in questions]
    keep = ids if keep is None else keep
    text = DECLARATION.format(export=name, keep=", ".join(f'"{id}"' for id in keep), layout=layout, top=top)
    (folder / "study.toml").write_text(text + "\n".join(questions), encoding="utf-8")
    return load(folder / "study.toml")


def survey(folder, content, *questions, **further):
    return cleaning.survey(declared(folder, content, *questions, **further))


def columns(cleaned, id) -> dict[str, list]:
    """What the respondents answered to the items of a question, by code; missing is None."""
    frame = cleaned.respondents[list(cleaned.study.questions[id].columns)]
    held = {name.removeprefix(f"{id}_"): frame[name].astype(object) for name in frame}
    return {code: values.where(values.notna(), None).to_list() for code, values in held.items()}


def warnings(cleaned) -> str:
    return "\n".join(cleaning.slips(cleaned))
