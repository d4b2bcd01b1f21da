"""What is remembered: select, lock, write, commit."""
