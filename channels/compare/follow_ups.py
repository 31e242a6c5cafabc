"""Follow-up questions to a comparison: splitting, yearly cost, door to door, ECB benchmark, sensitivity."""

from dataclasses import dataclass

from channels.compare.comparison import Comparison, for_a_budget
from channels.compare.door_to_door import ToTheDoor, Visit, door_to_door
from channels.compare.rank_stability import Stability, stability
from channels.compare.second_benchmark import NoSecond, Second, second
from channels.compare.split_transfers import InParts, parts
from channels.compare.yearly_cost import Yearly, over_a_year
from channels.dataset.dataset import Dataset
from channels.terms import Benchmark


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which further questions are asked; None and False are not asked."""

    parts: int | None = None
    times: int | None = None
    visit: Visit | None = None
    benchmark: Benchmark | None = None
    off: bool = False

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return self != Wanted()


@dataclass(frozen=True, slots=True)
class More:
    """The answers to what was asked, for one outlay; None for what was not asked.

    `whole` is the comparison they rest on: of the outlay asked, or of the best road's where the
    reader said what must arrive, and then `computed`. `stability` is also None where fewer than two
    roads have a price.
    """

    wanted: Wanted
    whole: Comparison
    computed: bool
    parts: tuple[InParts, ...] | None = None
    year: tuple[Yearly, ...] | None = None
    door: tuple[ToTheDoor, ...] | None = None
    second: Second | NoSecond | None = None
    stability: Stability | None = None


def more(dataset: Dataset, comparison: Comparison, wanted: Wanted) -> More:
    """Everything that was asked beyond the comparison, and nothing else."""
    whole = for_a_budget(dataset, comparison)
    return More(
        wanted,
        whole,
        whole is not comparison,
        parts=None if wanted.parts is None else parts(dataset, whole, wanted.parts),
        year=None if wanted.times is None else over_a_year(whole, wanted.times),
        door=None if wanted.visit is None else door_to_door(whole, wanted.visit),
        second=None if wanted.benchmark is None else second(dataset, whole, wanted.benchmark),
        stability=stability(dataset, whole) if wanted.off else None,
    )
