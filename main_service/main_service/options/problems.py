"""The problems of a selection of options."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConfigurationProblem:
    """A problem of a selection. `option_ids` are as given in the request, including unknown ids."""

    kind: str
    message: str
    option_ids: tuple[str, ...] = ()
    group_id: int | None = None
    rule_id: int | None = None
