"""Value objects shared by events, records and REST bodies."""
