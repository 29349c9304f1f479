"""The errors of selected options."""

from collections.abc import Sequence

from service_kit.errors import ServiceError

from main_service.options.problems import ConfigurationProblem


class InvalidConfiguration(ServiceError):
    """The selected options of a product are not valid. `line_id` is the basket line, or None for a new line."""

    code = "INVALID_CONFIGURATION"

    def __init__(self, problems: Sequence[ConfigurationProblem], line_id: int | None) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems, self.line_id = problems, line_id
        self.lines: Sequence[object] = ()
