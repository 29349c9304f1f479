"""The pictures that this service accepts, by its settings."""

from collections.abc import Mapping

from service_kit.images import allow_hosts
from service_kit.process.service import Service

from admin_service.settings import AdminSettings


def image_rule(service: Service) -> Mapping[str, object]:
    """The validation context for input that holds addresses of pictures."""
    settings = service.settings
    assert isinstance(settings, AdminSettings)
    return allow_hosts(settings.allowed_image_hosts)
