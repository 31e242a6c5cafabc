"""The headline of an answer in one of its states: what is said large, what beside it, what to ask."""

from dataclasses import dataclass, replace
from datetime import timedelta

from channels.compare.comparison import Comparison
from channels.compare.headline import (
    AnswerState,
    Caution,
    Headline,
    MissingPiece,
    answer_state,
    closed,
    has_own_rate,
)
from channels.dataset.dataset import Dataset
from channels.money import Money
from channels.pricing.fx import CURRENT_DAYS
from channels.pricing.offers import Offer
from channels.pricing.ranking import known_cost
from channels.pricing.routes import NotOffered
from channels.terms import BAKU
from components.i18n import Words
from components.words import expected as expected_words
from components.words import last_prices
from components.words import offers as offer_words


@dataclass(frozen=True, slots=True)
class CautionView:
    """What must be known beside a price; `link` opens the register where one is known."""

    text: str
    link: str | None = None
    link_label: str | None = None

    @property
    def written(self) -> str:
        """The sentence with the register's address, for a text in which nothing can be pressed."""
        return self.text if self.link is None else f"{self.text} {self.link}"


@dataclass(frozen=True, slots=True)
class AmountView:
    """An amount for which the price was checked, and what leads to the question about it."""

    amount: Money
    label: str


@dataclass(frozen=True, slots=True)
class HeadlineView:
    """The answer in its one state, as whole sentences.

    `label` stands over the large `number` of a price, or is itself the heading where there is none. `missing`
    names the piece that a current price lacks, `can` what can be said all the same; `expect` and `last` are
    said only where nothing is current, and rest on the sources of the ids in `cites`; the first
    `expect_first` sentences of `expect` say how much, the others on what that rests. `ask` and `questions`
    are left out beside a price. `provider`, `place`, `sent` and `received` are the parts of a price for a
    message to the sender, `to_ask` the questions that it leaves open. `checked` is the price's day in a
    sentence that stays true on paper, None where it has none. `closed`: who takes no money though a price of
    the last 90 days is known, and why. `amounts` are those for which a current price was checked where it is
    not known for this one; `checked_for` names them.
    """

    state: AnswerState
    label: str
    number: str | None = None
    line: str | None = None
    age: str | None = None
    cautions: tuple[CautionView, ...] = ()
    missing: str | None = None
    can: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    expect_first: int = 1
    last: tuple[str, ...] = ()
    cites: frozenset[str] = frozenset()
    ask: str | None = None
    questions: tuple[str, ...] = ()
    provider: str | None = None
    place: str | None = None
    sent: str | None = None
    received: str | None = None
    to_ask: tuple[str, ...] = ()
    checked: str | None = None
    closed: tuple[str, ...] = ()
    amounts: tuple[AmountView, ...] = ()
    checked_for: str | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """What stands under the heading of an answer without a large number, in its order."""
        missing = () if self.missing is None else (self.missing,)
        return (*self.can[:1], *missing, *self.can[1:], *self.expect, *self.last)


def headline_view(comparison: Comparison, data: Dataset, words: Words) -> HeadlineView:
    """The answer's headline in the one state of the comparison."""
    view = _in_its_state(comparison, data, words)
    return replace(view, closed=tuple(why_refused(one, data, words) for one in closed(comparison)))


