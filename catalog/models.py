"""What has a name: the axes of every matrix. The importer is the only writer of these tables."""

from django.db import models
from django.urls import reverse

from catalog.querysets import (
    ControlQuerySet,
    FamilyQuerySet,
    FrameworkQuerySet,
    ProviderQuerySet,
    ResponsibilityQuerySet,
    ServiceQuerySet,
)


class Provider(models.Model):
    """Who sells the services; `on-premises` is the baseline in which the customer owns all."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=300)
    summary = models.TextField()
    order = models.IntegerField()
    website = models.URLField(max_length=500, blank=True)
    model_name = models.CharField(max_length=300, blank=True)
    model_url = models.URLField(max_length=500, blank=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("provider", args=[self.slug])


class Tier(models.Model):
    """How much of the stack the provider runs; every service starts from its tier's defaults."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=300)
    summary = models.TextField()
    order = models.IntegerField()
    vendor_terms = models.JSONField(default=dict)

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("tier", args=[self.slug])


class Family(models.Model):
    """Services of different providers that do the same job and are worth comparing."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=300)
    summary = models.TextField()
    order = models.IntegerField()
    compare_responsibilities = models.JSONField(default=list)

    objects = FamilyQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("family", args=[self.slug])


class Service(models.Model):
    """One service of one provider. `identifier` is `<provider>/<service>` everywhere."""

    identifier = models.CharField(max_length=170, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="services")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=300)
    summary = models.TextField()
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, related_name="services")
    vendor_tier = models.CharField(max_length=300, blank=True)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="services")
    also_in_families = models.ManyToManyField(Family, related_name="further_services")
    aliases = models.JSONField(default=list)
    docs = models.JSONField(default=list)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["provider__order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "slug"], name="service_unique_in_provider")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service", args=self.identifier.split("/"))


class MovedService(models.Model):
    """An address that a service once had; requests for it are redirected for ever."""

    identifier = models.CharField(max_length=170, unique=True)
    target = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="old_addresses")

    def __str__(self) -> str:
        return f"{self.identifier} → {self.target_id}"


class Setting(models.Model):
    """Something the customer can choose about a service."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="settings")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=300)
    question = models.CharField(max_length=300, blank=True)
    order = models.IntegerField()

    class Meta:
        ordering = ["service", "order"]
        constraints = [
            models.UniqueConstraint(fields=["service", "slug"], name="setting_unique_in_service")
        ]

    def __str__(self) -> str:
        return self.name


class Option(models.Model):
    """One choice of a setting; exactly one of each setting is what a new resource gets."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="options")
    setting = models.ForeignKey(Setting, on_delete=models.CASCADE, related_name="options")
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    detect = models.CharField(max_length=300, blank=True)
    detect_when = models.JSONField(default=list)
    since = models.CharField(max_length=10, blank=True)
    at_customer_site = models.BooleanField(default=False)
    is_default = models.BooleanField()
    order = models.IntegerField()

    class Meta:
        ordering = ["setting__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["service", "slug"], name="option_unique_in_service"),
            models.UniqueConstraint(
                fields=["setting"],
                condition=models.Q(is_default=True),
                name="option_one_default_per_setting",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResourceType(models.Model):
    """What infrastructure code or an inventory calls a resource of the service.

    A type that stands for nothing at a provider has no service and a note that says why. `when` is
    the condition under which the type belongs to the service; empty: always.
    """

    class Vocabulary(models.TextChoices):
        TERRAFORM = "terraform"
        CLOUDFORMATION = "cloudformation"
        ARM = "arm"
        ASSET_INVENTORY = "asset_inventory"
        ARN = "arn"

    service = models.ForeignKey(
        Service, null=True, on_delete=models.CASCADE, related_name="resource_types"
    )
    vocabulary = models.CharField(max_length=20, choices=Vocabulary)
    name = models.CharField(max_length=300)
    when = models.JSONField(default=dict)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["vocabulary", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["vocabulary", "name", "service"], name="resource_type_unique_in_service"
            ),
            models.CheckConstraint(
                condition=models.Q(service__isnull=False) | ~models.Q(note=""),
                name="resource_type_without_service_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Layer(models.Model):
    """A group of responsibilities, from the building up to the contract."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=300)
    summary = models.TextField()
    order = models.IntegerField()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """One duty that somebody must carry, phrased as a question."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=300)
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="responsibilities")
    question = models.CharField(max_length=300)
    why_it_matters = models.TextField()
    terms = models.JSONField(default=list)
    order = models.IntegerField()
    controls: "models.ManyToManyField[Control, Control]" = models.ManyToManyField(
        "Control", related_name="responsibilities"
    )

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "responsibilities"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("responsibility", args=[self.slug])


class Framework(models.Model):
    """A published set of controls in one version."""

    slug = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=300)
    version = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    url = models.URLField(max_length=500)
    licence = models.CharField(max_length=300)
    order = models.IntegerField()

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("framework", args=[self.slug])


class Control(models.Model):
    """One control of a framework; the title is empty where the framework's licence keeps it."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="controls")
    identifier = models.CharField(max_length=300)
    title = models.CharField(max_length=300, blank=True)
    order = models.IntegerField()

    objects = ControlQuerySet.as_manager()

    class Meta:
        ordering = ["framework__order", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "identifier"], name="control_unique_in_framework"
            )
        ]

    def __str__(self) -> str:
        return f"{self.framework.slug} {self.identifier}"


class Source(models.Model):
    """A text that claims rest on. `as_of` is the date of the text, `undated` where it has none."""

    slug = models.SlugField(unique=True, max_length=80)
    url = models.URLField(max_length=500)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=300)
    as_of = models.CharField(max_length=10)
    licence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["publisher", "title", "slug"]
        constraints = [models.UniqueConstraint(fields=["url", "as_of"], name="source_unique_text")]

    def __str__(self) -> str:
        return self.title


class SearchName(models.Model):
    """A name under which the search finds something; `target` is what stands in its address.

    `key` is the name without case, spaces and signs. `service` is set where the name goes when the
    service goes. `order` is the provider's or the axis's own.
    """

    class Kind(models.TextChoices):
        FAMILY = "family"
        SERVICE = "service"
        OPTION = "option"
        RESPONSIBILITY = "responsibility"
        PROVIDER = "provider"
        TIER = "tier"
        FRAMEWORK = "framework"

    class Via(models.TextChoices):
        NAME = "name"
        ALIAS = "alias"
        IDENTIFIER = "identifier"
        RESOURCE_TYPE = "resource_type"

    service = models.ForeignKey(
        Service, null=True, on_delete=models.CASCADE, related_name="search_names"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    target = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    detail = models.CharField(max_length=300)
    name = models.CharField(max_length=300)
    via = models.CharField(max_length=20, choices=Via)
    key = models.CharField(max_length=300, db_index=True)
    order = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.name} → {self.target}"


class SearchWord(models.Model):
    """A word of a name."""

    name = models.ForeignKey(SearchName, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40, db_index=True)

    def __str__(self) -> str:
        return self.word


class SearchGram(models.Model):
    """A pair of letters of a word that stands in names; words with many equal pairs are alike."""

    word = models.CharField(max_length=40)
    gram = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gram", "word"], name="search_gram_unique_in_word")
        ]

    def __str__(self) -> str:
        return f"{self.gram} in {self.word}"
