"""The proof: every path through the checklists is walked with what its answers settle, fact by fact."""

from counterside.proof.effects import MAX_FACTS, MAX_VALUES, Fault, Line, Op, Vocabulary, list_faults
from counterside.proof.findings import Circle, Counterexample, Dead, Proof, Size, Trail, prove
from counterside.proof.graph import Label, Need

__all__ = [
    "MAX_FACTS",
    "MAX_VALUES",
    "Circle",
    "Counterexample",
    "Dead",
    "Fault",
    "Label",
    "Line",
    "Need",
    "Op",
    "Proof",
    "Size",
    "Trail",
    "Vocabulary",
    "list_faults",
    "prove",
]
