"""What logins to Amazon Cognito share: an app client of a user pool, its challenges, and what it refuses."""
