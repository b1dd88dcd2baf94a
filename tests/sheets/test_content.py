"""What is printed of a checklist, before it is set."""

from __future__ import annotations

from dataclasses import replace

from counterside.model.catalog import Catalog
from counterside.model.nodes import StepGateUse
from counterside.model.records import Gate
from counterside.sheets.content import build_contents


def test_a_gate_before_a_grid_prints_its_ticks(real: Catalog) -> None:
    """The steps in a grid are one on paper: the gate of the first of them is there for the first time."""
    symptom = next(one for one in real.symptoms if one.sorts)
    table, gate = symptom.sorts[0].table, real.of(Gate)[0]
    first = next(step for step in symptom.steps if table in step.codes)
    gated = first.model_copy(update={"gates": (StepGateUse.model_validate(f"gate:{gate.id}"),)})
    steps = tuple(gated if step is first else step for step in symptom.steps)
    changed = symptom.model_copy(update={"steps": steps})
    catalog = replace(real, records=tuple(changed if one is symptom else one for one in real.records))
    content = next(one for one in build_contents(catalog) if one.id == symptom.id)
    (grid,) = [step for step in content.steps if step.grid]
    assert [(one.id, one.is_repeated) for one in grid.gates] == [(gate.id, False)]
