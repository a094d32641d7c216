"""Evaluates sellers that think with a real model (docs/evaluation.md)."""
