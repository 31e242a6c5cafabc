"""A ready message for the sender: the answer, if there is one, and what is to be asked at the counter."""

from channels.compare.headline import AnswerState
from components.i18n import Words
from components.words.answer_view import AnswerView
from components.words.offers import three_questions


def sender_text(view: AnswerView, words: Words, *, amounts: bool) -> str:
    """The message of a view in its language.

    A complete current price is told with its amounts, and asked is only what it leaves open. In every other
    state the amount asked is told only if asked for; the one below which to keep asking always is.
    """
    there, found = view.outbound, view.headline
    lines = [] if there else [words("sender.hello")]
    lines += _answer(view, words, amounts=amounts)
    lines += found.closed
    questions = found.to_ask if found.state is AnswerState.PRICED else three_questions(there, words)
    if questions and not there:
        lines.append(words("sender.ask"))
    lines += [words("sender.question", number=n, question=q) for n, q in enumerate(questions, 1)]
    if not there:
        lines.append(words("sender.receipt"))
    if view.invented:
        lines.append(words("sender.invented"))
    return "\n".join(lines)


def _answer(view: AnswerView, words: Words, *, amounts: bool) -> list[str]:
    """What is known, in its state: the best price, or what a current one lacks, or nothing but the wish."""
    found, there = view.headline, view.outbound
    if found.state is AnswerState.PRICED:
        key = "sender.best_there" if there else "sender.best"
        best = words(key, provider=found.provider, place=found.place)
        lines = [best]
        if found.sent is not None:
            key = "sender.amounts_there" if there else "sender.amounts"
            lines.append(words(key, send=found.sent, received=found.received))
        lines += [] if found.checked is None else [found.checked]
        return [*lines, *(caution.written for caution in found.cautions)]
    lines = [] if view.wish is None or not amounts else [view.wish]
    if found.state is AnswerState.NONE:
        return lines + _whom_to_try(view, words)
    missing = [] if found.missing is None else [found.missing]
    return [*lines, found.label, *found.can[:1], *missing, *(one.written for one in found.cautions)]


def _whom_to_try(view: AnswerView, words: Words) -> list[str]:
    """The companies to try first, and the amount below which to keep asking, which is no amount of a wish."""
    names = () if view.companies is None else view.companies.to_try
    key = "sender.try_there" if view.outbound else "sender.try"
    said = [words(key, names=words.listed(names))] if names else []
    return said + ([view.keep_asking] if view.keep_asking is not None else [])
