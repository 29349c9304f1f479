"""What is odd about options, in words."""

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
            "Glass can never be chosen, as its own rules contradict each other: "
            "Glass needs Large. Glass goes only with Small of Size.",
        ),
        (
            [rule("NEEDS", "glass", "opener", "ribbon"), rule("EXCLUDES", "opener", "ribbon", "stout")],
            IssueKind.CONTRADICTION,
            ["glass"],
            None,
            [],
            "Glass can never be chosen, as its own rules contradict each other: "
            "Glass needs Opener and Ribbon. Opener does not go with Stout and Ribbon.",
        ),
        (
            [rule("NEEDS", "glass", "large"), rule("ONLY", "glass", group="size")],
            IssueKind.CONTRADICTION,
            ["glass"],
            None,
            [],
            "Glass can never be chosen, as its own rules contradict each other: "
            "Glass needs Large. Glass goes with no Size.",
        ),
        (
            [rule("EXCLUDES", "opener", "small"), rule("EXCLUDES", "stout", "large")],
            IssueKind.DEAD_END,
            [],
            "size",
            ["stout", "opener"],
            "After Stout and Opener nothing of Size can be chosen any more.",
        ),
        (
            [rule("EXCLUDES", "small", "pale", "stout"), rule("EXCLUDES", "large", "pale", "stout")],
            IssueKind.NO_VALID_CHOICE,
            [],
            None,
            [],
            "Nothing can be put together that has something of every group that needs it.",
        ),
    ],
)
def test_an_issue_says_what_it_is_about(
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


def test_an_option_that_nothing_has_is_named() -> None:
    first, second = issues_of(draft(*GROUPS, rules=[rule("ONLY", "glass", group="size")]))
    assert (first.kind, first.option_codes) == (IssueKind.NEVER_CHOOSABLE, ["glass"])
    assert first.message == "Glass is available, but nothing that can be put together has it."
    assert second.message == "After Glass nothing of Size can be chosen any more."


def test_a_required_group_without_options_is_named() -> None:
    (issue,) = issues_of(draft(group("size", required=True)))
    assert (issue.kind, issue.group_code) == (IssueKind.NO_VALID_CHOICE, "size")
    assert issue.message == "Nothing of Size can be chosen, and something has to be."


def test_too_many_ways_to_choose_are_said_to_be_so() -> None:
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
    assert issue.message == "There are too many ways to choose to look at all of them: there may be more to say."


def test_there_is_nothing_odd_about_the_samples_and_the_demo_shop() -> None:
    assert issues_of(DRAFT) == []
    for wanted in orjson.loads(seed.OPTIONS.read_bytes()).values():
        assert issues_of(OptionsDraft.read(wanted)) == []
