"""IAM Identity Center as steps of a login: a session is confirmed in the browser and gives keys of accounts and roles.

Source: IAM Identity Center OIDC API Reference (RegisterClient, StartDeviceAuthorization, CreateToken), IAM Identity
Center Portal API Reference (ListAccounts, ListAccountRoles, GetRoleCredentials), RFC 8628.
"""
