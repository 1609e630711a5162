"""requests and urllib3, taught exact bytes, a clock by phase and a cancel at every stage; only transport uses it."""
