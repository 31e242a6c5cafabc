"""A workbook as large as the published one, with its quirks in their proportion.

`python -m tests.benchmarks.rpw_by_lot FILE` writes it.
"""

import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.workbooks import Formula, a_service, write_workbook

OLD_ROWS, NEW_ROWS = 49_491, 204_469
FORMULAS = 6_690
SENDING = (
    "RUS DEU ITA AUT CHE USA GBR FRA ESP ARE SAU QAT KWT CAN AUS JPN SGP KOR NLD BEL SWE NOR ZAF TUR KAZ"
)
RECEIVING = (
    "AZE GEO ARM MDA UKR UZB KGZ TJK KAZ BLR ALB SRB BIH MKD KSV TUR IND PAK BGD NPL LKA PHL VNM IDN "
    "THA CHN EGY MAR TUN DZA LBN JOR YEM SYR NGA GHA KEN UGA TZA RWA ETH SOM SEN MLI CIV CMR COD ROM "
    "BGR POL MEX GTM HND SLV NIC DOM HTI JAM COL PER ECU BOL BRA PRY"
)
CORRIDORS = 367
TYPES = (
    ["Money Transfer Operator"] * 81
    + ["Bank"] * 15
    + ["MTO / Post office", "MTO / Post Office", "Post office"]
    + ["Bank / MTO", "Mobile Operator", "Non-Bank FI"]
)
SPEEDS = (
    ["Less than one hour"] * 50
    + ["Same day"] * 14
    + ["Next day"] * 11
    + ["2 days"] * 13
    + ["3-5 days"] * 11
    + ["6 days or more"]
)
INSTRUMENTS = (
    ["Cash"] * 32
    + ["Bank account transfer"] * 29
    + ["Debit card"] * 12
    + ["Credit Card"] * 8
    + ["Debit/credit card", "Bank account transfer,Debit/credit card", "Credit card", "Mobile money"]
)
POINTS = ["Internet"] * 50 + ["Agent"] * 34 + ["Bank branch", "Bank branch,Call Center", "Call Center"]
PICKUPS = ["Cash"] * 58 + ["Bank account"] * 35 + ["Mobile wallet", "Own/partner bank account", "Debit card"]
OLD_QUARTERS = [
    *(f"{year}_{quarter}Q" for year in (2011, 2012) for quarter in (1, 3)),
    *(f"{year}_{quarter}Q" for year in (2013, 2014, 2015) for quarter in (1, 2, 3, 4)),
    "2016_1Q",
]
NEW_QUARTERS = [
    f"{year}_{quarter}Q"
    for year in range(2016, 2026)
    for quarter in (1, 2, 3, 4)
    if (2016, 1) < (year, quarter) < (2025, 4) and (year, quarter) != (2025, 2)
]
AS_TEXT, AS_DATES = ("2024_3Q", "2024_4Q"), ("2025_1Q", "2025_3Q")


def rows(count: int, quarters: list[str], lot: random.Random) -> Iterator[dict[str, Any]]:
    """Services by lot, spread evenly over the quarters."""
    plain = a_service()
    pairs = [(a, b) for a in SENDING.split() for b in RECEIVING.split() if a != b]
    corridors = random.Random(CORRIDORS).sample(pairs, CORRIDORS)
    formulas = FORMULAS / (OLD_ROWS + NEW_ROWS)
    for number in range(count):
        period = quarters[number * len(quarters) // count]
        sending, receiving = lot.choice(corridors)
        late = period > "2021_4Q"
        disclosed = late or lot.random() > 0.1
        fee = round(lot.uniform(0, 20), 2)
        margin = round(lot.gauss(2, 1.5), 2) if disclosed and lot.random() > 0.1 else 0.0
        total, total_500 = round(fee / 2 + margin, 2), round(fee / 5 + margin, 2)
        if lot.random() < 0.0004:
            total += 1.5
        figures: dict[str, Any] = {
            "cc1 lcu amount": 200.0,
            "cc1 denomination amount": 200.0,
            "cc1 lcu fee": fee,
            "cc1 lcu fx rate": round(lot.uniform(0.5, 100), 4) if disclosed else 1.0,
            "cc1 fx margin": margin,
            "cc1 total cost %": total,
            "cc2 lcu amount": 500.0,
            "cc2 denomination amount": 500.0,
            "cc2 lcu fee": fee,
            "cc2 lcu fx rate": round(lot.uniform(0.5, 100), 4) if disclosed else 1.0,
            "cc2 fx margin": margin,
            "cc2 total cost %": "" if lot.random() < 0.004 else total_500,
            "inter lcu bank fx": round(lot.uniform(0.5, 100), 4),
        }
        if period in AS_TEXT:
            figures = {column: f"{value:.2f}" if value != "" else "" for column, value in figures.items()}
        elif lot.random() < formulas:
            figures["cc1 total cost %"] = Formula("=1+1", total)
        day: Any = f"{lot.randint(1, 28):02d}/Nov/{period[:4]}"
        if period in AS_DATES:
            day = date(int(period[:4]), 8, lot.randint(1, 28))
        yield (
            plain
            | figures
            | {
                "id": 100_000 + number,
                "period": period,
                "source_code": sending,
                "source_name": f"Country {sending}",
                "destination_code": receiving,
                "destination_name": f"Country {receiving}",
                "firm": f"Firm {lot.randint(1, 1_200)}",
                "firm_type": lot.choice(TYPES),
                "payment instrument": lot.choice(INSTRUMENTS),
                "access point": lot.choice(POINTS),
                "speed actual": lot.choice(SPEEDS),
                "transparent": ("Yes" if period in AS_DATES else "yes") if disclosed else "no",
                "Standard Note": "Exchange rate is not transparent" if not disclosed else "",
                "pickup location": "Nationwide" if lot.random() > 0.57 else "",
                "pickup method": lot.choice(PICKUPS),
                "date": day,
                "corridor": sending + receiving.replace("KSV", "XKX"),
            }
        )


def write(path: Path, *, share: float = 1.0, seed: int = 7) -> Path:
    """The whole workbook, or a share of its rows; the same for the same seed."""
    lot = random.Random(seed)
    old = rows(int(OLD_ROWS * share), OLD_QUARTERS, lot)
    new = rows(int(NEW_ROWS * share), NEW_QUARTERS, lot)
    return write_workbook(path, new, old, helpers=2)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
