"""Whether an XLSForm is one that phones understand: pyxform turns it into the XForm that they load."""


class NoForm(Exception):
    """A workbook that is no whole form. `faults` are pyxform's own sentences, in English."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def as_xform(workbook: bytes) -> str:
    """The XForm of an XLSForm, as XML text. Raises `NoForm` for any fault, and for any warning too."""
    # Half a second that no other command needs.
    from pyxform.errors import PyXFormError  # noqa: PLC0415
    from pyxform.xls2xform import convert  # noqa: PLC0415

    warnings: list[str] = []
    try:
        made = convert(workbook, warnings=warnings, validate=False, file_type=".xlsx")
    except PyXFormError as error:
        raise NoForm((str(error),)) from error
    if warnings:
        raise NoForm(tuple(warnings))
    return str(made.xform)
