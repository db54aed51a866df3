"""How an export is laid out, where the file itself does not say."""

import codecs
import zoneinfo
from dataclasses import dataclass, field

from .checks import InputError, Kind, checked_table, distinct_texts, one_of

# What `id` says where a file has no ids; and in `rows`, any cell that is not blank.
NO_ID, ANY = "none", "*"


@dataclass(frozen=True)
class Layout:
    """What the file itself does not say about an export; whatever is left blank is as the survey tool has it.

    Attributes
    ----------
    tool : str
        Name of the survey tool (`helpers.cleaning.TOOLS`); blank: recognised by what the file holds.
    id : str
        Heading of the column of response ids, where the tool has none or another; `NO_ID`: every row is a person.
    headers : int
        Header rows of a plain table, 1 or 2, the second with the questions' texts or options; 0: as the tool has it.
    rows : dict of str to tuple of str
        Which rows are read, by the heading of a column: those with one of these cells. `ANY` stands for any cell that
        is not blank.
    forms : tuple of str
        REDCap's forms whose completeness counts; empty: those that hold the declared questions.
    missing : tuple of str
        Cells that mean "not answered", besides blank ones. Nothing else is read as missing.
    user_missing : bool
        Whether values stay that an SPSS file itself declares missing.
    ticks : dict of str to bool
        Further cells that say that an option was ticked (true) or not (false).
    status : dict of str to str
        Further values of the tool's status columns (say, in another language), and why each sets a row aside ("" if
        it does not).
    dates, time_zone : str
        How the tool wrote when a response came (as `datetime.strptime` has it), and where its clock stood.
    encoding, sheet : str
        Encoding of the text (a name that Python knows), and the sheet of a workbook that holds the responses.
    decimal : str
        Mark before the decimals of typed amounts: a point or a comma, the other one between thousands.
    nothing : tuple of str
        Words that respondents typed for an amount of nothing, besides the English ones.
    """

    tool: str = ""
    id: str = ""
    headers: int = 0
    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    forms: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    user_missing: bool = False
    ticks: dict[str, bool] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    time_zone: str = ""
    encoding: str = ""
    sheet: str = ""
    decimal: str = "."
    nothing: tuple[str, ...] = ()


KEYS: dict[str, Kind] = {
    **dict.fromkeys(("tool", "id", "dates", "time_zone", "encoding", "sheet", "decimal"), str),
    **dict.fromkeys(("rows", "ticks", "status"), dict),
    **dict.fromkeys(("forms", "missing", "nothing"), list),
    "headers": int,
    "user_missing": bool,
}


def layout(declared: dict) -> Layout:
    """Check the table ``layout``, which may be left out."""
    checked_table(declared, "layout", {}, KEYS)
    if ("dates" in declared) != ("time_zone" in declared):
        raise InputError("layout gives only one of dates and time_zone; declare both, for neither can be guessed.")
    if "time_zone" in declared:
        one_of(declared["time_zone"], "layout.time_zone", sorted(zoneinfo.available_timezones()))
    if "headers" in declared:
        one_of(declared["headers"], "layout.headers", (1, 2))
    one_of(declared.get("decimal", "."), "layout.decimal", (".", ","))
    try:
        codecs.lookup(declared.get("encoding", "utf-8"))
    except LookupError:
        raise InputError(
            f"layout.encoding is {declared['encoding']!r}, which Python does not know; "
            "use a name such as utf-8, cp1252, cp1250, mac-roman or utf-16."
        ) from None
    for value, reason in declared.get("status", {}).items():
        if not isinstance(reason, str):
            raise InputError(f'layout.status holds {reason!r} for {value!r}; give the reason as text, or "" to keep.')
    for value, ticked in declared.get("ticks", {}).items():
        if not isinstance(ticked, bool):
            raise InputError(
                f"layout.ticks holds {ticked!r} for {value!r}; give true where that is a tick, else false."
            )
    rows = {
        heading: distinct_texts(cells if isinstance(cells, list) else [cells], f"layout.rows, {heading!r},")
        for heading, cells in declared.get("rows", {}).items()
    }
    lists = {key: distinct_texts(declared.get(key, []), f"layout.{key}") for key in ("forms", "missing", "nothing")}
    return Layout(**declared | lists | {"rows": rows})
