"""The practice identity provider's parts: who may ask, logins in a browser and on a device, tokens and their end."""
