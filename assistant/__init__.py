"""From question to cited answer."""