def _in_its_state(comparison: Comparison, data: Dataset, words: Words) -> HeadlineView:
    found = answer_state(comparison)
    if found.state is AnswerState.PRICED:
        return _priced(found, comparison, data, words)
    ask, questions = words("answer.ask_first"), tuple(offer_words.questions(comparison, words))
    if found.state is AnswerState.NONE:
        return HeadlineView(
            found.state,
            words("answer.none"),
            expect=_expect(comparison, words),
            expect_first=2
            if comparison.expected is not None and comparison.expected.marks is not None
            else 1,
            last=_last(comparison, words),
            cites=_cites(comparison),
            ask=ask,
            questions=questions,
        )
    assert found.missing is not None
    incomplete = found.state is AnswerState.INCOMPLETE
    label = words("answer.incomplete" if incomplete else f"answer.elsewhere_{found.missing}")
    offer, refusal = found.offer, found.refusal
    who = offer.provider if offer is not None else refusal.route.provider.id if refusal is not None else ""
    return HeadlineView(
        found.state,
        label,
        missing=words(f"missing.{found.missing}") if incomplete else None,
        can=tuple(_can(found, comparison, data, words)),
        cautions=_cautions(found, data, words),
        ask=ask,
        questions=questions,
        provider=offer_words.provider(who, data, words),
        place=None if offer is None else offer_words.place(offer, data, words),
        amounts=tuple(
            AmountView(amount, words("answer.show_for", amount=_written(amount, words)))
            for amount in found.amounts
        ),
        checked_for=_checked_for(found, words),
    )


def _priced(found: Headline, comparison: Comparison, data: Dataset, words: Words) -> HeadlineView:
    top, held = found.offer, comparison.transfer.currency
    assert top is not None
    return HeadlineView(
        found.state,
        offer_words.answer_label(comparison, top, data, words),
        number=offer_words.answer_number(comparison, top, words),
        line=offer_words.answer_line(top, data, words),
        age=offer_words.age_badge(comparison, top, words),
        cautions=_cautions(found, data, words),
        provider=offer_words.provider(top.provider, data, words),
        place=offer_words.place(top, data, words),
        sent=None if top.outlay is None else words.money(top.outlay, held, whole=True),
        received=None if top.received is None else offer_words.received(top, words),
        to_ask=_to_ask(comparison, top, words),
        checked=_checked(comparison, top, words),
    )


def _checked(comparison: Comparison, top: Offer, words: Words) -> str | None:
    if comparison.invented or top.observed is None:
        return None
    if top.asked is not None:
        here = top.asked.astimezone(BAKU)
        return words("answer.asked", day=words.day(here.date()), time=f"{here:%H:%M}")
    return words("answer.checked", day=words.day(top.observed))


def _to_ask(comparison: Comparison, top: Offer, words: Words) -> tuple[str, ...]:
    """What a complete price leaves open: the rate of a range, a charge on receipt that is not known."""
    ranged = words("question.rate") if top.received_most != top.received else None
    key = "question.receipt_there" if offer_words.is_outbound(comparison) else "question.receipt_here"
    receipt = None if top.receipt_known else words(key)
    return tuple(question for question in (ranged, receipt) if question is not None)


def _expect(comparison: Comparison, words: Words) -> tuple[str, ...]:
    if comparison.expected is None:
        return ()
    return tuple(expected_words.sentences(comparison.expected, comparison.transfer, words))


def _last(comparison: Comparison, words: Words) -> tuple[str, ...]:
    """What it cost when last checked; not beside a figure of what to expect, which is for the amount asked.

    Of the last 90 days nothing is said: nothing of it can be offered.
    """
    if comparison.last_checked is not None and not _tells_last(comparison):
        return ()
    return tuple(last_prices.last_checked(comparison, words))


def _tells_last(comparison: Comparison) -> bool:
    last, expected = comparison.last_checked, comparison.expected
    if last is None or (expected is not None and expected.span is not None):
        return False
    return last.day is None or last.day < comparison.day - timedelta(days=CURRENT_DAYS)


def _cites(comparison: Comparison) -> frozenset[str]:
    """The sources of what to expect, and of what it cost when last checked where that is told."""
    expected, last = comparison.expected, comparison.last_checked if _tells_last(comparison) else None
    return frozenset((*(last.sources if last else ()), *(expected.sources if expected else ())))


# What can be said of a price that is not the answer


