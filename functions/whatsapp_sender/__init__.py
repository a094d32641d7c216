"""Sends answers on WhatsApp and follows what becomes of them."""
