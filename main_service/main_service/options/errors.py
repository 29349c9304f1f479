"""What can be wrong with what is chosen of a product."""

from collections.abc import Sequence

from service_kit.errors import ServiceError

from main_service.options.problems import ConfigurationProblem


class InvalidConfiguration(ServiceError):
    """A product cannot be bought as it is chosen: for a basket's line of this id, or one that would be new."""

    code = "INVALID_CONFIGURATION"

    def __init__(self, problems: Sequence[ConfigurationProblem], line_id: int | None) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems, self.line_id = problems, line_id
        self.lines: Sequence[object] = ()
