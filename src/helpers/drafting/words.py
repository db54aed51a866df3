"""Words in headings that say what a column holds, in the languages that the survey tools here were seen in."""

from __future__ import annotations

import re


def _any(listed: str) -> re.Pattern[str]:
    """A pattern that finds one of the words listed, each whole unless it ends in a star."""
    whole = [word if word.endswith("*") else rf"{word}(?!\w)" for word in map(str.strip, listed.split(","))]
    return re.compile("|".join(r"(?<!\w)" + re.sub(r"\*$", ".*", word) for word in whole))


# Who somebody is, or where to find them. A heading is looked at with underscores as spaces.
PERSONAL = _any(
    "name, names, surname, first ?name, last ?name, e-?mail*, phone*, telephone*, mobile, post ?code, zip, zip ?code, "
    "address, ip, ip ?addr*, ip ?address, latitude, longitude, location ?latitude, location ?longitude, date of "
    "birth, birth ?date, dob, birthday, nhs ?number, passport, twitter, recipient ?*, external ?reference, token, "
    "refurl, vorname, nachname, telefon*, anschrift, adresse, geburtsdatum, nom, prénom, courriel, teléfono, correo*, "
    "nombre, apellido*, enw, e-bost, cod post"
)
IDS = _any("id, ids, response ?id, respondent, respondent ?id, record ?id, case ?id, urn, nr, no, number, #")
CONSENT = _any("consent*, agree to take part, agree to participate, einwillig*, consentement, consentimiento")
# Money that is not what somebody would pay.
OTHER_MONEY = _any(
    "income, salary, wage*, earn*, spend, spent, paid, cost, costs, rent, turnover, revenue, einkommen, gehalt, "
    "revenu, ingreso*, salario"
)
PAY = _any(
    "pay, paying, wtp, willing*, most you, maximum, max, worth, value, donate, contribut*, amount, zahl*, zahlen, "
    "bezahl*, betrag, payer, prix, pagar*, importe, talu, betala, betalen"
)
BID = _any("bid, bids, bid ?[0-9]*, offer, offered, fee, price, asked, proposed, starting, gebot, angebot, gebühr")
VOTE = _any(
    "pay, paying, vote*, buy, purchase, support, accept*, willing*, favour, favor, yes ?no, answer, response, agree*, "
    "zahl*, kaufen, acheter, pagar*, betala*"
)
ANYTHING = _any(
    "anything, at all, something, überhaupt, etwas, quelque chose, algo, unrhyw beth, would you pay, willing to pay, "
    "pay"
)
CARD = _any("card, tick*, choose, select, highest, of these amounts, which of these, following amounts")
WHY = _any("why, reason*, warum, grund, pourquoi, por qué, pam")
# Words of a question that do not tell it from another.
EMPTY = _any(
    "a, an, and, any, anything, are, at, be, best, by, did, do, does, each, for, from, gross, have, how, if, "
    "in, is, it, like, many, me, mostly, much, of, on, or, please, that, the, there, these, this, to, was, "
    "were, what, when, where, which, who, why, with, would, you, your"
)
# By what others might know a respondent.
KNOWN = _any(
    "age, old, gender, sex, area, region, county, town, village, where do you live, live, education, qualification*, "
    "degree, job, occupation, employ*, role, ethnic*, religion, nationality, country, marital*, household, income, "
    "pay ?band, disab*, alter, geschlecht, beruf, wohn*"
)
UNITS = {
    "per year": _any("per year, a year, each year, every year, annual*, yearly, pro jahr, par an, al año"),
    "per hour": _any("per hour, an hour, each hour, hourly, pro stunde"),
    "per course": _any("per course, a course, each course, pro kurs"),
    "one-off": _any("one-off, one off, once, single payment, einmalig*"),
}
YES = {"yes", "y", "ja", "oui", "sí", "si", "ydy", "true", "agree", "yes, i would"}
NO = {"no", "n", "nein", "non", "nage", "nac ydy", "false", "disagree", "no, i would not", "nee", "nej"}
UNSURE = {"don't know", "not sure", "unsure", "maybe", "weiss nicht", "unknown"}  # as `casefold` writes it
NOTHING = {
    "nichts",
    "null",
    "rien",
    "nada",
    "niente",
    "niets",
    "nic",
    "inget",
    "ingenting",
    "ei mitään",
    "dim",
    "dim byd",
}
TICKED = {*YES, "1", "checked", "selected", "x"}
NOT_TICKED = {*NO, "0", "unchecked", "not selected"}


def telling(heading: str) -> str:
    """A heading without the words that most questions have, unless it has no other.

    >>> telling("What is your highest qualification?"), telling("Why?")
    ('highest qualification?', 'Why?')
    """
    told = " ".join(EMPTY.sub(" ", heading.casefold()).split())
    return told if re.search(r"\w", told) else heading


def plain(heading: str) -> str:
    """A heading as the patterns here read it.

    >>> plain("Start_Date "), bool(PERSONAL.search(plain("Your E-mail address")))
    ('start date', True)
    """
    return " ".join(heading.casefold().replace("_", " ").split())
