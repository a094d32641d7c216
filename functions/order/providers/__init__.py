"""Payment providers and carriers, each kind behind one interface."""
