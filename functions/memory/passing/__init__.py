"""What shoppers state in passing: what a model is asked, and how far it is believed. Pure."""
