"""What readers will see of prices once they are published, in sentences."""

from channels.collect.preview import Preview
from channels.compare.headline import AnswerState
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.words import entries as entry_words
from components.words import offers as offer_words
from components.words.answer_headline import headline_view, why_refused


def asked(found: Preview, words: Words) -> str:
    """What the reader asks: the corridor, and all that the sender hands over."""
    send = words.money(found.send, found.comparison.transfer.currency)
    return words("preview.asked", way=entry_words.way(found.corridor, words), send=send)


def first_not_covered(found: Preview, words: Words) -> str:
    """That readers begin with an amount which none of these prices covers."""
    send = words.money(found.send, found.comparison.transfer.currency)
    return words("preview.first_not_covered", way=entry_words.way(found.corridor, words), send=send)


def answer(found: Preview, data: Dataset, words: Words) -> dict[str, str] | None:
    """What fills the sentence on the answer in large type; None where readers will see none."""
    top = found.headline
    if top is None:
        return None
    return {
        "amount": offer_words.answer_number(found.comparison, top, words),
        "provider": offer_words.provider(top.provider, data, words),
        "time": offer_words.duration(top, words),
    }


def remarks(found: Preview, data: Dataset, words: Words) -> list[str]:
    """Why these prices are not the answer, in the sentences that readers are told; nothing where they are.

    First of all, where one of them would not be shown at all.
    """
    unseen = [words("preview.unseen")] if found.unseen else []
    return [*unseen, *_why_not(found, data, words)]


def _why_not(found: Preview, data: Dataset, words: Words) -> list[str]:
    if found.answer.state is AnswerState.PRICED:
        if not found.beaten or found.offer is None:
            return []
        mine = offer_words.amount_of(found.comparison, found.offer, words)
        return [words("preview.beaten", amount=mine)]
    refused, offer = found.refusal, found.offer
    if refused is not None:
        return [why_refused(refused, data, words)]
    view = headline_view(found.own, data, words)
    if view.missing is not None:
        return [view.label, view.missing]
    if found.answer.state is AnswerState.NONE and offer is not None:
        road, age = offer_words.road_name(offer, data, words), offer_words.age_badge(found.own, offer, words)
        return [view.label, words("answer.seen", road=road, age=age)]
    return [view.label, *([] if view.checked_for is None else [view.checked_for])]
