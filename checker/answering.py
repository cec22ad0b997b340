"""Answering: what the entry points say, and their exit codes."""
import contextlib, os, sys

def complain(text):
    with contextlib.suppress(OSError):
        if sys.stderr:  # None where it is closed
            print(text, file=sys.stderr, flush=True)

def speak(main, arguments):
    """The exit code of main: 1 where the reader has gone before the end, 2 where the answer cannot be written."""
    if sys.stdout:
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files need not be text
    try:
        code = main(arguments)
        print(end="", flush=True)
        return code
    except BrokenPipeError:
        code, why = 1, None
    except OSError as error:
        code, why = 2, error
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at the end
    if why:
        complain(f"error: standard output: {why}")
    return code
