"""What the Tokens page and the Token tab are made of."""
