"""Why a line of a refunded order could not be had, as a problem like those of a basket's lines."""

from main_service.orders.availability import LineProblem, ProblemKind
from main_service.orders.model import Reason
from main_service.orders.queries import Line


def refused(line: Line) -> LineProblem:
    """The reason that was kept with the refund, of a line that has one."""
    available = line.refused_available or 0
    if line.refused_reason == Reason.PRODUCT_GONE:
        return LineProblem(line.id, line.title, ProblemKind.PRODUCT_GONE, "This was no longer sold.")
    if available == 0:
        return LineProblem(line.id, line.title, ProblemKind.SOLD_OUT, "This was sold out.", available=0)
    reason = f"There were only {available} left."
    return LineProblem(line.id, line.title, ProblemKind.INSUFFICIENT_STOCK, reason, available=available)
