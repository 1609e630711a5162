"""Parts of the dialog of an environment."""
