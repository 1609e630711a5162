"""Measurements beside their yardsticks, in one run: ratios hold on any computer, times do not."""
