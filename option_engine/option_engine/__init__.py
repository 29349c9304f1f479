"""Choices with rules, as pure functions of numbers. Both services use it; it imports nothing of theirs."""
