"""Lists come in pages; a page number or size that makes no sense is an error, never ignored."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from catalog.api.problems import BadParameter

MOST_PAGES = 100_000


class CataloguePagination(PageNumberPagination):
    """`page` counts from 1; `page_size` is 1 to 500, 100 unless told."""

    page_size = 100
    invalid_page_message = "page: there is no page {page_number}."
    page_size_query_param = "page_size"
    max_page_size = 500

    def get_page_size(self, request: Request) -> int:
        text = request.query_params.get("page_size")
        if text is None:
            return self.page_size
        if not _is_number(text, self.max_page_size):
            detail = f"page_size: a whole number from 1 to {self.max_page_size}."
            raise BadParameter([{"parameter": "page_size", "detail": detail}])
        return int(text)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        text = request.query_params.get("page", "1")
        if not _is_number(text, MOST_PAGES):
            detail = f"page: a whole number from 1 to {MOST_PAGES}."
            raise BadParameter([{"parameter": "page", "detail": detail}])
        return super().paginate_queryset(queryset, request, view)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """With the bounds that are held."""
        bounds = {"page": MOST_PAGES, "page_size": self.max_page_size}
        return [
            {**each, "schema": {"type": "integer", "minimum": 1, "maximum": bounds[each["name"]]}}
            for each in super().get_schema_operation_parameters(view)
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """As OpenAPI 3.1 says it; the library still says `nullable`."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer"},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }


def _is_number(text: str, most: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= most
