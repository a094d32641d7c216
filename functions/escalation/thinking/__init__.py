"""What a model is asked for the desk, and what of its answer an agent is shown. Pure."""
