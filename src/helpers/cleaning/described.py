"""The survey tools that are known: how each writes its exports, as seen in files and as its maker says.

The table of docs/new_study.md says the same in words.
"""

from .institutional import KOBO, LIMESURVEY, REDCAP
from .tools import BOXES, BY_WORDS, COLLECTED, FINISHED, RESPONSE_STATES, RESPONSE_TYPES, Tool

PLAIN = Tool(
    name="plain",
    own={"id": ("responseid",)},
    names=("{column}_{code}", "{column}.{code}", "{column}[{code}]", "{column}___{code}", "{column}/{code}"),
    texts=(
        "{text} - {option}",
        "{text} [{option}]",
        "{column} - {option}",
        "{column} [{option}]",
        "{column}: {option}",
    ),
    ranks=("{column}_{rank}", "{column}[{rank}]", "{text} [{word}{rank}]"),
    cells=BOXES | BY_WORDS,
    option_cells=True,
    joined=";",
)
QUALTRICS = Tool(
    name="Qualtrics",
    own={
        "id": ("responseid",),
        "submitted": ("recordeddate",),
        "status": ("status",),
        "finished": ("finished",),
        "trace": ("ipaddress", "locationlatitude"),
        "personal": (
            "recipientlastname",
            "recipientfirstname",
            "recipientemail",
            "externalreference",
            "locationlongitude",
        ),
        "other": ("startdate", "enddate", "progress", "duration(inseconds)", "distributionchannel", "userlanguage"),
    },
    marks=("id", "status", "finished"),
    says={"status": RESPONSE_TYPES, "finished": FINISHED},
    headers=3,
    names=("{column}_{code}",),
    texts=("{text} - {option}", "{text} - Selected Choice - {option}", "{column} - {option}"),
    typed=("{column}_{code}_TEXT",),
    cells=BOXES,
    option_cells=True,
    joined=",",
    source="Qualtrics support, Understanding Your Data Set",
)
LEGACY = Tool(
    name="Qualtrics legacy",
    own={
        "id": ("v1",),
        "submitted": ("v9",),
        "status": ("v7",),
        "finished": ("v10",),
        "trace": ("v6",),
        "personal": ("v3", "v4", "v5"),
        "other": ("v2", "v8"),
    },
    marks=("id", "status", "finished"),
    says=QUALTRICS.says,
    headers=2,
    names=QUALTRICS.names,
    texts=QUALTRICS.texts,
    typed=QUALTRICS.typed,
    cells=BOXES,
    option_cells=True,
    joined=",",
    source="Qualtrics support, Legacy Data Format",
)
SURVEYMONKEY = Tool(
    name="SurveyMonkey",
    own={
        "id": ("respondentid", "teilnehmer-id", "iddurépondant", "iddelencuestado"),
        "submitted": ("enddate", "datemodified", "enddatum", "datedefin"),
        "trace": ("ipaddress", "ip-adresse", "adresseip"),
        "personal": ("emailaddress", "firstname", "lastname", "customdata", "customdata1", "e-mail-adresse"),
        "other": ("collectorid", "collector", "startdate", "datecreated"),
    },
    marks=("id", "other"),
    headers=2,
    texts=("{text} - {option}", "{column} - {option}"),
    cells=BOXES,
    option_cells=True,
    carried=True,
    source="SurveyMonkey help, Exporting Individual Responses",
)
MICROSOFT = Tool(
    name="Microsoft Forms",
    own={
        "id": ("id",),
        "other": (
            "starttime",
            "startzeit",
            "heurededébut",
            "horadeinicio",
            "oradiinizio",
            "amsercychwyn",
            "begintijd",
            "horadeinício",
            "language",
            "sprache",
        ),
        "submitted": (
            "completiontime",
            "fertigstellungszeit",
            "heuredefin",
            "horadefinalización",
            "oradicompletamento",
            "amsercwblhau",
            "tijdvanvoltooien",
            "horadeconclusão",
        ),
        "personal": (
            "email",
            "e-mail",
            "name",
            "nom",
            "nombre",
            "nome",
            "enw",
            "e-bost",
            "adressedemessagerie",
            "correoelectrónico",
            "lastmodifiedtime",
        ),
    },
    marks=("id", "other", "submitted"),
    texts=("{text} - {option}", "{text}.{option}"),
    cells=BOXES,
    option_cells=True,
    joined=";",
    source="Microsoft support, Check and share your form results",
)
GOOGLE = Tool(
    name="Google Forms",
    own={
        "submitted": (
            "timestamp",
            "zeitstempel",
            "horodateur",
            "marcatemporal",
            "informazionicronologiche",
            "carimbodedata/hora",
            "tijdstempel",
            "stempelamser",
            "sygnaturaczasowa",
            "tidsstämpel",
        ),
        "personal": ("emailaddress", "username", "e-mail-adresse", "adressee-mail", "cyfeiriade-bost"),
    },
    marks=("submitted",),
    texts=("{text} [{option}]",),
    cells=BOXES,
    option_cells=True,
    joined=", ",
    source="Google Docs Editors help, View and manage form responses",
)
JISC = Tool(
    name="Jisc Online Surveys",
    own={
        "id": ("uniqueresponsenumber", "urn"),
        "submitted": ("submitted", "completed", "completiondate"),
        "other": ("started", "startdate"),
        # URN is any unique reference, unless the tool's own date stands beside it.
        "told": ("uniqueresponsenumber", "completiondate"),
    },
    marks=("id", "told"),
    names=("{column}_{code}", "{column}_{code}_a", "{column}.{code}", "{column}.{code}.a"),
    texts=("{text} - {option}", "{text}. {option}", "{column}. {option}", "{text}: {option}"),
    cells=BOXES,
    option_cells=True,
    joined=",",
    source="Jisc Online Surveys help, Export your survey data",
)
TYPEFORM = Tool(
    name="Typeform",
    own={
        "id": ("#", "token"),
        "submitted": ("submitdate(utc)", "submittedat"),
        "finished": ("responsetype",),
        "personal": ("networkid",),
        "other": ("startdate(utc)", "stagedate(utc)", "tags", "ending", "score"),
    },
    marks=("id", "submitted"),
    says={"finished": RESPONSE_STATES},
    texts=("{option}",),
    cells=BOXES,
    option_cells=True,
    joined=", ",
    source="Typeform help, Export results",
)
ALCHEMER = Tool(
    name="Alchemer",
    own={
        "id": ("responseid",),
        "started": ("timestarted",),
        "submitted": ("datesubmitted",),
        "status": ("status",),
        "trace": ("ipaddress", "latitude"),
        "personal": ("contactid", "longitude", "city", "postal", "useragent", "email"),
        "other": ("legacycomments", "comments", "language", "referer", "sessionid", "tags", "country", "state/region"),
    },
    marks=("started", "submitted", "status"),
    says={"status": COLLECTED},
    texts=("{option}:{text}",),
    typed=("Other - Write In:{text}", "Other - Write In (Required):{text}"),
    cells=BOXES,
    option_cells=True,
    source="Alchemer (SurveyGizmo) help, CSV Export",
)
# The first that a file bears the marks of is taken, so those with the plainest marks come last.
TOOLS = (QUALTRICS, LEGACY, SURVEYMONKEY, LIMESURVEY, KOBO, TYPEFORM, ALCHEMER, REDCAP, MICROSOFT, GOOGLE, JISC, PLAIN)
