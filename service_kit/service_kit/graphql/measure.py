"""Measures a document for the limits of `limits.py`."""

from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
    value_from_ast_untyped,
)

from service_kit.graphql.limits import Budget, Cost, Page, Size, check_limit, check_list, check_page_size
from service_kit.process.limits import Limits

PAGE_ARGUMENTS = ("first", "last")
INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})


@dataclass(slots=True)
class _Tally:
    """The measurements of one selection set, including its fragments.

    `directives` are those in the set itself. `fragment_directives` are those of each fragment that it uses, by
    name: the directives of a fragment count once, however often it is spread.
    """

    height: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    fragment_directives: dict[str, int] = field(default_factory=dict)
    selections: int = 0
    cost: Cost = field(default_factory=Cost)
    pages: dict[Page, None] = field(default_factory=dict)

    def add_counts(self, other: "_Tally") -> None:
        """Add the measurements of a nested set that do not depend on its depth."""
        self.aliases += other.aliases
        self.directives += other.directives
        self.fragment_directives.update(other.fragment_directives)
        self.selections += other.selections
        self.pages.update(other.pages)

    def add(self, other: "_Tally") -> None:
        """Add the measurements of a set at the same depth: of an inline fragment or a fragment."""
        self.add_counts(other)
        self.height = max(self.height, other.height)
        self.fields += other.fields
        self.cost.add(other.cost)

    def check(self, limits: Limits) -> None:
        check_limit("ALIAS_LIMIT", "aliases", self.aliases, limits.aliases)
        directives = self.directives + sum(self.fragment_directives.values())
        check_limit("DIRECTIVE_LIMIT", "directives", directives, limits.directives)
        check_limit("SELECTION_LIMIT", "fields and fragments", self.selections, limits.selections)


