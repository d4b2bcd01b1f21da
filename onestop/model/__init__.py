"""Columns, constraints, and the sentence that defines each noun."""
