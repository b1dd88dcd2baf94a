"""The proof: every path through the checklists is walked with what its answers settle, fact by fact."""

from counterside.proof.findings import Counterexample, Trail, list_waived, prove
from counterside.proof.walk import MAX_FACTS, MAX_VALUES, Fault, Label, Line, Op, Vocabulary, list_faults
