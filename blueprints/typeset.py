"""The process that sets one paper, run as a file of its own: what to set comes as JSON on the
standard input, the PDF (or its first page as a picture) goes to the standard output. Typst keeps
what it has set for the next paper; a long register would cost the web process some hundred
megabytes for good."""

import json
import sys


def main() -> None:
    import typst

    told = json.load(sys.stdin)
    paper = typst.compile(
        told["source"].encode(),
        root=told["root"],
        sys_inputs={"data": told["data"]},
        ignore_system_fonts=True,  # the wheel's own: the same paper on every machine
        **told["how"],
    )
    sys.stdout.buffer.write(paper[0] if isinstance(paper, list) else paper)  # of pictures the first


if __name__ == "__main__":
    main()
