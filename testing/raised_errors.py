"""Finds the domain errors that a function can raise, by reading its source and the source of all functions it
calls.

A call that cannot be resolved, such as `level.receive(…)`, counts as a call of every method of that name in the
service's package. The result can therefore name too many errors, but an error that is raised is not missed.
"""

import ast
import inspect
import pkgutil
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from types import FunctionType, MethodType, ModuleType
from typing import Any

from service_kit.errors import ServiceError
from strawberry.types import has_object_definition

Errors = frozenset[type[ServiceError]]


class RaisedErrors:
    """The domain errors that functions of one service's package can raise."""

    def __init__(self, package: ModuleType) -> None:
        self._packages = (package.__name__, "service_kit")
        self._methods: dict[str, list[FunctionType]] = defaultdict(list)
        self._found: dict[FunctionType, Errors] = {}
        for name, method in _methods_of(package):
            self._methods[name].append(method)

    def by(self, function: object) -> Errors:
        """Return the errors that this function can raise."""
        unwrapped = inspect.unwrap(function)  # type: ignore[arg-type]
        if not isinstance(unwrapped, FunctionType) or not (unwrapped.__module__ or "").startswith(self._packages):
            return frozenset()
        if unwrapped.__code__.co_filename.startswith("<"):  # generated, such as the constructor of a dataclass
            return frozenset()
        if unwrapped not in self._found:
            self._found[unwrapped] = frozenset()  # what a recursive call finds
            tree = ast.parse(textwrap.dedent(inspect.getsource(unwrapped)))
            names = {**unwrapped.__globals__, **inspect.getclosurevars(unwrapped).nonlocals}
            self._found[unwrapped] = self._in(tree.body, {**names, **_parameters(tree, names)})
        return self._found[unwrapped]

    def _in(self, nodes: Iterable[ast.AST], names: dict[str, Any]) -> Errors:
        return frozenset().union(*(self._in_node(node, names) for node in nodes))

    def _in_node(self, node: ast.AST, names: dict[str, Any]) -> Errors:
        match node:
            case ast.Try():
                caught = _kinds([handler.type for handler in node.handlers], names)
                handlers = [statement for handler in node.handlers for statement in handler.body]
                return _without(self._in(node.body, names), caught) | self._in(
                    [*handlers, *node.orelse, *node.finalbody], names
                )
            case ast.With() if (suppressed := _suppressed(node, names)) is not None:
                return _without(self._in(node.body, names), suppressed)
            case ast.Raise(exc=ast.AST() as raised):
                return _created_in(raised, names) | self._in([raised], names)
        found = self._in(ast.iter_child_nodes(node), names)
        for function in self._used_by(node, names):
            found |= self.by(function)
        return found

    def _used_by(self, node: ast.AST, names: dict[str, Any]) -> Iterable[FunctionType]:
        """The functions that can run when a name is used or `level.receive(…)` is called."""
        match node:
            case ast.Name() | ast.Attribute() if isinstance(
                used := _resolve(node, names), FunctionType | MethodType
            ):
                return _functions(used)
            case ast.Call(func=ast.Attribute(value=value, attr=attribute) as called):
                owner = _resolve(value, names)
                if isinstance(owner, Instance):
                    return _functions(getattr(owner.type, attribute, None))
                return _functions(_resolve(called, names)) if owner is not None else self._methods[attribute]
            case ast.Call(func=called):
                return _functions(_resolve(called, names))
        return ()


@dataclass(frozen=True)
class Instance:
    """Represents a parameter of a known type."""

    type: type


def _parameters(tree: ast.Module, names: dict[str, Any]) -> dict[str, Instance]:
    """Return the parameters that are annotated with a class, including those of nested functions."""
    arguments = [node for node in ast.walk(tree) if isinstance(node, ast.arg)]
    types = {argument.arg: _resolve(argument.annotation, names) for argument in arguments}
    return {name: Instance(type_) for name, type_ in types.items() if isinstance(type_, type)}


def _methods_of(package: ModuleType) -> Iterator[tuple[str, FunctionType]]:
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if info.name.endswith("__main__"):
            continue
        for class_ in vars(import_module(info.name)).values():
            if inspect.isclass(class_) and class_.__module__ == info.name and not has_object_definition(class_):
                for name, member in vars(class_).items():
                    if not name.startswith("__"):
                        yield from ((name, function) for function in _functions(member))


def _functions(value: object) -> Iterator[FunctionType]:
    """The functions that can run when `value` is used: itself, or the constructor of a class."""
    match value:
        case FunctionType():
            yield value
        case staticmethod() | classmethod() | MethodType():
            yield from _functions(value.__func__)
        case type():
            yield from (member for name in ("__init__", "__post_init__") if (member := vars(value).get(name)))


def _resolve(node: ast.AST | None, names: dict[str, Any]) -> Any:
    """Return the object that a name or dotted name refers to; None if it is known only at run time."""
    match node:
        case ast.Name():
            return names.get(node.id)
        case ast.Attribute():
            owner = _resolve(node.value, names)
            return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return None


def _kinds(nodes: Iterable[ast.AST | None], names: dict[str, Any]) -> set[type[ServiceError]]:
    found = set()
    for node in nodes:
        for part in node.elts if isinstance(node, ast.Tuple) else [node]:
            kind = _resolve(part, names)
            if isinstance(kind, type) and issubclass(kind, ServiceError):
                found.add(kind)
    return found


def _created_in(node: ast.AST, names: dict[str, Any]) -> Errors:
    """The errors that an expression creates, or that a function called in it returns."""
    found = _kinds(ast.walk(node), names)
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
        function = _resolve(call.func, names)
        if isinstance(function, FunctionType):
            tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
            returned = [part.value for part in ast.walk(tree) if isinstance(part, ast.Return)]
            found |= _kinds(
                (part for value in returned if value for part in ast.walk(value)), function.__globals__
            )
    return frozenset(found)


def _suppressed(node: ast.With, names: dict[str, Any]) -> set[type[ServiceError]] | None:
    call = node.items[0].context_expr
    if isinstance(call, ast.Call) and _resolve(call.func, names) is suppress:
        return _kinds(call.args, names)
    return None


def _without(errors: Errors, caught: Iterable[type[ServiceError]]) -> Errors:
    return frozenset(error for error in errors if not issubclass(error, tuple(caught)))
