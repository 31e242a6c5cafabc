"""Whether an account number of Azerbaijan is written right: its length, its country, its check digits."""

from enum import StrEnum

from components.i18n import Words

LENGTH, COUNTRY = 28, "AZ"


class AccountFault(StrEnum):
    """Why a number cannot be that of an account in Azerbaijan."""

    COUNTRY = "country"
    LENGTH = "length"
    DIGITS = "digits"


def account_fault(written: str) -> AccountFault | None:
    """What is wrong with an account number (IBAN), spaces and small letters aside; None where nothing is.

    A right one may still be somebody else's, or of a closed account.
    """
    from stdnum import iban  # noqa: PLC0415  it loads pydoc: loaded only when used
    from stdnum.exceptions import ValidationError  # noqa: PLC0415  as above

    number = _compact(written)
    if not number.startswith(COUNTRY):
        return AccountFault.COUNTRY
    if len(number) != LENGTH:
        return AccountFault.LENGTH
    try:
        iban.validate(number)
    except ValidationError:
        return AccountFault.DIGITS
    return None


def account_said(written: str, words: Words) -> tuple[bool, str]:
    """Whether the number is written right, and that in a sentence."""
    fault = account_fault(written)
    if fault is None:
        return True, words("account.right")
    return False, words(f"account.{fault}", written=words.number(len(_compact(written))))


def _compact(written: str) -> str:
    """The number without spaces, in capitals."""
    from stdnum import iban  # noqa: PLC0415  it loads pydoc: loaded only when used

    return iban.compact(written)
