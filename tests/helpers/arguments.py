"""Find the errors about arguments of commands, in the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import custom_components.bambu_cloud as integration
from custom_components.bambu_cloud.api import Argument

ROOT = Path(integration.__file__).parent
CHECKERS = (ROOT / "api" / "commands", ROOT / "actions")
_RANGES = {"number_within", "whole_within", "_distance", "_whole_distance", "_celsius"}
_CHOICES = {"one_of", "matching", "Checked"}


def trees(*folders: Path) -> Iterator[ast.Module]:
    """Yield the modules of some folders."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            yield ast.parse(path.read_text("utf-8"))


def argument_errors() -> set[str]:
    """Return the translation keys of all errors about arguments."""
    return {key for tree in trees(*CHECKERS) for key in _keys(tree)}


def _keys(tree: ast.Module) -> Iterator[str]:
    """Yield the keys of a module; each of its arguments is checked somehow."""
    mentioned = sum(_argument(node) is not None for node in ast.walk(tree))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.args
            and (argument := _argument(node.args[0]))
        ):
            mentioned -= 1
            yield _key(node.func.id, argument, has_range=bool(node.keywords))
    assert mentioned == 0


def _key(function: str, argument: Argument, *, has_range: bool) -> str:
    """Return the key of the error that a function raises about an argument."""
    assert function in _RANGES | _CHOICES | {"BambuInputError"}, function
    if function in _RANGES or (function == "BambuInputError" and has_range):
        return f"{argument}_out_of_range"
    return f"invalid_{argument}"


def _argument(node: ast.AST) -> Argument | None:
    """Return the argument that an expression names."""
    match node:
        case ast.Attribute(value=ast.Name(id="Argument"), attr=name):
            return Argument[name]
        case _:
            return None
