"""A report as `rail_event.schema.json` has it."""

from __future__ import annotations

from typing import Any

from storage.records import OrganisationRole, PlaceRole, Quantity, Report


def names_in(report: Report, role: OrganisationRole) -> list[str]:
    """Names of the organisations in a role, in order."""
    return [mention.name for mention in report.organisations if mention.role == role]


def place_in(report: Report, role: PlaceRole) -> list[str]:
    """Names of the places in a role, in order."""
    return [mention.name for mention in report.places if mention.role == role]


def quantity_record(quantity: Quantity) -> dict[str, Any]:
    """A figure with its role; the unit only for money."""
    record: dict[str, Any] = {
        "role": quantity.role.value,
        "value": quantity.value,
        "max": quantity.max,
        "qualifier": quantity.qualifier.value,
    }
    return {**record, "unit": quantity.unit} if quantity.unit else record


def to_record(report: Report) -> dict[str, Any]:
    """The event as one object of the schema; slots without a value are null or empty."""
    train = report.train
    return {
        "type": report.type.value,
        "factuality": report.factuality.value,
        "start": report.start,
        "end": report.end,
        "recurrence": report.recurrence,
        "origin": next(iter(place_in(report, PlaceRole.ORIGIN)), None),
        "destination": next(iter(place_in(report, PlaceRole.DESTINATION)), None),
        "location": place_in(report, PlaceRole.LOCATION),
        "countries": list(report.countries),
        "operators": names_in(report, OrganisationRole.OPERATOR),
        "agencies": names_in(report, OrganisationRole.AGENCY),
        "sources": names_in(report, OrganisationRole.SOURCE),
        "train": {
            "name": train.name,
            "number": train.number,
            "kind": train.kind.value if train.kind else None,
        },
        "quantities": [quantity_record(quantity) for quantity in report.quantities],
        "cause": report.cause,
        "evidence": [{"start": span.start, "end": span.end} for span in report.evidence],
        "confidence": round(report.confidence, 3),
    }
