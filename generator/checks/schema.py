"""JSON Schemas of record files and the editor's settings, made from the same forms as the check.

A clerk's editor offers item codes with their names, explains fields and underlines what is wrong
while typing.  What needs the roster or other files is left to ``jifen check``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.ledger import forms
from generator.ledger.case_records import case_form, review_form
from generator.ledger.forms import Form
from generator.ledger.layout import WITHDRAWN
from generator.ledger.records import Ledger
from generator.rules.periods import next_month
from generator.rules.roster import BRANCHES, ROOMS, Roster
from generator.rules.rulebook import Rulebook
from generator.rules.scheme import BULLETINS, CORRECTIONS, OBJECTIONS, RESTATEMENTS, Scheme
from generator.text.reading import Schema
from generator.trail.bulletin import BULLETIN_FORM
from generator.trail.correction import CORRECTION_FORM
from generator.trail.objection import OBJECTION_FORM
from generator.trail.restatement import RESTATEMENT_FORM
from generator.trail.withdrawal import WITHDRAWAL_FORM

DRAFT = "http://json-schema.org/draft-07/schema#"
SCHEMA_FOLDER = "schema"
EDITOR_SETTINGS = ".vscode/settings.json"
EXTENSIONS = ".vscode/extensions.json"


def schemas(rulebook: Rulebook, roster: Roster, months: Iterable[str]) -> dict[str, Schema]:
    """Path → schema, one for all months of a kind of record in which the same may be written.

    A file is named by the kind of record and the first of its months, and lists its months.
    """
    made: dict[str, Schema] = {}
    for scheme in rulebook.schemes.values():
        if scheme.code in rulebook.faulty:
            continue
        for folder in filter(None, (scheme.code, scheme.review_folder)):
            alike: dict[str, tuple[Schema, list[str]]] = {}
            for month in months:
                if (form := _form(scheme, folder, month)) is not None:
                    schema = _schema(scheme, form, roster)
                    alike.setdefault(json.dumps(schema), (schema, []))[1].append(month)
            for schema, its_months in alike.values():
                made[f"{SCHEMA_FOLDER}/{folder}-{its_months[0]}.json"] = _dated(schema, its_months)
    return made


def trail_schemas(rulebook: Rulebook) -> dict[str, Schema]:
    """Path → schema of what follows publication, the same in all months."""
    schemes = {scheme.code: scheme.name for scheme in rulebook.schemes.values()}
    made: dict[str, Schema] = {}
    for name, shape in _TRAIL.items():
        schema = shape.schema()
        properties = schema["properties"]
        if "积分制" in properties:
            properties["积分制"] = _listed(schemes, properties["积分制"])
        made[f"{SCHEMA_FOLDER}/{name}.json"] = {"$schema": DRAFT, "title": shape.name, **schema}
    return made


_TRAIL = {
    BULLETINS: BULLETIN_FORM,
    "withdrawals": WITHDRAWAL_FORM,
    CORRECTIONS: CORRECTION_FORM,
    OBJECTIONS: OBJECTION_FORM,
    RESTATEMENTS: RESTATEMENT_FORM,
}
_GLOBS = {
    BULLETINS: [f"/ledger/*/{BULLETINS}/*.yml", f"!/ledger/*/{BULLETINS}/*{WITHDRAWN}"],
    "withdrawals": [f"/ledger/*/{BULLETINS}/*{WITHDRAWN}"],
}
"""Where a schema holds for other files than those of the folder of its name."""


def months_ahead(rulebook: Rulebook, ledger: Ledger) -> list[str]:
    """From the first rules to the end of the year after the last record.

    Whole years, so that a new month of records changes no schema.
    """
    since = [version.since for s in rulebook.schemes.values() for version in s.versions]
    if not since:
        return []
    end = f"{int(max([*since, *(report.month for report in ledger.reports)])[:4]) + 1}-12"
    months = [min(since)]
    while months[-1] < end:
        months.append(next_month(months[-1]))
    return months


def editor_files(rulebook: Rulebook, roster: Roster, ledger: Ledger) -> dict[str, bytes]:
    """Path → content of everything ``jifen schema`` writes: schemas and editor settings."""
    made = schemas(rulebook, roster, months_ahead(rulebook, ledger))
    trail = trail_schemas(rulebook)
    extensions = {"recommendations": ["redhat.vscode-yaml"]}
    files = {**made, **trail, EDITOR_SETTINGS: settings(made, trail), EXTENSIONS: extensions}
    return {path: _written(content) for path, content in files.items()}


def settings(made: Mapping[str, Schema], trail: Iterable[str] = ()) -> dict[str, Any]:
    """The settings of the editor: which schema is for which files, and no network.

    ``made`` are the schemas of records, ``trail`` the paths of those that hold in all months.
    """
    by_month = {
        f"./{path}": [
            f"/ledger/{months}/{_folder(path)}/*.yml"
            for months in _globs(schema["properties"]["月份"]["enum"])
        ]
        for path, schema in made.items()
    }
    names = {path: path.removeprefix(f"{SCHEMA_FOLDER}/").removesuffix(".json") for path in trail}
    always = {
        f"./{path}": _GLOBS.get(name, [f"/ledger/*/{name}/*.yml"]) for path, name in names.items()
    }
    return {
        "yaml.schemas": {**by_month, **always},
        "yaml.yamlVersion": "1.2",
        # The bureau's machines have no network, and nothing may ask for one.
        "yaml.schemaStore.enable": False,
        "yaml.format.enable": False,
        "redhat.telemetry.enabled": False,
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "files.trimTrailingWhitespace": True,
        # Full-width punctuation is right in Chinese text, and no look-alike.
        "editor.unicodeHighlight.allowedLocales": {"zh-hans": True},
        "[yaml]": {
            "editor.insertSpaces": True,
            "editor.tabSize": 2,
            "editor.detectIndentation": False,
            # A formatter would change lines that corrections and approvals name.
            "editor.formatOnSave": False,
            "editor.formatOnType": False,
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
        },
    }


def _globs(months: list[str]) -> list[str]:
    """Months as patterns: a whole year is one."""
    years = sorted({month[:4] for month in months})
    whole = {year for year in years if sum(month.startswith(year) for month in months) == 12}
    return [f"{y}-*" for y in years if y in whole] + [m for m in months if m[:4] not in whole]


def _folder(path: str) -> str:
    """``schema/case-review-2025-01.json`` → ``case-review``."""
    return path.removeprefix(f"{SCHEMA_FOLDER}/")[: -len("-2025-01.json")]


def _written(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _form(scheme: Scheme, folder: str, month: str) -> Form | None:
    version = scheme.version(month)
    if version is None:
        return None
    if folder == scheme.review_folder:
        return review_form(scheme, version)
    if scheme.of_cases:
        return case_form(scheme, version)
    return forms.form(scheme, version, month)


def _schema(scheme: Scheme, form: Form, roster: Roster) -> Schema:
    schema = form.shape.schema()
    properties = schema["properties"]
    reporters = roster.branches if scheme.subject == BRANCHES else roster.units
    names = {code: reporter.name for code, reporter in reporters.items()}
    properties[form.subject_key] = _listed(names, properties[form.subject_key])
    if scheme.subject == ROOMS:
        # The same for every room, so it stands once: a bureau has fifty of them.
        body = properties["警务室"].pop("additionalProperties")
        rooms = {
            code: {"title": room.name, "allOf": [_BODY]} for code, room in roster.rooms.items()
        }
        properties["警务室"].pop("propertyNames")
        properties["警务室"] |= {"properties": rooms, "additionalProperties": False}
        schema["definitions"] = {"body": body}
    return {"$schema": DRAFT, "title": f"{scheme.name}月度记录", **schema}


_BODY = {"$ref": "#/definitions/body"}


def _listed(names: Mapping[str, str], field: Schema) -> Schema:
    """A code of the roster, offered with its name; any code where the roster is empty."""
    if not names:
        return field
    kept = {key: value for key, value in field.items() if key == "description"}
    return {"oneOf": [{"const": code, "title": name} for code, name in names.items()], **kept}


def _dated(schema: Schema, months: list[str]) -> Schema:
    month = {"enum": months, "description": schema["properties"]["月份"]["description"]}
    return {**schema, "properties": {**schema["properties"], "月份": month}}


def out_of_date(files: Mapping[str, bytes], there: Mapping[str, bytes]) -> list[str]:
    """Paths of written files that are missing, different or no longer made, sorted."""
    wrong = {path for path, content in files.items() if there.get(path) != content}
    made_here = {
        path for path in there if path.startswith(f"{SCHEMA_FOLDER}/") and path.endswith(".json")
    }
    return sorted(wrong | made_here - files.keys())
