"""What is decided: plain values in, a value or a refusal out."""