def _can(found: Headline, comparison: Comparison, data: Dataset, words: Words) -> list[str]:
    offer, missing = found.offer, found.missing
    checked_for = _checked_for(found, words)
    checked = [] if checked_for is None else [checked_for]
    if offer is None:
        refused = None if found.refusal is None else why_refused(found.refusal, data, words)
        return [" ".join([refused, *checked])] if refused is not None else []
    road = offer_words.road_name(offer, data, words)
    seen = words("answer.seen", road=road, age=offer_words.age_badge(comparison, offer, words))
    said = [" ".join([seen, *checked])]
    if missing is MissingPiece.FIRST_TRANSFER and offer.complete:
        return [*said, words("answer.can_first", amount=_amount(comparison, offer, words))]
    if missing is MissingPiece.OTHER_AMOUNT and offer.complete:
        return [*said, words("answer.can_estimate", amount=_amount(comparison, offer, words))]
    if missing is MissingPiece.OFFICIAL_RATE and _rests_on_own_rate(offer, comparison):
        return [*said, words("answer.can_own_rate", amount=offer_words.received(offer, words))]
    if missing in (MissingPiece.OFFICIAL_RATE, MissingPiece.OFFICIAL_RATE_THEN) or not offer.complete:
        cost = _least_cost(offer, comparison, words)
        return said if cost is None else [*said, words("answer.can_cost", cost=cost)]
    key = "answer.can_outlay" if comparison.transfer.send is None else "answer.can_about"
    said.append(words(key, amount=_amount(comparison, offer, words)))
    if offer.stand_in is not None:
        bank = offer_words.provider(offer.stand_in.provider, data, words)
        said.append(words("answer.can_board", bank=bank, day=words.day(offer.stand_in.day)))
    return said


def _checked_for(found: Headline, words: Words) -> str | None:
    """For which amounts the price was checked, in a sentence; None where that is not known."""
    if not found.amounts:
        return None
    return words("answer.checked_for", amounts=words.listed([_written(m, words) for m in found.amounts]))


def _written(amount: Money, words: Words) -> str:
    return words.money(amount.amount, amount.currency)


def _amount(comparison: Comparison, offer: Offer, words: Words) -> str:
    return offer_words.answer_number(comparison, offer, words)


def _rests_on_own_rate(offer: Offer, comparison: Comparison) -> bool:
    """Whether what arrives is the provider's own rate alone: the official one then and now is the same."""
    used, seen = offer.reference, offer.seen
    asked = comparison.transfer.send is not None and offer.complete
    return asked and used is not None and seen is not None and used.day <= seen and has_own_rate(offer)


def _least_cost(offer: Offer, comparison: Comparison, words: Words) -> str | None:
    """The part of the cost that does not rest on an exchange rate, in the sender's currency."""
    fee = None if offer.fee is None or offer.reference is None else offer.fee / offer.reference.rate
    known = fee if offer.complete else known_cost(offer)
    return None if known is None else words.money(known, comparison.transfer.currency, whole=True)


def why_refused(refusal: NotOffered, data: Dataset, words: Words) -> str:
    """Who is not offered, and why, in one sentence."""
    name = offer_words.provider(refusal.route.provider.id, data, words)
    return words("answer.refused", road=name, why=offer_words.refusal(refusal, words))


# Cautions


def _cautions(found: Headline, data: Dataset, words: Words) -> tuple[CautionView, ...]:
    return tuple(_caution(caution, found.offer, data, words) for caution in found.cautions)


def _caution(caution: Caution, offer: Offer | None, data: Dataset, words: Words) -> CautionView:
    """A caution; where no register is known, nobody is told to look into one, but who keeps it is named.

    A licence is looked up where the money is taken in: in the register of the sending country.
    """
    if caution is Caution.RECEIPT_UNKNOWN or offer is None:
        return CautionView(words(f"caution.{caution}"))
    sending = None if offer.route is None else offer.route.corridor.sending
    kept = data.licence_registers.of(offer.provider, sending)
    if kept is not None and kept.url is not None:
        return CautionView(words(f"caution.{caution}"), kept.url, words("caution.register"))
    if kept is None or kept.authority is None:
        return CautionView(words(f"caution.{caution}_bare"))
    return CautionView(words(f"caution.{caution}_at", authority=kept.authority.text_in(words.language)))
