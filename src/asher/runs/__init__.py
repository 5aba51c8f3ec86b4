"""The one way to run anything in parts: what decides its bytes, and where they are kept."""
