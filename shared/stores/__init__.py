"""Where records live: MongoDB, or memory in tests, behind one protocol."""
