"""The proof: every path through the checklists is walked with what its answers settle, fact by fact."""

from counterside.proof.findings import Circle, Counterexample, Dead, FactUse, Proof, Size, Trail, list_waived, prove
from counterside.proof.walk import MAX_FACTS, MAX_VALUES, Fault, Label, Line, Need, Op, Vocabulary, list_faults
