"""Products: search, recommendations, stock, frequent questions."""
