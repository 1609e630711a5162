"""Current credentials of an identity: obtain, refresh once at a time, forget; the driver of logins."""
