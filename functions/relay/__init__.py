"""The net under everything."""
