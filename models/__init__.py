"""The whole domain. Nothing in here knows a request."""
