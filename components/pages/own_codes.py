"""What each page keeps in the address for itself: known to the others without loading it."""

SOURCES = ("part", "provider", "country", "topic")
FILTERS = ("direction", "quarter", "whom", "beside")
"""The filters of the page for policymakers."""
ASSUMED = ("flow_least", "flow_most", "moved_least", "moved_most", "post_price", "cap")
"""The figures of its what-if."""
POLICYMAKER = ("view", "gap", "by", "assumed", *FILTERS, "lever", *ASSUMED)
TRAINER = ("story", "length", "prices")
"""What the choice of a story keeps in the address."""
STEWARD = ("desk", "way", "road", "only", "firm")
