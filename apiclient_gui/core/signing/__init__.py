"""What the schemes of the SigV4 family share: for what is signed, which headers, which payload hash, and the signature."""
