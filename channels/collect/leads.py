"""What a reader sends the stewards of a told price: figures, country, day, and the provider if it is ours."""

from datetime import date

from pydantic import ValidationError

from channels.dataset.dataset import Dataset
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from channels.records.entries import Lead


def lead(told: ReaderQuote, transfer: Transfer, data: Dataset, today: date, *, charged: bool) -> Lead | None:
    """The lead for the stewards; the typed name goes along only where it is a known provider's.

    None where no figure was told, or none that a price can have.
    """
    try:
        return Lead(
            corridor=transfer.corridor.key,
            provider=_provider(told.name, data),
            amount=transfer.send,
            currency=transfer.currency,
            fee=told.fee,
            rate=told.rate,
            received=told.received if transfer.send is not None else None,
            pays=transfer.received_currency,
            day=today,
            charged=charged,
        )
    except ValidationError:
        return None


def _provider(name: str, data: Dataset) -> str | None:
    typed = name.casefold().strip()
    for provider in data.tables.providers:
        names = {provider.name.text_in(language).casefold() for language in ("az", "ru", "en")}
        if typed in names:
            return provider.id
    return None
