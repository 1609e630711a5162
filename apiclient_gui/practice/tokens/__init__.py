"""Tokens on the gateway's side: keys, issuing and checking, with PyJWT and not with the client's code."""
