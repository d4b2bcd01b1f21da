"""What is spoken outward."""
