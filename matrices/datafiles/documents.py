"""The typed form of every file kind under `fixtures/`.

These types are the single source of three things: what the reader accepts, what the importer
receives and the JSON Schemas that editors use. A file's path is its identifier and is never
repeated inside it.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from matrices.choices import Basis, CheckTool, Ownership

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG_PATTERN, max_length=80)]
ServiceId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=120)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$", max_length=500)]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
AsOf = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|undated)$")]
AttributePath = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$", max_length=200)
]
Order = Annotated[StrictInt, Field(ge=0, le=1_000_000)]
StatedOwnership = Literal[
    Ownership.PROVIDER, Ownership.CUSTOMER, Ownership.SHARED, Ownership.NOT_APPLICABLE
]


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a name that stands twice."""
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PydanticCustomError("twice", "'{name}' stands twice; keep one", {"name": twice[0]})
    return names


Names = Annotated[
    tuple[Line, ...], AfterValidator(_each_once), Field(json_schema_extra={"uniqueItems": True})
]


class Document(BaseModel):
    """Base of all file types: unknown keys are errors, values are never changed after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Document):
    """A text that was read. `as_of` is the date of that text, `undated` where it carries none."""

    url: Url
    title: Line
    publisher: Line
    as_of: AsOf
    licence: Line | None = None


class Citation(Document):
    """Where in a source a claim stands. `source` is a key of the file's or provider's `sources`."""

    source: Slug
    locator: Line
    read_on: Day


class Caveat(Document):
    """An asterisk: a condition and what follows from it."""

    when: Line
    text: Prose
    option: Slug | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None


class Check(Document):
    """How the customer knows. `id` is the tool's exact identifier or, for `cli`, the command."""

    tool: CheckTool
    id: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None
    how: Prose | None = None


class Item(Document):
    """What one level says about one responsibility; what it leaves out is inherited."""

    ownership: StatedOwnership
    basis: Basis = Basis.INFERRED
    provider_duty: Prose | None = None
    customer_duty: Prose | None = None
    default_state: Prose | None = None
    caveats: tuple[Caveat, ...] = ()
    checks: tuple[Check, ...] = ()
    blast_radius: Prose | None = None
    recovery: Prose | None = None
    citations: tuple[Citation, ...] = ()
    verified_on: Day | None = None


TESTS = ("equals", "one_of", "none_of", "starts_with", "contains", "at_least", "present")


def _with_one_test(*further: str) -> dict[str, Any]:
    """What JSON Schema can say about `exactly one test`."""
    return {"oneOf": [{"required": [name]} for name in (*TESTS, *further)]}


class Test(Document):
    """What the value at an attribute must be. Text is compared without regard to case.

    `one_of` and `none_of` name whole values, `starts_with` and `contains` parts of text.
    `none_of` and `present: false` also hold where there is no value.
    """

    __test__ = False  # its name is no invitation to pytest

    equals: StrictBool | StrictInt | Line | None = None
    one_of: Names = ()
    none_of: Names = ()
    starts_with: Line | None = None
    contains: Line | None = None
    at_least: StrictInt | None = None
    present: StrictBool | None = None

    @property
    def tests(self) -> tuple[str, ...]:
        """The names of the tests that are given."""
        return tuple(name for name in TESTS if getattr(self, name) not in (None, ()))


class Condition(Test):
    """A test of one attribute; a list on the way holds where one of its entries does."""

    model_config = ConfigDict(json_schema_extra=_with_one_test())

    attribute: AttributePath

    @model_validator(mode="after")
    def _one_test(self) -> Self:
        if len(self.tests) != 1:
            raise PydanticCustomError("one_test", "needs exactly one of {tests}", _TESTS)
        return self


class Detection(Test):
    """What in infrastructure code or an inventory shows that an option is chosen.

    Without an attribute the existence of such a resource is enough. `also` must hold as well.
    `configures` is the type of the resource that it says something about, where that is another
    (`aws_s3_bucket_versioning` configures `aws_s3_bucket`).
    """

    type: Line
    attribute: AttributePath | None = None
    also: tuple[Condition, ...] = ()
    configures: Line | None = None

    @model_validator(mode="after")
    def _one_test_per_attribute(self) -> Self:
        if len(self.tests) != (self.attribute is not None):
            raise PydanticCustomError(
                "one_test", "needs an attribute with exactly one of {tests}, or neither", _TESTS
            )
        return self


_TESTS = {"tests": ", ".join(TESTS)}


