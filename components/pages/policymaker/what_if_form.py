"""The sliders of the what-if: which change, how much comes in, what part it moves, a price, a cap."""

from collections.abc import Callable
from decimal import Decimal

from channels.gaps.indicators import yearly_inflow
from channels.gaps.overview import Study
from channels.gaps.what_if import Inputs, Lever
from channels.policy_terms import Unit
from components.i18n import Words
from components.pages.own_codes import ASSUMED
from components.widgets import choices
from components.widgets.sliders import ends, slider
from components.words import gaps as gap_words

FLOW, MOVED, POST, CAP = "flow", "moved", "post_price", "cap"
ASKED: dict[Lever, tuple[str, ...]] = {
    Lever.CARD_PAYOUT: (FLOW, MOVED),
    Lever.POST_PRICE: (POST, FLOW, MOVED),
    Lever.COST_NOTICE: (FLOW,),
    Lever.NON_BANKS: (),
    Lever.NO_EXCLUSIVITY: (),
    Lever.FEE_CAP: (CAP, FLOW),
    Lever.MARGIN_CAP: (CAP, FLOW),
}
"""The figures that change what each lever brings."""
STEP = Decimal(50)
TENTHS = [Decimal(n) / 10 for n in range(51)]
"""From nothing to 5 percent."""
FIVES = [Decimal(n) for n in range(0, 101, 5)]
WIDTH = 520


def lever(words: Words) -> Lever:
    """The one change that is looked at."""
    return Lever(
        choices.choose(
            words("table.lever"), "lever", [str(one) for one in Lever], lambda code: words(f"lever.{code}"),
            default=str(Lever.MARGIN_CAP.value), width=WIDTH,
        )
    )  # fmt: skip


def asked(study: Study, chosen: Lever, words: Words) -> Inputs:
    """What the reader sets for a lever; figures that do not change it stay the usual ones."""
    usual, wanted = Inputs(), ASKED[chosen]
    told = _told(study)
    percent, millions = _shown(Unit.PERCENT, words), _shown(Unit.MILLION_USD, words)
    post, cap = usual.post_price, usual.cap
    moved, flow = usual.share, told
    if POST in wanted:
        post = slider(words("input.post_price"), POST, TENTHS, percent, default=usual.post_price, width=WIDTH)
    if CAP in wanted:
        cap = slider(words("input.cap"), CAP, TENTHS, percent, default=usual.cap, width=WIDTH)
    if MOVED in wanted:
        keys = (ASSUMED[2], ASSUMED[3])
        moved = ends(words("input.moved"), keys, FIVES, percent, default=usual.share, width=WIDTH)
    if FLOW in wanted:
        keys = (ASSUMED[0], ASSUMED[1])
        flow = ends(words("input.flow"), keys, _flows(told), millions, default=told, width=WIDTH)
    return Inputs(inflow=None if flow == told else flow, share=moved, post_price=post, cap=cap)


def _told(study: Study) -> tuple[Decimal, Decimal]:
    """The yearly inflow as the sources tell it, in whole millions of dollars."""
    flows = yearly_inflow(study.data)
    if flows is None:
        return Decimal(1), Decimal(1)
    return flows[0].quantize(Decimal(1)), flows[1].quantize(Decimal(1))


def _flows(told: tuple[Decimal, Decimal]) -> list[Decimal]:
    """Steps from nothing to twice what is told."""
    return [STEP * n for n in range(int(told[1] * 2 / STEP) + 2)]


def _shown(unit: Unit, words: Words) -> Callable[[Decimal], str]:
    return lambda number: gap_words.amount(number, unit, words)
