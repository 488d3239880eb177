"""Lists come in pages; a page number or size that makes no sense is an error, never ignored."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from catalog.api.problems import BadParameter


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
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= self.max_page_size):
            detail = f"page_size: a whole number from 1 to {self.max_page_size}."
            raise BadParameter([{"parameter": "page_size", "detail": detail}])
        return int(text)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        text = request.query_params.get("page", "1")
        if not (text.isascii() and text.isdigit() and int(text[:9]) >= 1):
            detail = "page: a whole number, counted from 1."
            raise BadParameter([{"parameter": "page", "detail": detail}])
        return super().paginate_queryset(queryset, request, view)

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
