"""The conversation: one record decides who speaks. Used by the seller and by the hand-off."""
