"""The other side's rules, for the practice gateway and for explaining what a real one does."""
