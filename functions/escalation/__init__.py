"""Between the sellers and the people who take over."""
