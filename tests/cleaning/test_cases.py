"""Shapes of real exports, each with what is right to read from it: the one place to look up whether a shape is known.

The content is invented, and only the shape is that of the source named beside each case. Right values were counted by
hand in the rows that stand there; where no reading is certain, the right result is the sentence that says so.
"""

import io
import re
import zipfile

import pandas as pd
import pyreadstat
import pytest
from small_exports import as_csv, asked, multiple, option, survey, warnings

from helpers.study import InputError

WHEN = "2026-01-01 10:00:00"
YES_NO = ("Yes", "No")
OTHER = "other"


def ids(names):
    return [f'{{"ImportId": "{name}"}}' for name in names]


def qualtrics(headings, texts, *cells):
    """Three header rows, as Qualtrics writes them, above finished responses."""
    own = ["StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId"]
    names = ["Start Date", "End Date", "Response Type", "Progress", "Finished", "Recorded Date", "Response ID"]
    rows = [[WHEN, WHEN, "IP Address", "100", "True", WHEN, f"R_{row}", *held] for row, held in enumerate(cells)]
    return [[*own, *headings], [*names, *texts], ids([*own, *headings]), *rows]


def lime(headings, *cells):
    own = ["id", "submitdate", "lastpage"]
    return [[*own, *headings], *([str(row), WHEN, "2", *held] for row, held in enumerate(cells))]


def ticking(id, column, *options, text=""):
    """A multiple choice, each option as (text, code, value): the value blank where none is declared, or `OTHER`."""
    further = [{"other": True} if value == OTHER else {"value": value} if value else {} for *_, value in options]
    listed = [option(name, code, **keys) for (name, code, _), keys in zip(options, further, strict=True)]
    return asked(id, "multiple", listed, column, text)


def choice(id, column, *options, values=()):
    held = [f'{{ text = "{text}", value = "{value}" }}' for text, value in zip(options, values, strict=False)]
    return asked(id, "choice", held or options, column)


def archive(name, text):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as file:
        file.writestr(name, text)
    return held.getvalue()


def spss(folder):
    frame = pd.DataFrame({"id": ["a", "b", "c"], "pay": [10.0, 20.0, 999.0]})
    pyreadstat.write_sav(frame, folder / "made.sav", missing_ranges={"pay": [999.0]})
    return (folder / "made.sav").read_bytes()


ANIMALS = ("Ant", "Bee", "Cow", "Dog")
PAY = choice("q", "Q1", *YES_NO)
BUS_CAR = (("Bus", "bus", ""), ("Car", "car", ""))