class Measurement:
    """Measures the operations of one document. Each fragment is measured once."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, limits: Limits) -> None:
        self._schema = schema
        self._limits = limits
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._tallies: dict[str, _Tally] = {}

    def budget(self, operation: OperationDefinitionNode) -> Budget:
        """Check everything that does not depend on variables. Raises PublicError at the first exceeded limit."""
        root = self._schema.get_root_type(operation.operation)
        tally = _Tally(directives=self._directives(operation))
        tally.add(self._selection_set(operation.selection_set, root, 0, self._limits.depth))
        tally.check(self._limits)
        check_limit("ROOT_FIELD_LIMIT", "root fields", tally.fields, self._limits.root_fields)
        return Budget(tally.cost, tuple(tally.pages), _defaults(operation))

    def check_fragments(self) -> None:
        """Check every fragment, including unused ones, because validation would visit them all."""
        for name in self._fragments:
            self._fragment(name, 0, self._limits.introspection_depth)

    def _selection_set(
        self, node: SelectionSetNode, parent: GraphQLNamedType | None, depth: int, ceiling: int
    ) -> _Tally:
        tally = _Tally()
        for selection in node.selections:
            tally.selections += 1
            tally.directives += self._directives(selection)
            self._selection(tally, selection, parent, depth, ceiling)
            tally.check(self._limits)
        return tally

    def _selection(
        self, tally: _Tally, node: SelectionNode, parent: GraphQLNamedType | None, depth: int, ceiling: int
    ) -> None:
        if isinstance(node, FieldNode):
            self._field(tally, node, parent, depth + 1, ceiling)
        elif isinstance(node, FragmentSpreadNode):
            tally.add(self._fragment(node.name.value, depth, ceiling))
        elif isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            inner = self._schema.get_type(condition.name.value) if condition else parent
            tally.add(self._selection_set(node.selection_set, inner, depth, ceiling))

    def _fragment(self, name: str, depth: int, ceiling: int) -> _Tally:
        known = self._tallies.get(name)
        if known is None:
            definition = self._fragments.get(name)
            if definition is None:
                return _Tally()
            # A placeholder for recursion: a fragment that spreads itself adds nothing, and validation reports it.
            self._tallies[name] = _Tally()
            inner = self._schema.get_type(definition.type_condition.name.value)
            known = self._selection_set(definition.selection_set, inner, depth, ceiling)
            own = known.directives + self._directives(definition)
            known.fragment_directives[name], known.directives = own, 0
            known.check(self._limits)
            self._tallies[name] = known
        _check_depth(depth + known.height, ceiling)
        return known

    def _field(
        self, tally: _Tally, node: FieldNode, parent: GraphQLNamedType | None, depth: int, ceiling: int
    ) -> None:
        _check_depth(depth, ceiling)
        tally.fields += 1
        tally.cost.fixed += 1
        tally.height = max(tally.height, 1)
        tally.aliases += node.alias is not None
        definition = self._definition(parent, node.name.value)
        size = self._size(tally, node, definition)
        if node.selection_set is None:
            return
        introspects = node.name.value in INTROSPECTION_FIELDS
        if introspects:
            ceiling = self._limits.introspection_depth
        inner = get_named_type(definition.type) if definition else None
        children = self._selection_set(node.selection_set, inner, depth, ceiling)
        tally.add_counts(children)
        tally.cost.add_sized(size, children.cost)
        if not introspects:
            tally.height = max(tally.height, 1 + children.height)

    def _directives(self, node: OperationDefinitionNode | FragmentDefinitionNode | SelectionNode) -> int:
        """Return the number of directives at one node."""
        found = len(node.directives or ())
        check_limit("DIRECTIVE_LIMIT", "directives in one place", found, self._limits.directives_in_one_place)
        return found

    def _definition(self, parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
        return self._schema.get_field(parent, name) if parent and is_composite_type(parent) else None

    def _size(self, tally: _Tally, node: FieldNode, definition: GraphQLField | None) -> Size:
        """Return the size of the page or list of a field, from its arguments; 1 if it has none."""
        literal, variables = 0, []
        for argument in node.arguments or ():
            name, value = argument.name.value, argument.value
            self._check_lists(name, value)
            if not self._counts(definition, name):
                continue
            if isinstance(value, VariableNode):
                variables.append(value.name.value)
                if name in PAGE_ARGUMENTS:
                    tally.pages[Page(node.name.value, name, value.name.value)] = None
            elif isinstance(value, IntValueNode):
                check_page_size(int(value.value), node.name.value, name, self._limits)
                literal = max(literal, int(value.value))
            elif isinstance(value, ListValueNode):
                literal = max(literal, len(value.values))
        return Size(literal, tuple(variables), self._fallback(definition))

    def _counts(self, definition: GraphQLField | None, name: str) -> bool:
        if definition is None or name not in definition.args:
            return False
        return name in PAGE_ARGUMENTS or is_list_type(get_nullable_type(definition.args[name].type))

    def _fallback(self, definition: GraphQLField | None) -> int:
        if definition is None:
            return 1
        pages = [definition.args[name].default_value for name in PAGE_ARGUMENTS if name in definition.args]
        if not pages:
            return 1
        return next((value for value in pages if isinstance(value, int)), self._limits.default_page_size)

    def _check_lists(self, name: str, value: ValueNode) -> None:
        if isinstance(value, ListValueNode):
            check_list(name, len(value.values), self._limits)
            for item in value.values:
                self._check_lists(name, item)
        elif isinstance(value, ObjectValueNode):
            for entry in value.fields:
                self._check_lists(entry.name.value, entry.value)


def _check_depth(found: int, limit: int) -> None:
    check_limit("DEPTH_LIMIT", "nesting levels", found, limit)


def _defaults(operation: OperationDefinitionNode) -> dict[str, object]:
    return {
        definition.variable.name.value: value_from_ast_untyped(definition.default_value)
        for definition in operation.variable_definitions or ()
        if definition.default_value is not None
    }
