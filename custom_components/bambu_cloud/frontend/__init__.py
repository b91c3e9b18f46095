"""The dashboard and the cards, and how Home Assistant's frontend gets them."""

from .registration import (
    async_offer_frontend,
    async_serve_frontend,
    async_withdraw_frontend,
)

__all__ = ["async_offer_frontend", "async_serve_frontend", "async_withdraw_frontend"]
