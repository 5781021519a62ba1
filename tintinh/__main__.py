"""`python -m tintinh`."""

from tintinh import main

main()
