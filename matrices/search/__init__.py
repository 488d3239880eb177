"""Find services, duties and cells by what people call them: one ranked answer for page and API.

The database finds candidates (`names`, `texts`, `cells`), `scoring` puts them in order.
"""

from matrices.search.reading import search, suggest

__all__ = ["search", "suggest"]
