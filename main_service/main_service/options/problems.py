"""What is said of a choice that is not whole."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfigurationProblem:
    """What keeps a choice from being whole. Ids are as they were given, also those of nothing."""

    kind: str
    message: str
    option_ids: tuple[str, ...] = ()
    group_id: int | None = None
    rule_id: int | None = None