class Option(Document):
    """One choice of a setting; `items` are the cells it moves against the service as it comes."""

    name: Line
    summary: Prose | None = None
    detect: Line | None = Field(
        default=None, description="Resource attribute that reveals the option, with its value"
    )
    detect_when: tuple[Detection, ...] = Field(
        default=(), description="The same for tools: any of these reveals the option"
    )
    since: PartialDate | None = None
    at_customer_site: bool = Field(
        default=False, description="The hardware stands in the customer's own building"
    )
    items: dict[Slug, Item] = Field(default_factory=dict)


class Setting(Document):
    """What the customer can choose about a service. Options of one setting exclude each other."""

    name: Line
    question: Line | None = None
    default: Slug
    options: dict[Slug, Option]


class ResourceTypes(Document):
    """What the service is called in infrastructure code and inventories."""

    terraform: Names = ()
    cloudformation: Names = ()
    arm: Names = ()
    asset_inventory: Names = ()


class TypeWithCondition(Document):
    """A type that belongs to the service only where the condition holds."""

    type: Line
    when: Condition


class ResourceTypeMap(Document):
    """`resource-types/<name>.yaml`: types beside the few that a service's own file names.

    `no_service` holds types that stand for nothing at a provider, each with the reason.
    """

    vocabulary: Literal["terraform", "cloudformation", "arm", "asset_inventory", "arn"]
    services: dict[ServiceId, tuple[Line | TypeWithCondition, ...]] = Field(default_factory=dict)
    no_service: dict[Line, Line] = Field(default_factory=dict)


class Service(Document):
    """`providers/<provider>/services/<service>.yaml`"""

    name: Line
    summary: Prose
    tier: Slug
    vendor_tier: Line | None = Field(
        default=None, description="What the provider itself calls the kind of service"
    )
    family: Slug
    also_in_families: tuple[Slug, ...] = ()
    aliases: tuple[Line, ...] = ()
    docs: tuple[Url, ...] = ()
    resource_types: ResourceTypes = ResourceTypes()
    sources: dict[Slug, Source] = Field(default_factory=dict)
    not_applicable: tuple[Slug, ...] = ()
    items: dict[Slug, Item] = Field(default_factory=dict)
    settings: dict[Slug, Setting] = Field(default_factory=dict)


class Provider(Document):
    """`providers/<provider>/provider.yaml`; its `sources` can be cited by all of its services."""

    name: Line
    short_name: Line
    summary: Prose
    order: Order
    website: Url | None = None
    model_name: Line | None = None
    model_url: Url | None = None
    sources: dict[Slug, Source] = Field(default_factory=dict)
    moved_services: dict[Slug, ServiceId] = Field(
        default_factory=dict, description="Old service name: the address it moved to"
    )


class Tier(Document):
    """`tiers/<tier>.yaml`: the defaults that its services start from, one per responsibility."""

    name: Line
    short_name: Line
    order: Order
    summary: Prose
    vendor_terms: dict[Slug, Line] = Field(default_factory=dict)
    sources: dict[Slug, Source] = Field(default_factory=dict)
    items: dict[Slug, Item]


class KnownDifference(Document):
    """Where equivalent services are known to differ although the owner may be the same."""

    responsibility: Slug
    services: tuple[ServiceId, ...]
    text: Prose
    basis: Basis = Basis.INFERRED
    citations: tuple[Citation, ...] = ()


class Family(Document):
    """`families/<family>.yaml`: equivalent services and the words they have in common."""

    name: Line
    summary: Prose
    order: Order
    compare_responsibilities: tuple[Slug, ...] = ()
    sources: dict[Slug, Source] = Field(default_factory=dict)
    not_applicable: tuple[Slug, ...] = ()
    items: dict[Slug, Item] = Field(default_factory=dict)
    known_differences: tuple[KnownDifference, ...] = ()


class Layer(Document):
    """A group of responsibilities; order 1 is the building."""

    name: Line
    order: Order
    summary: Prose


class Layers(Document):
    """`layers.yaml`"""

    layers: dict[Slug, Layer]


class Responsibility(Document):
    """One duty, phrased as a question, with its controls per framework."""

    name: Line
    layer: Slug
    question: Line
    why_it_matters: Prose
    terms: tuple[Line, ...] = ()
    controls: dict[Slug, Names] = Field(default_factory=dict)


class Responsibilities(Document):
    """`responsibilities.yaml`; the order in the file is the order on every page."""

    responsibilities: dict[Slug, Responsibility]


class Framework(Document):
    """`frameworks/<framework>.yaml`; control titles only where the framework's licence allows."""

    name: Line
    version: Line
    publisher: Line
    url: Url
    licence: Line
    order: Order
    controls: dict[Line, Line | None]
