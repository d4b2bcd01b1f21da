"""Queue and dossier system of the Vietnamese one-stop shop (một cửa)."""

__version__ = "0.1.0"
