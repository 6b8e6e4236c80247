"""The article that the examples of several rules put furniture around."""

STORY = (
    "The old ferry will sail again in June because the town found the money for a new engine and a second crew.\n\n"
    "Passengers had waited for it since the winter, when ice broke the hull and nobody could pay for the repair.\n"
)
"""Two paragraphs of running prose."""
