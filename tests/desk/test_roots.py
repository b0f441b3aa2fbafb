"""Root holders change the approvers file with the commands: enough old ones, and every new one."""

from __future__ import annotations

from dataclasses import replace

from generator.text.digests import of_bytes
from tests.bureau import CHARGE, PEOPLE, ROOTS, Desk, approvers_file
from tests.desk.office import Office, key_file

APPROVERS = "rules/approvers.yml"


def next_version(desk: Desk, *roots: str) -> None:
    """Version 2 with these root holders, and version 1 kept beside it."""
    old = desk.read(APPROVERS)
    text = approvers_file(version=2, previous=of_bytes(old), day="2025-07-01", roots=roots)
    desk.write(APPROVERS, text)
    desk.write("rules/approvers/1.yml", old)


def test_two_of_three_root_holders_are_enough(office: Office) -> None:
    desk = office.bureau.desk()
    next_version(desk, *ROOTS)
    said = office.run(desk, ROOTS[0], "submit")
    assert said.code == 0, said.err
    assert f"（{ROOTS[1]}，" in said.out  # who may sign next
    said = office.run(desk, ROOTS[2], "approve", "--yes")
    assert said.code == 0, said.err
    assert "各级都已签完，推送后可以合并到主分支。" in said.out
    assert desk.push("HEAD:refs/heads/main").accepted


def test_a_new_root_holder_signs_too_before_it_is_complete(office: Office) -> None:
    desk = office.bureau.desk()
    next_version(desk, *ROOTS[:2], CHARGE)
    assert office.run(desk, ROOTS[0], "submit").code == 0
    said = office.run(desk, ROOTS[1], "approve", "--yes")
    assert said.code == 0, said.err
    assert f"下一步等第 2 级（根签名人）：丁秋（{CHARGE}，分管局领导）" in said.out
    assert desk.push("HEAD:refs/heads/main").codes == ["E-ROOT"]
    said = office.run(desk, CHARGE, "approve", "--yes")
    assert said.code == 0, said.err
    assert "各级都已签完，推送后可以合并到主分支。" in said.out
    assert desk.push("HEAD:refs/heads/main").accepted
    assert office.bureau.prove().ok


def test_somebody_who_is_no_root_holder_is_told_who_is(office: Office) -> None:
    desk = office.bureau.desk()
    next_version(desk, *ROOTS)
    assert office.run(desk, ROOTS[0], "submit").code == 0
    said = office.run(desk, CHARGE, "approve", "--yes")
    assert said.code == 1
    assert (
        "没有这一级的权限。请王刚（060102，政治委员）、萧岩（060401，督察大队领导）签名。"
        in said.err
    )


def test_a_root_holder_s_new_key_signs_the_version_that_brings_it(office: Office) -> None:
    desk = office.bureau.desk()
    old = desk.read(APPROVERS)
    people = {**PEOPLE, ROOTS[2]: replace(PEOPLE[ROOTS[2]], keys=("new-key",))}
    text = approvers_file(people, version=2, previous=of_bytes(old), day="2025-07-01")
    desk.write(APPROVERS, text)
    desk.write("rules/approvers/1.yml", old)
    assert office.run(desk, ROOTS[0], "submit").code == 0
    said = office.run(desk, ROOTS[1], "approve", "--yes")
    assert said.code == 0, said.err
    assert f"下一步等第 2 级（根签名人）：萧岩（{ROOTS[2]}，督察大队领导）" in said.out
    assert desk.push("HEAD:refs/heads/main").codes == ["E-ROOT"]
    key_file(office.keys, "new-key")
    said = office.run(desk, "new-key", "approve", "--yes")
    assert said.code == 0, said.err
    assert desk.push("HEAD:refs/heads/main").accepted
    assert office.bureau.prove().ok
