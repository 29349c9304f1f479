"""Prepares GraphQL documents: parses, measures and validates them."""

from collections.abc import Sequence
from dataclasses import dataclass

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule
from strawberry.types.graphql import OperationType

from service_kit.graphql.errors import PARSE_FAILED, VALIDATION_FAILED, PublicError, with_code
from service_kit.graphql.limits import Budget
from service_kit.graphql.measure import Measurement
from service_kit.process.limits import Limits

DESCRIBING_FIELDS = frozenset({"__schema", "__type", "_service"})
RULES = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)


class NoDescription(ASTValidationRule):
    """Rejects fields that describe the schema: introspection, and federation's SDL."""

    def enter_field(self, node: FieldNode, *_: object) -> None:
        if node.name.value in DESCRIBING_FIELDS:
            self.report_error(
                PublicError("Introspection is disabled on this server.", "INTROSPECTION_DISABLED", nodes=node)
            )


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document."""

    name: str | None
    type: OperationType
    budget: Budget


@dataclass(frozen=True, slots=True)
class Prepared:
    """A prepared document, or the errors that prevent it from running."""

    document: DocumentNode
    operations: Sequence[Operation] = ()
    errors: Sequence[GraphQLError] = ()

    def operation(self, name: str | None) -> Operation:
        """Return the operation to run. Raises PublicError if `name` does not identify one."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        found = [operation for operation in self.operations if operation.name == name]
        if name is not None and found:
            return found[0]
        raise PublicError(_unresolved(name, len(self.operations)), "OPERATION_RESOLUTION_FAILURE")


def prepare(
    schema: GraphQLSchema, query: str, limits: Limits, *, hide_suggestions: bool, describable: bool
) -> Prepared:
    """Parse, measure and validate a document. Problems are returned in `errors`."""
    try:
        document = _parse(query, limits)
        operations = _operations(schema, document, limits)
    except GraphQLError as error:
        return Prepared(DocumentNode(), errors=with_code([error.with_traceback(None)], PARSE_FAILED))
    rules = RULES if describable else (*RULES, NoDescription)
    errors = validate(schema, document, rules, hide_suggestions=hide_suggestions)
    return Prepared(document, operations, with_code(errors, VALIDATION_FAILED))


def _parse(query: str, limits: Limits) -> DocumentNode:
    if len(query) > limits.characters:
        raise _too_long("CHARACTER_LIMIT", "characters", limits.characters)
    try:
        return parse(query, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
    except GraphQLSyntaxError as error:
        if "contains more than" in error.message:
            raise _too_long("TOKEN_LIMIT", "tokens or comments", limits.tokens) from None
        raise


def _too_long(code: str, what: str, limit: int) -> PublicError:
    return PublicError(f"The document is too long: at most {limit} {what} are allowed.", code, limit=limit)


def _operations(schema: GraphQLSchema, document: DocumentNode, limits: Limits) -> list[Operation]:
    measurement = Measurement(schema, document, limits)
    measurement.check_fragments()
    return [
        Operation(
            node.name.value if node.name else None, OperationType(node.operation.value), measurement.budget(node)
        )
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
    ]


def _unresolved(name: str | None, operations: int) -> str:
    if name is not None:
        return f'The document has no operation named "{name}".'
    return "Set operationName to the operation to run." if operations else "The document has no operation."