# From each case to its content, its questions, what else is declared, and what is right: the number of respondents and,
# by column, how many ticked it or the answers themselves; or a sentence that refuses.
CASES = {
    "01 Qualtrics skips ids of choices (QualtricsTools, MAMC)": (
        qualtrics(
            ["Q7_1", "Q7_2", "Q7_4", "Q7_5"],
            [f"Which animals? - Selected Choice - {animal}" for animal in ANIMALS],
            *(
                ["Ant", "", "", ""],
                ["", "", "Cow", ""],
                ["", "", "Cow", "Dog"],
                ["", "", "Cow", ""],
                ["", "Bee", "", ""],
            ),
        ),
        [ticking("an", "Q7", *((animal, animal.lower(), "") for animal in ANIMALS), text="Which animals?")],
        {},
        (5, {"an_ant": 1, "an_bee": 1, "an_cow": 3, "an_dog": 1}),
    ),
    "04 REDCap's codes start at 0 (REDCapR, longitudinal)": (
        "record_id,gym___0,gym___1,gym___2,gym___3,gym___4,week_complete\n1,1,0,0,0,0,2\n2,1,1,0,0,0,2\n3,0,0,0,0,1,2\n",
        [ticking("gym", "gym", *((day, day.lower(), str(n)) for n, day in enumerate(("Mon", "Tue", "Wed", "Thu"))))],
        {},
        (3, {"gym_mon": 2, "gym_tue": 1, "gym_wed": 0, "gym_thu": 0}),
    ),
    "06 REDCap's codes are letters (REDCapR, checkboxes)": (
        "record_id,two___a,two___b,f_complete\n1,1,0,2\n2,0,1,2\n",
        [ticking("two", "two", ("Apple", "a", "a"), ("Berry", "b", "b"))],
        {},
        (2, {"two_a": 1, "two_b": 1}),
    ),
    "07 REDCap, a form that the office fills in later (REDCapR, survey project)": (
        "record_id,pay,pay_complete,office_use_complete\n1,1,2,0\n2,0,2,0\n",
        [choice("q", "pay", *YES_NO, values="10")],
        {},
        (2, {"q": ["Yes", "No"]}),
    ),
    "09 REDCap's repeating rows (REDCapR, repeating instruments)": (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,pay,pay_complete,visit,visit_complete\n"
        "1,,,1,2,,\n1,visit,1,,,9,2\n",
        [choice("q", "pay", *YES_NO, values="10")],
        {},
        "column redcap_repeat_instrument: tells several rows of a person apart",
    ),
    "09 REDCap's repeating rows, told which to read": (
        "record_id,redcap_repeat_instrument,redcap_repeat_instance,pay,pay_complete,visit,visit_complete\n"
        "1,,,1,2,,\n1,visit,1,,,9,2\n",
        [choice("q", "pay", *YES_NO, values="10")],
        {"layout": 'rows = { redcap_repeat_instrument = "" }'},
        (1, {"q": ["Yes"]}),
    ),
    "10 LimeSurvey with full texts, and responses never submitted (cpp-survey)": (
        f"Response ID,Date submitted,Last page,Start language,1 - Pay?\n4,{WHEN},3,en,Yes\n5,,1,en,Yes\n6,,2,en,No\n",
        [choice("q", "1 - Pay?", *YES_NO)],
        {},
        (1, {"q": ["Yes"]}),
    ),
    "12 LimeSurvey in German, whose own codes are all there is (results_german)": (
        lime(["P5[SQ001]", "P5[SQ002]"], ["Ja", "Nein"], ["Nein", "Ja"], ["Nein", "Nein"]),
        [ticking("p", "P5", *BUS_CAR)],
        {"said": "nothing but the tool's own codes (SQ001, SQ002) tells the options of questions.p apart"},
        (3, {"p_bus": 1, "p_car": 1}),
    ),
    "14 LimeSurvey with codes of the surveyor's own (EncuestasUNC)": (
        lime(["P5[O1]", "P5[O2]", "P5[O3]"], ["Y", "", ""], ["", "Y", "Y"]),
        [ticking("p", "P5", ("Bus", "bus", "O1"), ("Car", "car", "O2"), ("Walk", "walk", "O3"))],
        {},
        (2, {"p_bus": 1, "p_car": 1, "p_walk": 1}),
    ),
    "16 two columns called Status (qualtRics, issue 233)": (
        qualtrics(["Q1", "Status"], ["Pay?", "Status"], ["Yes", "gold"], ["No", "silver"]),
        [PAY],
        {"said": "columns 9 have no heading of their own, and are not read"},
        (2, {"q": ["Yes", "No"]}),
    ),
    "18 SurveyMonkey without CollectorID (fivethirtyeight, StarWars)": (
        "RespondentID,Pay?,Which?,\n,Response,Bus,Car\n1,Yes,Bus,\n2,No,,Car\n",
        [choice("q", "Pay?", *YES_NO), ticking("w", "Which?", *BUS_CAR)],
        {},
        (2, {"q": ["Yes", "No"], "w_bus": 1, "w_car": 1}),
    ),
    "19 ids under another heading (bossier, Typeform, REDCap)": (
        "URN,Q1\na,Yes\nb,No\n",
        [PAY],
        {},
        "no column is known to hold the responses' ids; in layout.id",
    ),
    "21 a question called as a column of ours": (
        "ResponseId,Q1\na,Yes\nb,No\n",
        [choice("respondent", "Q1", *YES_NO)],
        {},
        "questions.respondent makes a column 'respondent', which is a name of ours",
    ),
    "23 two questions that would make one column": (
        "ResponseId,Q1_1,Q1_2,Q2\na,1,,Yes\nb,,1,No\n",
        [
            ticking("act", "Q1", ("Walk", "walk", "1"), ("Other", "other", "2")),
            choice("act_other", "Q2", *YES_NO),
        ],
        {},
        "questions.act and questions.act_other both make a column 'act_other'",
    ),
    "25 words in capitals that only look damaged": (
        "ResponseId,Q1,Q2\na,Yes,VAD TROR DU PÅ…\nb,No,AMANHÃ…\n",
        [PAY, asked("why", "text", column="Q2")],
        {"keep": ["q"]},
        (2, {"q": ["Yes", "No"]}),
    ),
    "27 MacRoman, in a column that is not read (fivethirtyeight, food-world-cup)": (
        "ResponseId,Q1,Q2\na,Yes,café\nb,No,naïve\n".encode("mac_roman"),
        [PAY],
        {"said": "is not UTF-8, and looks like cp1250 or cp1257 or mac_roman; declare layout.encoding"},
        (2, {"q": ["Yes", "No"]}),
    ),
    "27 MacRoman, in a column that is read": (
        "ResponseId,Q1,Q2\na,Yes,café\nb,No,naïve\n".encode("mac_roman"),
        [PAY, asked("why", "text", column="Q2")],
        {"keep": ["q"]},
        "can be read in several ways (cp1250 or cp1257 or mac_roman); declare layout.encoding",
    ),
    "28 what an SPSS file itself calls missing (pyreadstat, sample_missing)": (
        spss,
        [asked("bid", "amount", column="pay")],
        {"name": "e.sav", "layout": 'id = "id"', "said": "column pay: 999 is declared missing in the file"},
        (3, {"bid": [10, 20, None]}),
    ),
    "30 an archive, as Qualtrics hands it out": (
        archive("e.csv", "ResponseId,Q1\na,Yes\n"),
        [PAY],
        {"name": "e.zip"},
        (1, {"q": ["Yes"]}),
    ),
    "SurveyMonkey, whose second row repeats its own headings (todogroup/osposurvey, 2018)": (
        "Respondent ID,Start Date,Collector,Where do you stand?,,How many people?\n"
        "Respondent ID,Start Date,Collector,We\u00a0use it,We make it,How many people?\n"
        "1,43290.5,Mail,We\u00a0use it,,2-50\n2,43291.5,Mail,,,51-250\n3,43292.5,Mail,We\u00a0use it,We make it,2-50\n",
        [
            ticking("s", "Where do you stand?", ("We use it", "use", ""), ("We make it", "make", "")),
            choice("n", "How many people?", "2-50", "51-250"),
        ],
        {},
        (3, {"s_use": 2, "s_make": 1, "n": ["2-50", "51-250", "2-50"]}),
    ),
    "SurveyMonkey, each question's heading above all of its columns (todogroup/osposurvey, 2020)": (
        "\ufeffRespondent ID,Start Date,End Date,Which?,Which?,How often?,How often?\n"
        "Respondent ID,Start Date,End Date,Bus,Car,Trips,Walks\n"
        f"1,{WHEN},{WHEN},Bus,,Often,Never\n2,{WHEN},{WHEN},,Car,Never,Never\n",
        [ticking("w", "Which?", *BUS_CAR), choice("t", "How often? - Trips", "Often", "Never")],
        {},
        (2, {"w_bus": 1, "w_car": 1, "t": ["Often", "Never"]}),
    ),
    "Alchemer, an option in front of its question (jupyter/surveys, 2015)": (
        [
            [
                "Time Started",
                "Date Submitted",
                "Status",
                "Bus:How: then?",
                "Car:How: then?",
                "Other - Write In:How: then?",
            ],
            *([WHEN, WHEN, *row] for row in (["Complete", "Bus", "", ""], ["Partial", "", "Car", ""])),
            [WHEN, WHEN, "Complete", "", "", "a cart"],
        ],
        [
            ticking(
                "p", "How", ("Bus", "bus", ""), ("Car", "car", ""), ("By another way", "else", OTHER), text="How: then?"
            ),
        ],
        {"layout": 'id = "none"'},
        (2, {"p_bus": 1, "p_car": 0, "p_else": 1}),
    ),
    "options in a second row of no known tool (dfuchss, informal models)": (
        "Your trade?;;;Often?\nMaker;Seller;Else;Trips\n"
        "Ja;Nein;;often\nNein;Ja;baker;never\nJa;Ja;;often\nNein;Nein;;never\n",
        [ticking("t", "Your trade?", ("Maker", "make", ""), ("Seller", "sell", ""), ("Else", "else", OTHER))],
        {"layout": 'id = "none"', "said": "row 2: was read as a second row of headings, which names options"},
        (4, {"t_make": 2, "t_sell": 2, "t_else": 1}),
    ),
    "LimeSurvey's ranks without a column of the tool's own (wittenborg/2025-scicom-ki-survey)": (
        "Welche? [Rang 1],Welche? [Rang 2],Welche? [Rang 3]\nSee,Berg,Wald\nBerg,See,\nSee,Wald,Berg\n",
        [multiple("r", "Welche?", "Berg", "See", "Wald", kind="ranking", text="Welche?")],
        {"layout": 'id = "none"'},
        (3, {"r_a": [2, 1, 3], "r_b": [1, 2, 1], "r_c": [3, None, 2]}),
    ),
    "KoboToolbox, groups in headings, from its interface (csisarep/groundwater_dashboard)": (
        "_id,formhub/uuid,group/well/kind,group/well/use/home,group/well/use/farm,_uuid,_submission_time,_validation_status\n"
        "7,f,sw,1,0,a,2026-01-01T10:00:00,{}\n8,f,dt,1,1,b,2026-01-01T10:00:00,{}\n",
        [
            choice("k", "group/well/kind", "Shallow", "Deep", values=("sw", "dt")),
            ticking("u", "group/well/use", ("Home", "home", "home"), ("Farm", "farm", "farm")),
        ],
        {},
        (2, {"k": ["Shallow", "Deep"], "u_home": 2, "u_farm": 1}),
    ),
    "KoboToolbox, saved so that each row is one quoted cell (michaelfongwe/Customer-Analysis)": (
        '"start;""end"";""Pay?"""\n"1;""2"";""Yes"""\n',
        [PAY],
        {},
        "is one quoted cell that holds a whole row",
    ),
    "Jisc Online Surveys, coded, with its dates (Max-Lovell/Mindfulness-of-Mental-States)": (
        "URN,StartDate,CompletionDate,Q1,Q7_1,Q7_3\n1,d,d,2,1,0\n2,d,d,1,0,1\n",
        [choice("q", "Q1", *YES_NO, values="12"), ticking("m", "Q7", ("Bus", "bus", "1"), ("Car", "car", "3"))],
        {},
        (2, {"q": ["No", "Yes"], "m_bus": 1, "m_car": 1}),
    ),
    "Qualtrics as TSV in UTF-16, with what was typed between two options": (
        as_csv(
            qualtrics(
                ["Q7_1", "Q7_4", "Q7_4_TEXT", "Q7_5"],
                ["Which? - Bus", "Which? - Other", "Which? - Other - Text", "Which? - Car"],
                ["1", "", "", ""],
                ["", "1", "a\tcart", "1"],
            ),
            "\t",
        ).encode("utf-16"),
        [ticking("w", "Q7", *BUS_CAR, ("Other", "else", ""), text="Which?")],
        {"name": "e.tsv"},
        (2, {"w_bus": 1, "w_car": 1, "w_else": 1}),
    ),
    "Qualtrics without its row of ids, whose row of texts is no response": (
        [row for place, row in enumerate(qualtrics(["Q1"], ["Pay?"], ["Yes"], ["No"])) if place != 2],
        [PAY],
        {},
        (2, {"q": ["Yes", "No"]}),
    ),
    "an invisible mark inside an answer (softwaresaved/international-survey, 2018)": (
        "ResponseId,Q1\na,\ufeffYes\nb,No\n",
        [PAY],
        {"said": "line 2: holds an invisible mark (U+FEFF), which is left out"},
        (2, {"q": ["Yes", "No"]}),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_each_shape_gives_the_right_answers_or_its_sentence(tmp_path, case):
    content, questions, declared, right = CASES[case]
    declared = dict(declared)
    said = declared.pop("said", "")
    content = content(tmp_path) if callable(content) else content
    if isinstance(right, str):
        with pytest.raises(InputError, match=re.escape(right)):
            survey(tmp_path, content, *questions, **declared)
        return
    cleaned = survey(tmp_path, content, *questions, **declared)
    respondents = cleaned.respondents.astype(object).where(cleaned.respondents.notna(), None)
    found = {
        column: int(respondents[column].fillna(False).sum())
        if isinstance(value, int)
        else respondents[column].to_list()
        for column, value in right[1].items()
    }
    assert (len(respondents), found) == right
    assert (said in warnings(cleaned)) if said else not warnings(cleaned)
