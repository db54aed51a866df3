"""How an export is laid out, where the file itself does not say."""

import zoneinfo
from dataclasses import dataclass, field

from .checks import InputError, checked_table, distinct_texts, one_of


@dataclass(frozen=True)
class Layout:
    """What the file itself does not say about an export; whatever is left blank is as the survey tool has it.

    Attributes
    ----------
    tool : str
        Name of the survey tool (`helpers.cleaning.tools.TOOLS`); blank: recognised by what the file holds.
    id : str
        Heading of the column of response ids, where the tool has none or another.
    missing : tuple of str
        Cells that mean "not answered", besides blank ones. Nothing else is read as missing.
    status : dict of str to str
        Further values of the tool's status columns (say, in another language), and why each sets a row aside ("" if
        it does not).
    dates, time_zone : str
        How the tool wrote when a response came (as `datetime.strptime` has it), and where its clock stood.
    """

    tool: str = ""
    id: str = ""
    missing: tuple[str, ...] = ()
    status: dict[str, str] = field(default_factory=dict)
    dates: str = ""
    time_zone: str = ""


def layout(declared: dict) -> Layout:
    """Check the table ``layout``, which may be left out."""
    optional = {**dict.fromkeys(("tool", "id", "dates", "time_zone"), str), "missing": list, "status": dict}
    checked_table(declared, "layout", {}, optional)
    if ("dates" in declared) != ("time_zone" in declared):
        raise InputError("layout gives only one of dates and time_zone; declare both, for neither can be guessed.")
    if "time_zone" in declared:
        one_of(declared["time_zone"], "layout.time_zone", sorted(zoneinfo.available_timezones()))
    for value, reason in declared.get("status", {}).items():
        if not isinstance(reason, str):
            raise InputError(f'layout.status holds {reason!r} for {value!r}; give the reason as text, or "" to keep.')
    return Layout(**declared | {"missing": distinct_texts(declared.get("missing", []), "layout.missing")})
