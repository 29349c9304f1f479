"""The validation of picture URLs."""

from collections.abc import Mapping

from service_kit.images import allow_hosts
from service_kit.process.service import Service

from admin_service.settings import AdminSettings


def image_rule(service: Service) -> Mapping[str, object]:
    """Returns the validation context for input with picture URLs."""
    settings = service.settings
    assert isinstance(settings, AdminSettings)
    return allow_hosts(settings.allowed_image_hosts)
