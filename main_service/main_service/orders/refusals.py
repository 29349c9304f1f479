"""The problem of an order line that caused a refund, in the same format as problems of basket lines."""

from main_service.orders.availability import LineProblem, ProblemKind
from main_service.orders.model import Reason
from main_service.orders.queries import Line


def refusal_problem(line: Line) -> LineProblem:
    """Builds the problem from the reason that was stored with the refund."""
    available = line.refused_available or 0
    if line.refused_reason == Reason.PRODUCT_GONE:
        return LineProblem(line.id, line.title, ProblemKind.PRODUCT_GONE, "This product was no longer available.")
    if available == 0:
        return LineProblem(line.id, line.title, ProblemKind.SOLD_OUT, "This was sold out.", available=0)
    reason = f"Only {available} were left."
    return LineProblem(line.id, line.title, ProblemKind.INSUFFICIENT_STOCK, reason, available=available)
