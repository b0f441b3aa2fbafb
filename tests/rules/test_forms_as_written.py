"""Every field of every file that people write by hand: its name, what it may hold, its default and help.

``tests/snapshots/forms.txt`` is written anew by ``JIFEN_SNAPSHOTS=update``, and then read by a person.
"""

from __future__ import annotations

import os

from generator.approval.approvers_file import APPROVERS_FORM
from generator.rules import bureau, roster_file, rulebook, scheme_form, yearly
from generator.trail.bulletin import BULLETIN_FORM
from generator.trail.correction import CORRECTION_FORM
from generator.trail.objection import OBJECTION_FORM
from generator.trail.restatement import RESTATEMENT_FORM
from generator.trail.withdrawal import WITHDRAWAL_FORM
from tests.rules.as_written import told
from tests.tiny_site import SNAPSHOTS

PATH = SNAPSHOTS / "forms.txt"
FORMS = (
    bureau.BUREAU_FORM,
    bureau.CALENDAR_FORM,
    rulebook.GUARDS_FORM,
    yearly.YEARLY_FORM,
    scheme_form.SCHEME_FORM,
    *scheme_form.ITEM_SHAPES.values(),
    roster_file.UNIT_FORM,
    roster_file.BRANCH_FORM,
    roster_file.ROOM_FORM,
    roster_file.OFFICER_FORM,
    APPROVERS_FORM,
    BULLETIN_FORM,
    CORRECTION_FORM,
    OBJECTION_FORM,
    RESTATEMENT_FORM,
    WITHDRAWAL_FORM,
)


def test_every_form_as_it_is_written() -> None:
    blocks = dict.fromkeys("\n".join(told(form, "")) for form in FORMS)
    text = "\n".join(blocks) + "\n"
    if os.environ.get("JIFEN_SNAPSHOTS") == "update":
        PATH.write_text(text, "utf-8")
    assert text == PATH.read_text("utf-8")
