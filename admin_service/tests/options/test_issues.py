"""The messages about issues of options."""

from typing import Any

import orjson
import pytest
from admin_service.demo import seed
from admin_service.options.draft import OptionsDraft
from admin_service.options.issues import issues_of
from option_engine.check import IssueKind

from .samples import DRAFT, draft, group, rule

GROUPS = (
    group("size", "small", "large", required=True),
    group("drink", "pale", "stout", required=True),
    group("extra", "glass", "opener", "ribbon", max_choices=2),
)


@pytest.mark.parametrize(
    ("rules", "kind", "options", "where", "example", "message"),
    [
        (
            [rule("NEEDS", "glass", "large"), rule("ONLY", "glass", "small", group="size")],
            IssueKind.CONTRADICTION,
            ["glass"],
            None,
            [],
            "Glass can never be selected, because its rules contradict each other: "
            "Glass requires Large. Glass can only be combined with Small (Size).",
        ),
        (
            [rule("NEEDS", "glass", "opener", "ribbon"), rule("EXCLUDES", "opener", "ribbon", "stout")],
            IssueKind.CONTRADICTION,
            ["glass"],
            None,
            [],
            "Glass can never be selected, because its rules contradict each other: "
            "Glass requires Opener and Ribbon. Opener cannot be combined with Stout and Ribbon.",
        ),
        (
            [rule("NEEDS", "glass", "large"), rule("ONLY", "glass", group="size")],
            IssueKind.CONTRADICTION,
            ["glass"],
            None,
            [],
            "Glass can never be selected, because its rules contradict each other: "
            "Glass requires Large. Glass cannot be combined with any option of Size.",
        ),
        (
            [rule("EXCLUDES", "opener", "small"), rule("EXCLUDES", "stout", "large")],
            IssueKind.DEAD_END,
            [],
            "size",
            ["stout", "opener"],
            "After selecting Stout and Opener, no option of Size can be selected.",
        ),
        (
            [rule("EXCLUDES", "small", "pale", "stout"), rule("EXCLUDES", "large", "pale", "stout")],
            IssueKind.NO_VALID_CHOICE,
            [],
            None,
            [],
            "No selection can contain an option of every required group.",
        ),
    ],
)
def test_issues_describe_the_problem(
    rules: list[dict[str, Any]],
    kind: IssueKind,
    options: list[str],
    where: str | None,
    example: list[str],
    message: str,
) -> None:
    (issue,) = issues_of(draft(*GROUPS, rules=rules))
    assert (issue.kind, issue.option_codes, issue.group_code, issue.example) == (kind, options, where, example)
    assert issue.message == message


def test_reports_an_option_that_can_never_be_selected() -> None:
    first, second = issues_of(draft(*GROUPS, rules=[rule("ONLY", "glass", group="size")]))
    assert (first.kind, first.option_codes) == (IssueKind.NEVER_CHOOSABLE, ["glass"])
    assert first.message == "Glass is available, but no complete selection can contain it."
    assert second.message == "After selecting Glass, no option of Size can be selected."


def test_reports_a_required_group_without_options() -> None:
    (issue,) = issues_of(draft(group("size", required=True)))
    assert (issue.kind, issue.group_code) == (IssueKind.NO_VALID_CHOICE, "size")
    assert issue.message == "Size is required, but none of its options can be selected."


def test_reports_too_many_possible_selections() -> None:
    groups = [
        group(f"p{pigeon}", *(f"p{pigeon}-{hole}" for hole in range(7)), required=True) for pigeon in range(8)
    ]
    rules = [
        rule("EXCLUDES", f"p{pigeon}-{hole}", *(f"p{other}-{hole}" for other in range(pigeon + 1, 8)))
        for pigeon in range(7)
        for hole in range(7)
    ]
    (issue,) = issues_of(draft(*groups, rules=rules))
    assert issue.kind == IssueKind.UNDECIDED
    assert (
        issue.message == "There are too many possible selections to check all of them. There may be more problems."
    )


def test_the_samples_and_the_demo_shop_have_no_issues() -> None:
    assert issues_of(DRAFT) == []
    for wanted in orjson.loads(seed.OPTIONS.read_bytes()).values():
        assert issues_of(OptionsDraft.read(wanted)) == []
