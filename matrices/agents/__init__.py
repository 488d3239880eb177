"""The catalogue for language models: answers that carry their conditions, origin and sources."""
