"""The project itself: packages, start-up cost, declared dependencies, sizes, and what may not stand in any file."""

from __future__ import annotations

import ast
import importlib
import re
import socket
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assistant", "index", "corpus", "prompts", "eval")
HEAVY = (
    "torch",
    "chromadb",
    "gradio",
    "langchain",
    "langchain_core",
    "sentence_transformers",
    "transformers",
    "pandas",
)
# Modules that stand on an extra: they import it lazily and say in one line how to install it.
ON_EXTRAS = {"index/plain.py": "bench"}
LONGEST_MODULE = 350
LONGEST_FUNCTION = 60


def _project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return table


def _tracked() -> list[Path]:
    """Every file of the project as git sees it; without git, the source folders."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return [p for name in (*PACKAGES, "tests") for p in (ROOT / name).rglob("*") if p.is_file()]
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def _modules() -> list[Path]:
    return [p for name in PACKAGES for p in sorted((ROOT / name).rglob("*.py"))]


@pytest.mark.parametrize("name", PACKAGES)
def test_our_packages_are_the_ones_in_this_folder(name: str) -> None:
    found = importlib.import_module(name).__file__
    assert found is not None
    assert Path(found).resolve().is_relative_to(ROOT)


@pytest.mark.parametrize("name", [n for n in PACKAGES if (ROOT / n / "__main__.py").exists()])
def test_help_is_chinese_and_loads_nothing_heavy(name: str) -> None:
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['{name}', '--help']\n"
        "try:\n"
        f"    runpy.run_module('{name}', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as stop:\n"
        "    assert not stop.code, stop.code\n"
        f"print('LOADED', *sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    shown, _, loaded = done.stdout.rpartition("LOADED")
    assert loaded.split() == []
    assert re.search("[\u4e00-\u9fff]{4}", shown), "the help is not in Chinese"


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!\[; ]", line)[0].lower().replace("_", "-") for line in requirements}


@cache
def _distributions() -> Mapping[str, list[str]]:
    """Which distribution holds a package: read once, not once a module."""
    return metadata.packages_distributions()


def _undeclared(paths: list[Path], declared: set[str]) -> set[str]:
    provided = _distributions()
    missing = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for top in {n.partition(".")[0] for n in names} - {*PACKAGES, "tests"} - set(sys.stdlib_module_names):
                if not {d.lower().replace("_", "-") for d in provided.get(top, [top])} & declared:
                    missing.add(f"{path.relative_to(ROOT)}: {top}")
    return missing


def test_what_we_import_is_declared() -> None:
    project = _project()
    needed = _names(project["dependencies"])
    checking = needed | _names(project["optional-dependencies"]["dev"])
    missing = _undeclared(sorted((ROOT / "tests").rglob("*.py")), checking)
    for path in _modules():
        extra = ON_EXTRAS.get(path.relative_to(ROOT).as_posix())
        missing |= _undeclared([path], needed | _names(project["optional-dependencies"][extra] if extra else []))
    assert not missing, f"declare in pyproject.toml: {sorted(missing)}"


def test_constraints_pin_everything_that_is_declared() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!]+", pin) for pin in pins), "no paths, addresses or +cpu"
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    project = _project()
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["dev"], *extras["bench"]]
    names = _names(wanted)
    assert names <= pinned


def test_it_is_not_for_upload() -> None:
    assert "Private :: Do Not Upload" in _project()["classifiers"]


def test_no_file_names_this_machine_or_a_registry() -> None:
    parts = [
        r"(?<![A-Za-z0-9_.])/(?:wo" + r"rk|fa" + r"rm|ro" + r"ot|home/[a-z]+)/",
        r"(?<![\w)\]])\.lib" + r"rary\b",
        r"--(?:extra-)?index" + r"-url|--find" + r"-links",
        r"py" + r"pi\.org|python" + r"hosted|download\.py" + r"torch",
    ]
    forbidden = re.compile("|".join(parts))
    found = []
    for path in _tracked():
        if (
            path.suffix in {".html", ".htm", ".docx", ".pdf", ".xlsx", ".safetensors", ".png"}
            or path.stat().st_size > 2_000_000
        ):
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if match := forbidden.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {match[0]}")
    assert not found


@pytest.mark.parametrize("path", _modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_modules_and_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


def test_modules_are_not_called_utils() -> None:
    assert not [p for p in _modules() if p.stem in {"utils", "util", "helpers", "helper", "common", "misc"}]


@pytest.mark.skipif(not (ROOT / "README.md").exists(), reason="there is no README yet")
def test_readme_names_only_what_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`?\bmake ([a-z][a-z-]*)\b", text)) <= targets
    for package in set(re.findall(r"python -m ([a-z]+)\b", text)) & set(PACKAGES):
        assert (ROOT / package / "__main__.py").exists(), f"python -m {package}"
    links = [link for link in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in link]
    assert not [link for link in links if not (ROOT / link).exists()]


def test_the_network_guard_fails_what_reaches_out(no_network: list[str]) -> None:
    with pytest.raises(OSError, match="do not use the network"), socket.socket() as out:
        out.connect(("192.0.2.1", 9))
    with pytest.raises(OSError, match="do not use the network"):
        socket.getaddrinfo("policy.example", 80)
    assert len(no_network) == 2
    no_network.clear()
