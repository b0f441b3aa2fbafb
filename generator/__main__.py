"""The command ``jifen``, also as ``python -m generator``."""

import signal


def run() -> None:
    """Run it; a Ctrl+C before anything has begun ends it as quietly as any other program."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from generator.command.main import main  # noqa: PLC0415 - half a second in which nothing is at stake

    main(prog_name="jifen")


if __name__ == "__main__":
    run()
