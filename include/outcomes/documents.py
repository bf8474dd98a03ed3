"""Contracts and plans are YAML files that people write. This reads one into its model, and where it is wrong says the
file, the line and the field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]
Complete = Callable[[dict[str, Any]], dict[str, Any]]

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # a PyYAML built without libyaml: ten times slower, and otherwise the same
    from yaml import SafeLoader  # type: ignore[assignment]


class DocumentError(ValueError):
    """A file that does not say what its model asks for; a line each: `file:line: field: what is wrong`."""


class FieldError(ValueError):
    """Raised inside a model's validator for one of its fields, where the fault shows only beside the others."""

    def __init__(self, message: str, *field: str | int) -> None:
        super().__init__(message)
        self.field = field


def load_document(path: Path, model: type[Model], complete: Complete | None = None, **more: Any) -> Model:
    """The file as its model; `more`: fields that the file does not carry; `complete`: adds to what the file says what
    it leaves to another one. Raises DocumentError, FileNotFoundError."""
    loader = SafeLoader(path.read_bytes())
    try:
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DocumentError(f"{_shown(path)}:{line}: not YAML: {getattr(error, 'problem', error)}") from None
    finally:
        loader.dispose()
    if not isinstance(content, dict):
        raise DocumentError(f"{_shown(path)}:1: a mapping of fields is wanted")
    _refuse_repeated(path, node)
    try:
        return model.model_validate((complete(content) if complete else content) | more)
    except ValidationError as error:
        lines = _lines(node)
        raise DocumentError("\n".join(_explained(path, lines, one) for one in error.errors())) from None


def refuse(path: Path, field: Location, why: str) -> DocumentError:
    """The error for a field whose fault only shows beside other files."""
    node = yaml.compose(path.read_bytes(), Loader=SafeLoader)
    return DocumentError(_explained(path, _lines(node), {"loc": field, "msg": why}))


def _explained(path: Path, lines: dict[Location, int], error: Any) -> str:
    location: Location = (*error["loc"], *getattr(error.get("ctx", {}).get("error"), "field", ()))
    known = location
    while known and known not in lines:
        known = known[:-1]
    field = ".".join(str(step) for step in location) or "(file)"
    return f"{_shown(path)}:{lines.get(known, 1)}: {field}: {error['msg']}"


def _refuse_repeated(path: Path, node: Any) -> None:
    """A field that stands there twice: YAML would keep the last one without a word."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise DocumentError(f"{_shown(path)}:{key.start_mark.line + 1}: {key.value}: stands there twice")
            seen.add(key.value)
            _refuse_repeated(path, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated(path, value)


def _lines(node: Any, at: Location = ()) -> dict[Location, int]:
    found: dict[Location, int] = {at: node.start_mark.line + 1} if node is not None else {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            found |= _lines(value, (*at, key.value))
            found[(*at, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found |= _lines(value, (*at, number))
    return found


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
