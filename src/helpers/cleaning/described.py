"""The survey tools that are known: how each writes its exports, as seen in files and as its maker says.

The table of docs/new_study.md says the same in words.
"""

from helpers.study import ANY

from .tools import BLANK, NO, NOT_SHOWN, TICKED, Tool

# What a status column says of a row; "" keeps it. Values as `folded`.
FINISHED = {"true": "", "1": "", "yes": "", "false": "partial", "0": "partial", "no": "partial"}
COMPLETE = {"2": "", "complete": "", "0": "partial", "incomplete": "partial", "1": "partial", "unverified": "partial"}
SUBMITTED = {"": "partial", ANY: ""}
RESPONSE_STATES = {"completed": "", "complete": "", "partial": "partial", "started": "partial"}
APPROVAL = {
    **dict.fromkeys(("", "approved", "validation_status_approved", "onhold", "validation_status_on_hold"), ""),
    **dict.fromkeys(("notapproved", "validation_status_not_approved"), "not approved"),
}
RESPONSE_TYPES = {
    **dict.fromkeys(("ipaddress", "0", "imported", "4", "offline", "16"), ""),
    **dict.fromkeys(("surveypreview", "1"), "preview"),
    **dict.fromkeys(("surveytest", "2"), "test"),
    **dict.fromkeys(("spam", "8"), "marked as spam"),
}

YES_WORDS = ("yes", "y", "ja", "oui", "ydy", "ie", "sí", "si", "sì", "sim", "tak", "ano", "kyllä", "igen")
NO_WORDS = ("no", "n", "nein", "non", "nacydy", "nage", "não", "nie", "ne", "nee", "nej", "nei", "ei", "nem")
TICKS = {"": BLANK, "1": TICKED, "true": TICKED, "checked": TICKED, "selected": TICKED, "x": TICKED}
NO_TICKS = dict.fromkeys(("0", "false", "unchecked", "notselected"), NO)
BOXES = TICKS | NO_TICKS
BY_WORDS = {"n/a": NOT_SHOWN, **dict.fromkeys(YES_WORDS, TICKED), **dict.fromkeys(NO_WORDS, NO)}

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
    ranks=("{column}_{rank}", "{column}[{rank}]"),
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
        "other": ("collectorid", "startdate", "datecreated"),
    },
    marks=("id", "other"),
    headers=2,
    texts=("{text} - {option}", "{column} - {option}"),
    cells=BOXES,
    option_cells=True,
    carried=True,
    source="SurveyMonkey help, Exporting Individual Responses",
)
LIMESURVEY = Tool(
    name="LimeSurvey",
    own={
        "id": (
            "id",
            "responseid",
            "antwortid",
            "antwort-id",
            "iddelaréponse",
            "iddelarespuesta",
            "idderespuesta",
            "idrisposta",
            "antwoord-id",
        ),
        "submitted": (
            "submitdate",
            "datesubmitted",
            "datumabgeschickt",
            "datedesoumission",
            "fechadeenvío",
            "datadiinvio",
            "datumingediend",
        ),
        "page": (
            "lastpage",
            "letzteseite",
            "dernièrepage",
            "dernièrepagevue",
            "últimapágina",
            "ultimapagina",
            "laatstepagina",
        ),
        "language": (
            "startlanguage",
            "start-sprache",
            "startsprache",
            "languededépart",
            "lenguajeinicial",
            "linguainiziale",
            "starttaal",
        ),
        "trace": ("ipaddr", "ipaddress", "ip-adresse", "adresseip", "direcciónip"),
        "personal": ("token", "firstname", "lastname", "email", "refurl", "zugangsschlüssel"),
        "other": (
            "startdate",
            "datestamp",
            "seed",
            "datestarted",
            "datelastaction",
            "zufallsstartwert",
            "datumgestartet",
            "datumletzteaktivität",
            "interviewtime",
            "*time",
        ),
    },
    marks=("id", "submitted", "page"),
    says={"submitted": SUBMITTED},
    names=("{column}[{code}]", "{column}_{code}", "{column}[{code}]. {any}"),
    texts=("{text} [{option}]", "{column}. {any} [{option}]", "{column} [{option}]"),
    ranks=("{column}[{rank}]", "{column}_{rank}", "{text} [{word}{rank}]", "{column}. {any} [{word}{rank}]"),
    typed=(
        "{column}[{code}comment]",
        "{column}[other]",
        "{column}_other",
        "{text} [Other]",
        "{text} [Sonstiges]",
        "{text} [Autre]",
        "{text} [Otro]",
    ),
    cells={"": BLANK, "1": TICKED, "0": NO} | BY_WORDS,
    numbered="SQ{place:03d}",
    source="LimeSurvey manual, Exporting results",
)
REDCAP = Tool(
    name="REDCap",
    own={
        "id": ("record_id", "recordid", "study_id", "studyid", "participant_id"),
        "submitted": ("*_timestamp", "surveytimestamp"),
        "form": ("*_complete", "complete?"),
        "rows": (
            "redcap_event_name",
            "redcap_repeat_instrument",
            "redcap_repeat_instance",
            "eventname",
            "repeatinstrument",
            "repeatinstance",
        ),
        "personal": ("redcap_survey_identifier", "surveyidentifier"),
        "other": ("redcap_data_access_group", "dataaccessgroup"),
    },
    marks=("form",),
    says={"form": COMPLETE},
    names=("{column}___{code}",),
    texts=("{text} (choice={option})", "{column} (choice={option})"),
    # A box never touched and a question never answered are both exported as 0.
    cells=TICKS | dict.fromkeys(NO_TICKS, BLANK),
    source="Harris et al. (2009), J Biomed Inform 42(2): 377-381, and the tool's export",
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
    own={"id": ("uniqueresponsenumber",), "submitted": ("submitted", "completed"), "other": ("started",)},
    marks=("id",),
    names=("{column}_{code}", "{column}_{code}_a", "{column}.{code}", "{column}.{code}.a"),
    texts=("{text} - {option}", "{text}. {option}", "{column}. {option}", "{text}: {option}"),
    cells=BOXES,
    option_cells=True,
    joined=",",
    source="Jisc Online Surveys help, Export your survey data",
)
KOBO = Tool(
    name="KoboToolbox",
    own={
        "id": ("_uuid",),
        "submitted": ("_submission_time",),
        "status": ("_validation_status",),
        "personal": ("username", "deviceid", "phonenumber", "_submitted_by", "subscriberid", "simserial"),
        "other": (
            "start",
            "end",
            "today",
            "_id",
            "_index",
            "_status",
            "_notes",
            "_tags",
            "__version__",
            "_parent_index",
            "_parent_table_name",
            "_attachments",
            "_geolocation",
            "formhub/uuid",
            "meta/instanceid",
        ),
    },
    marks=("id", "submitted"),
    says={"status": APPROVAL},
    names=("{column}/{code}", "{column}.{code}"),
    texts=("{text}/{option}", "{column}/{option}"),
    ranks=("{column}/_{rank}{ordinal}_choice", "{text}/{rank}{ordinal} choice"),
    # As with REDCap: a question that was skipped has blanks or zeros.
    cells=TICKS | dict.fromkeys(NO_TICKS, BLANK),
    joined=" ",
    source="KoboToolbox help, Export and download your data",
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
# The first that a file bears the marks of is taken, so those with the plainest marks come last.
TOOLS = (QUALTRICS, LEGACY, SURVEYMONKEY, LIMESURVEY, KOBO, TYPEFORM, REDCAP, MICROSOFT, GOOGLE, JISC, PLAIN)
