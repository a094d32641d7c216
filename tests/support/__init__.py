"""Hand-written stand-ins and drivers that several test files use."""
