"""Candidates by name, and what a mistyped word may have meant."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Collate, Length

from catalog.models import SearchGram, SearchName, SearchWord
from catalog.words import closest_word, first_gram, grams_of, grams_to_share, stem
from matrices.search.query import Query
from matrices.search.texts import TextGroup, text_places

MOST_NAMES = 200
MOST_MENDED = 4
SHORTEST_PREFIX = 2


def find_names(query: Query) -> list[SearchName]:
    """Names that are a part of the query, start with it, or have all of its words."""
    if not query.terms:
        return []
    wanted = Q(key__in=list(query.spans))
    if len(query.key) >= SHORTEST_PREFIX:
        wanted |= Q(key__startswith=query.key)
        wanted |= _with_all_words(query.terms)
    return list(SearchName.objects.filter(wanted).order_by(*_nearest_first("key"))[:MOST_NAMES])


def corrections(query: Query) -> dict[str, str]:
    """For each word that stands nowhere in the catalogue, the word of a name that is closest."""
    mended = {}
    for term in query.terms[:MOST_MENDED]:
        if not _is_known(term) and (closest := closest_word(term, _similar_words(term))):
            mended[term] = closest
    return mended


def _with_all_words(terms: Iterable[str]) -> Q:
    condition = Q()
    for term in terms:
        having = SearchWord.objects.filter(word__in=_words_from(stem(term)).values("word"))
        condition &= Q(pk__in=having.values("name"))
    return condition


def _words_from(beginning: str) -> QuerySet[SearchGram]:
    """The words of names that begin so, each once; by their first letter, which has an index."""
    return SearchGram.objects.filter(gram=first_gram(beginning), word__startswith=beginning)


def _is_known(term: str) -> bool:
    if _words_from(stem(term)).exists():
        return True
    if SearchName.objects.filter(key__startswith=term).exists():
        return True
    return any(text_places([[stem(term)]], group, 1) for group in TextGroup)


def _similar_words(term: str) -> list[str]:
    """Words that share as many pairs of letters with `term` as slips leave whole."""
    return list(
        SearchGram.objects.filter(gram__in=sorted(grams_of(term)))
        .values("word")
        .annotate(shared=Count("pk"))
        .filter(shared__gte=grams_to_share(term))
        .order_by("-shared", *_nearest_first("word"))
        .values_list("word", flat=True)[:MOST_NAMES]
    )


def _nearest_first(column: str) -> list[Length | Collate]:
    """Short ones first, then by bytes: no database's own alphabet."""
    bytewise = "C" if connection.vendor == "postgresql" else "BINARY"
    return [Length(column), Collate(F(column), bytewise)]
