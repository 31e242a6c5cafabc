"""The colours of pictures, light and dark, and the shapes that say the same without colour."""

from dataclasses import dataclass

from channels.terms import Channel, InformalKind

Kind = Channel | InformalKind


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme as hex values; `parts` = from the sender, hidden in the rate, on receipt.

    `accent` is the page's one green, for what a picture is about where no kind of road is meant; `other` is
    the grey of what stands beside it.
    """

    paper: str
    ink: str
    quiet: str
    grid: str
    accent: str
    other: str
    kinds: dict[Kind, str]
    parts: tuple[str, str, str]

    def of(self, kind: Kind | None) -> str:
        """A road's colour; plain ink where its kind is not known."""
        return self.ink if kind is None else self.kinds[kind]


LIGHT = Palette(
    paper="#FCFBF8",
    ink="#0A1217",
    quiet="#5B5548",
    grid="#DDD9CE",
    accent="#0B6B5D",
    other="#8C8677",
    kinds={
        Channel.BANK: "#0B5CAD",
        Channel.POST_OFFICE: "#B45309",
        Channel.TRANSFER_SYSTEM: "#7A3E9D",
        Channel.DIGITAL: "#0B6B5D",
        InformalKind.CARRIED: "#5B5548",
        InformalKind.UNLICENSED: "#3D3D3D",
    },
    parts=("#1F6F8B", "#C2410C", "#6D5BA6"),
)
DARK = Palette(
    paper="#101A20",
    ink="#F3F1EA",
    quiet="#B9B2A3",
    grid="#33434C",
    accent="#5CC9B4",
    other="#8A959C",
    kinds={
        Channel.BANK: "#6FB1F0",
        Channel.POST_OFFICE: "#F2A65A",
        Channel.TRANSFER_SYSTEM: "#C99BE6",
        Channel.DIGITAL: "#5CC9B4",
        InformalKind.CARRIED: "#B9B2A3",
        InformalKind.UNLICENSED: "#D6D6D6",
    },
    parts=("#7CC4DD", "#F59E72", "#B9A9E6"),
)
MARKERS: dict[Kind | None, str] = {
    Channel.BANK: "square",
    Channel.POST_OFFICE: "diamond",
    Channel.TRANSFER_SYSTEM: "circle",
    Channel.DIGITAL: "triangle-up",
    InformalKind.CARRIED: "cross",
    InformalKind.UNLICENSED: "x",
    None: "star",
}
"""One shape for each kind of road."""
PATTERNS = ("", "/", "x")
"""The hatching of the three parts of a cost, in their order."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""How the lines of a picture differ, in their order."""


def palette(scheme: str | None) -> Palette:
    """The colours of a theme, "light" or "dark".

    Where it is not known the light ones: a picture has its own paper, so that they hold on any page.
    """
    return DARK if scheme == "dark" else LIGHT
