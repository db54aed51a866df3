"""Shapes in which survey tools hand out their answers, with invented content; the shape is that of the named source."""

# Qualtrics' own columns, in its three header rows and as it fills them.
_OWN = ("StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId")
_OWN_TEXT = "Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID"


def _qualtrics(names, texts, rows):
    """Three header rows and the responses."""
    ids = ",".join(f'"{{""ImportId"": ""{name}""}}"' for name in (*_OWN, *names))
    day = "2026-03-01 10:00:00"
    own = [f"{day},{day},IP Address,100,True,{day},R_x{place}" for place in range(len(rows))]
    lines = [",".join((*_OWN, *names)), f"{_OWN_TEXT},{','.join(texts)}", ids]
    return "\n".join([*lines, *(f"{head},{row}" for head, row in zip(own, rows, strict=True))]) + "\n"


# The cells of a question that only some were shown.
SEEN = ("Yes", "N/A", "No", "N/A", "Yes")
ANIMALS = ("Which animals? - Selected Choice - Ant", "Which animals? - Selected Choice - Bee")
ANIMALS += ("Which animals? - Selected Choice - Cow", "Which animals? - Selected Choice - Dog")
# From each shape to the text of its export, and to the kind of each question that it asks.
SHAPES = {
    # Qualtrics numbers choices in the order in which they were made, and skips those deleted (QualtricsTools, MAMC).
    "choice ids skip": (
        _qualtrics(("Q7_1", "Q7_2", "Q7_4", "Q7_5"), ANIMALS, ["Ant,,,", ",,Cow,", ",Bee,Cow,", ",,Cow,Dog", ",,,"]),
        {"Q7": ("multiple", ["Ant", "Bee", "Cow", "Dog"])},
    ),
    # REDCapR, longitudinal: codes of a checkbox start at 0.
    "codes from zero": (
        "record_id,gym___0,gym___1,gym___2,week_complete\n1,1,0,0,2\n2,1,1,0,2\n3,0,0,0,2\n",
        {"gym": ("multiple", ["0", "1", "2"])},
    ),
    # REDCapR, checkboxes: codes are letters.
    "letter codes": (
        "record_id,two___a,two___b,f_complete\n1,1,0,2\n2,0,1,2\n",
        {"two": ("multiple", ["a", "b"])},
    ),
    # REDCapR, survey project: more forms than one.
    "several forms": (
        "record_id,pay,pay_complete,office_use_complete\n1,1,2,0\n2,0,2,0\n",
        {"pay": ("choice", ["0", "1"])},
    ),
    # REDCapR, repeating instruments.
    "repeating rows": (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,pay,pay_complete,visit,visit_complete\n"
        "1,,,1,2,,\n1,visit,1,,,9,2\n",
        {"pay": ("choice", ["1"]), "visit": ("number", [])},
    ),
    # LimeSurvey with full texts as headings (cpp-survey).
    "full texts and partials": (
        "Response ID,Date submitted,Last page,Start language,1 - Pay?\n"
        "4,2026-01-01 10:00:00,3,en,Yes\n5,,1,en,Yes\n6,,2,en,No\n",
        {"1 - Pay?": ("choice", ["No", "Yes"])},
    ),
    # LimeSurvey in German.
    "Ja and Nein": (
        "id,submitdate,lastpage,P5[SQ001],P5[SQ002]\n1,2026-01-01 10:00:00,2,Ja,Nein\n"
        "2,2026-01-01 10:00:00,2,Nein,Ja\n3,2026-01-01 10:00:00,2,Nein,Nein\n",
        {"P5": ("multiple", ["SQ001", "SQ002"])},
    ),
    # LimeSurvey with codes of the surveyor's own (EncuestasUNC).
    "own codes": (
        "id,submitdate,lastpage,P5[O1],P5[O2],P5[O3]\n1,2026-01-01 10:00:00,2,Y,,\n2,2026-01-01 10:00:00,2,,Y,Y\n",
        {"P5": ("multiple", ["O1", "O2", "O3"])},
    ),
    # qualtRics, issue 233: an embedded field called as one of the tool's own columns.
    "two columns of one name": (
        _qualtrics(("Q1", "Status"), ("Pay?", "Status"), ["Yes,gold", "No,silver"]),
        {"Q1": ("choice", ["No", "Yes"]), "Status (column 9)": ("text", [])},
    ),
    # SurveyMonkey without its collectors (fivethirtyeight, StarWars).
    "no collector": (
        "RespondentID,Pay?,Which?,\n,Response,Bus,Car\n1,Yes,Bus,\n2,No,,Car\n",
        {"Pay?": ("choice", ["No", "Yes"]), "Which?": ("multiple", ["Bus", "Car"])},
    ),
    # An SPSS file of a panel, Typeform and REDCap: ids under a heading of their own.
    "another id": ("URN,Q1\na,Yes\nb,No\n", {"Q1": ("choice", ["No", "Yes"])}),
    "a question called respondent": ("ResponseId,respondent\na,Yes\nb,No\n", {"respondent": ("choice", ["No", "Yes"])}),
    "items that would collide": (
        "ResponseId,act_walk,act_other,other\na,1,0,Yes\nb,0,1,No\n",
        {"act": ("multiple", ["walk", "other"]), "other": ("choice", ["No", "Yes"])},
    ),
    "capitals": (
        "ResponseId,Q1,Q2\na,Yes,VAD TROR DU PÅ…\nb,No,AMANHÃ…\n",
        {"Q1": ("choice", ["No", "Yes"]), "Q2": ("text", [])},
    ),
    "another alphabet": (
        "ResponseId,Q1,Q2\na,Yes,café\nb,No,naïve\n",
        {"Q1": ("choice", ["No", "Yes"]), "Q2": ("text", [])},
    ),
    "amounts with a code for missing": (
        "id,pay\n1,10\n2,20\n3,999\n",
        {"pay": ("money", ["10", "20", "999"])},
    ),
    "in an archive": ("ResponseId,Q1\na,Yes\nb,No\n", {"Q1": ("choice", ["No", "Yes"])}),
    # SurveyMonkey, 2018 (todogroup/osposurvey): its second row repeats the headings of its own columns.
    "second row that repeats": (
        "Respondent ID,Start Date,Collector,Which?,,How many?\nRespondent ID,Start Date,Collector,Bus,Car,How many?\n"
        "1,43290.5,Mail,Bus,,2-50\n2,43291.5,Mail,,Car,51-99\n3,43292.5,Mail,Bus,Car,2-50\n4,43292.5,Mail,,,51-99\n",
        {"Which?": ("multiple", ["Bus", "Car"]), "How many?": ("choice", ["2-50", "51-99"])},
    ),
    # LimeSurvey in French (monsieurpapa/DRCInternet): options of one word and of several, and one where people typed.
    "typed beside ticks": (
        "ID de la réponse,Date de soumission,Dernière page,Comment ? [Bus],Comment ?  [En voiture],Comment ? [Autre]\n"
        "1,2026-01-01 10:00:00,2,Oui,Non,\n2,2026-01-01 10:00:00,2,Non,Oui,à vélo\n",
        {"Comment ?": ("multiple", ["Bus", "En voiture", "Autre"])},
    ),
    # LimeSurvey without its own columns (wittenborg/2025-scicom-ki-survey): a column for each rank.
    "items by rank": (
        "Welche? [Rang 1],Welche? [Rang 2]\n" + "See,Berg\n" * 4 + "Berg,See\n",
        {"Welche?": ("ranking", ["Berg", "See"])},
    ),
    # LimeSurvey (bhermann/artifact-survey): N/A stands where a question was not shown.
    "not shown": (
        "id,submitdate,lastpage,g1\n" + "".join(f"{n},2026-01-01 10:00:00,2,{a}\n" for n, a in enumerate(SEEN)),
        {"g1": ("choice", ["No", "Yes"])},
    ),
    # Qualtrics, with what was typed between two options.
    "typed between options": (
        _qualtrics(
            ("Q7_1", "Q7_4", "Q7_4_TEXT", "Q7_5"),
            ("Which? - Bus", "Which? - Other", "Which? - Other - Text", "Which? - Car"),
            ["1,,,", ",1,a cart,1", ",,,1"],
        ),
        {"Q7": ("multiple", ["Bus", "Other", "Car"]), "Q7_4_TEXT": ("text", [])},
    ),
    # dfuchss, informal models: options in a second row, in a table of no known tool.
    "second row of options": (
        "Your trade?,,,Often?\nMaker,Seller,Else,Trips\nJa,Nein,,often\nNein,Ja,baker,never\nJa,Ja,,often\n"
        "Nein,Nein,,never\n",
        {"Your trade?": ("multiple", ["Maker", "Seller", "Else"]), "Often?": ("choice", ["never", "often"])},
    ),
}
# What is then read: how many respondents, and who ticked each option that has a column, in the order of the file; or
# the beginning of the sentence that refuses.
READ = {
    "choice ids skip": (5, {"ant": 1, "bee": 1, "cow": 3, "dog": 1}),
    "codes from zero": (3, {"0": 2, "1": 1, "2": 0}),
    "letter codes": (2, {"a": 1, "b": 1}),
    "several forms": (2, {}),
    "repeating rows": "study/export.csv, column redcap_repeat_instrument: tells several rows of a person apart",
    "full texts and partials": (1, {}),
    "Ja and Nein": (3, {"sq001": 1, "sq002": 1}),
    "own codes": (2, {"o1": 1, "o2": 1, "o3": 1}),
    "two columns of one name": (2, {}),
    "no collector": (2, {"bus": 1, "car": 1}),
    "another id": (2, {}),
    "a question called respondent": (2, {}),
    "items that would collide": (2, {"walk": 1, "other": 1}),
    "capitals": (2, {}),
    "another alphabet": (2, {}),
    "amounts with a code for missing": (3, {}),
    "in an archive": (2, {}),
    "second row that repeats": (4, {"bus": 2, "car": 2}),
    "typed beside ticks": (2, {"bus": 1, "en_voiture": 1, "autre": 1}),
    "items by rank": (5, {}),
    "not shown": (5, {}),
    "typed between options": (3, {"bus": 1, "other": 1, "car": 2}),
    "second row of options": (4, {"maker": 2, "seller": 2, "else": 1}),
}
