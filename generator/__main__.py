"""``python -m generator`` is the command ``jifen``."""

from generator.cli import main

main(prog_name="jifen")
