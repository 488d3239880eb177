"""The shape of stacks and resolved uploads for the OpenAPI description."""

from rest_framework import serializers

from matrices.api.serializers import CheckSerializer, ColumnSerializer, ServiceHeadSerializer
from matrices.choices import Ownership
from matrices.detection import Status


def _names(help_text: str = "References of services: `aws/eks@auto-mode`") -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), help_text=help_text)


class OwnerCountsSerializer(serializers.Serializer[object]):
    provider = serializers.IntegerField()
    customer = serializers.IntegerField()
    shared = serializers.IntegerField()
    unknown = serializers.IntegerField()


class OwnersSerializer(serializers.Serializer[object]):
    provider = _names()
    customer = _names()
    shared = _names()
    unknown = _names()


class JobSerializer(serializers.Serializer[object]):
    ownership = serializers.ChoiceField(choices=[each.value for each in Ownership])
    provider_duty = serializers.CharField(allow_null=True)
    customer_duty = serializers.CharField(allow_null=True)
    services = _names()


class FoldedCheckSerializer(CheckSerializer):
    services = _names()


class FoldedDefaultSerializer(serializers.Serializer[object]):
    default_state = serializers.CharField()
    services = _names()


class StackRowSerializer(serializers.Serializer[object]):
    responsibility = serializers.CharField()
    layer = serializers.CharField()
    counts = OwnerCountsSerializer()
    owners = OwnersSerializer()
    jobs = JobSerializer(many=True)
    checks = FoldedCheckSerializer(many=True)
    defaults = FoldedDefaultSerializer(many=True)
    without_check = _names()


class OtherOptionSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    moves = _names("Responsibilities")


class LeftSettingSerializer(serializers.Serializer[object]):
    service = serializers.CharField()
    setting = serializers.CharField()
    default = serializers.CharField()
    others = OtherOptionSerializer(many=True)


class StackSerializer(serializers.Serializer[object]):
    services = ColumnSerializer(many=True)
    counts = OwnerCountsSerializer(help_text="Cells over all rows and services")
    rows = StackRowSerializer(many=True)
    patching = _names("Responsibilities that answer who patches what runs")
    settings_left = LeftSettingSerializer(many=True)


class TypeCountSerializer(serializers.Serializer[object]):
    type = serializers.CharField()
    count = serializers.IntegerField()


class ShownOptionSerializer(serializers.Serializer[object]):
    option = serializers.CharField()
    resource_count = serializers.IntegerField()
    resources = _names("At most 20 addresses")


class FindingSerializer(serializers.Serializer[object]):
    slug = serializers.CharField()
    default = serializers.CharField()
    status = serializers.ChoiceField(choices=[each.value for each in Status])
    shown = ShownOptionSerializer(many=True)


class ServiceInUseSerializer(ServiceHeadSerializer):
    references = _names()
    resource_count = serializers.IntegerField()
    types = TypeCountSerializer(many=True)
    settings = FindingSerializer(many=True)


class UnknownTypeSerializer(TypeCountSerializer):
    closest_type = serializers.CharField(allow_null=True)
    closest_service = serializers.CharField(allow_null=True)


class SetAsideSerializer(TypeCountSerializer):
    note = serializers.CharField()


class ResolvedSerializer(serializers.Serializer[object]):
    format = serializers.CharField()
    resource_count = serializers.IntegerField()
    services = ServiceInUseSerializer(many=True)
    unknown = UnknownTypeSerializer(many=True)
    set_aside = SetAsideSerializer(many=True)
    unread_lines = serializers.ListField(child=serializers.IntegerField())
    left_out = _names()
    stack = StackSerializer()
