"""`make bench`: what the shop costs, beside a yardstick measured in the same run."""
