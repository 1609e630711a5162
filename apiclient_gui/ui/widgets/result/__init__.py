"""Parts of the result panel: what came back, what was sent, how it was signed, how long it took."""
