"""Problems as other programs read them: GitLab's code quality report, and SARIF 2.1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from counterside.check import CHECKS
from counterside.text.problems import Problem


def build_gitlab(problems: Sequence[Problem]) -> list[object]:
    """GitLab's code quality report, which merge requests show: a subset of Code Climate's format."""
    return [
        {
            "description": f"{each.message} — fix: {each.fix}",
            "check_name": each.code,
            "fingerprint": hashlib.sha256(f"{each.path}\n{each.code}\n{each.message}".encode()).hexdigest(),
            "severity": "blocker" if each.code.startswith("CS6") else "major",
            "location": {"path": each.path, "lines": {"begin": each.line}},
        }
        for each in problems
    ]


def build_sarif(problems: Sequence[Problem]) -> dict[str, object]:
    """SARIF 2.1.0, as code scanners exchange it."""
    used = {each.code for each in problems}
    rules = [
        {"id": check.code, "name": check.name, "shortDescription": {"text": check.summary}}
        for check in CHECKS
        if check.code in used
    ]
    driver = {"name": "counterside", "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_build_result(each) for each in problems]}
    return {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}


def _build_result(problem: Problem) -> dict[str, object]:
    region = {"startLine": problem.line, "startColumn": problem.column}
    place = {"artifactLocation": {"uri": problem.path}, "region": region}
    message = {"text": f"{problem.message} — fix: {problem.fix}"}
    return {
        "ruleId": problem.code,
        "level": "error",
        "message": message,
        "locations": [{"physicalLocation": place}],
    }
