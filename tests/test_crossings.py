"""A field that crosses a service may be missing; what stands beside it may not."""

from tests.support.crossings import crossings


def test_a_field_that_crosses_a_service_costs_its_own_item_at_most() -> None:
    """Either it is nullable, or the object is, wherever the other service hands one out."""
    found = crossings()
    assert {"Product.stock", "Product.configurable", "User.role"} <= {crossing.name for crossing in found}
    lost = {
        f"{place.name} is lost with {crossing.name}"
        for crossing in found
        if not crossing.nullable
        for place in crossing.places
        if not place.alone
    }
    assert lost == set()
