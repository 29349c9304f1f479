"""Checks that every domain error a mutation can raise is a member of the mutation's result union."""

from types import ModuleType

import pytest
from service_kit.errors import Forbidden, ServiceError, Unauthenticated, Unavailable
from service_kit.graphql.schema import KitSchema
from service_kit.graphql.typed_errors import TypedErrors, members_of, represented_by
from strawberry.types.field import StrawberryField

from testing.raised_errors import RaisedErrors

TOP_LEVEL = (Unauthenticated, Forbidden, Unavailable)
"""Any field can fail with these errors. They are top-level errors of the response."""


class TypedErrorsChecks:
    """Derive from it with the service's package and its schema."""

    package: ModuleType
    schema: KitSchema
    also_top_level: tuple[type[ServiceError], ...] = ()
    """Errors of this service that mutations without a member for them report as top-level errors."""

    @pytest.fixture
    def raised(self) -> RaisedErrors:
        """The errors that functions of the service can raise."""
        return RaisedErrors(self.package)

    def test_every_error_that_a_mutation_can_raise_is_in_its_union(self, raised: RaisedErrors) -> None:
        missing = {
            f"{field.python_name}: {error.__name__}"
            for field in self._fields()
            for error in raised.by(field.base_resolver.wrapped_func)  # type: ignore[union-attr]
            if not issubclass(error, (*TOP_LEVEL, *self.also_top_level, *_represented(field)))
        }
        assert missing == set()

    def test_no_union_has_an_error_that_its_mutation_cannot_raise(self, raised: RaisedErrors) -> None:
        needless = {
            f"{field.python_name}: {member.__name__}"
            for field in self._fields()
            for member in members_of(field.type)
            if (kinds := represented_by(member))
            and not any(
                issubclass(error, kinds)
                for error in raised.by(field.base_resolver.wrapped_func)  # type: ignore[union-attr]
            )
        }
        assert needless == set()

    def test_every_typed_error_declares_what_it_represents(self) -> None:
        for field in self._fields():
            assert any(isinstance(extension, TypedErrors) for extension in field.extensions), field.python_name
            errors = [member for member in members_of(field.type) if not member.__name__.endswith("Success")]
            assert all(represented_by(member) for member in errors), field.python_name

    def _fields(self) -> list[StrawberryField]:
        """The mutations whose result is a union."""
        mutation = self.schema.mutation
        fields: list[StrawberryField] = mutation.__strawberry_definition__.fields  # type: ignore[union-attr]
        return [field for field in fields if list(members_of(field.type))]


def _represented(field: StrawberryField) -> tuple[type[ServiceError], ...]:
    return tuple(error for member in members_of(field.type) for error in represented_by(member))
