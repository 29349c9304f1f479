"""Sessions, sign-in, and the limits of login attempts."""
