"""`python -m onestop.cli`."""

from onestop.cli import main

main()
