"""Find services, duties and cells by what people call them: one ranked answer for page and API.

The database finds candidates (`names`, `texts`, `cells`), `scoring` puts them in order; what is
told of a cell (`told`) is read for those that are shown.
"""

from matrices.search.cells import told
from matrices.search.reading import search, suggest

__all__ = ["search", "suggest", "told"]
