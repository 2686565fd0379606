"""`python -m bot` is `gomso`."""

from bot.cli import main

main(prog_name="gomso")
