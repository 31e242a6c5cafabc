"""What readers will see of prices once they are published, in sentences."""

from channels.collect.preview import Preview
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.words import entries as entry_words
from components.words import offers as offer_words


def asked(found: Preview, words: Words) -> str:
    """What the reader asks: the corridor, and all that the sender hands over."""
    send = words.money(found.send, found.comparison.transfer.currency)
    return words("preview.asked", way=entry_words.way(found.corridor, words), send=send)


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


def remarks(found: Preview, words: Words) -> list[str]:
    """Which piece is missing, or that another price stays the answer."""
    if found.missing is not None:
        return [words(f"preview.{found.missing}")]
    if found.beaten and found.own is not None:
        mine = offer_words.amount_of(found.comparison, found.own, words)
        return [words("preview.beaten", amount=mine)]
    return []
