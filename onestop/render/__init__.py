"""What is depicted: facts in, bytes or text out."""
