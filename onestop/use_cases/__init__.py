"""What is carried out, one transaction each."""
