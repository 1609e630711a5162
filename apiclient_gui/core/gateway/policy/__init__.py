"""The policy language: reading a document and deciding by it."""
