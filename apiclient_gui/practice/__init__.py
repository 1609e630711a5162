"""The practice gateway: an imitation of API Gateway on loopback that judges requests with its own code."""
