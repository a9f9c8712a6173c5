"""Sponsors' offers, and the day they end."""

from datetime import date

from pipeline.core.show import Sponsor


def offer_has_ended(sponsor: Sponsor, today: date) -> bool:
    """Whether the last day of the offer is over; `today` is in the show's zone."""
    return sponsor.ends is not None and date.fromisoformat(sponsor.ends) < today
