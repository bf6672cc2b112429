"""What a program shows on a terminal, to the last byte.

A terminal whose programs have all ended may say so before it has handed over what they wrote last. So this side keeps the
terminal open, and ends the output itself.
"""

import os
import pty
import subprocess
import threading

END = b"<the program has ended>"


def shown(arguments, folder, environment, columns=80, errors=subprocess.STDOUT):
    """What a program writes to a terminal, and its exit status. `errors` is where its standard error goes."""
    screen, side = pty.openpty()
    subprocess.run(["stty", "cols", str(columns)], stdin=side, check=True)
    process = subprocess.Popen(
        [*map(str, arguments)], cwd=folder, env=environment, stdin=side, stdout=side, stderr=errors
    )
    end = threading.Thread(target=lambda: (process.wait(), os.write(side, END)))
    end.start()
    output = b""
    while not output.endswith(END):
        output += os.read(screen, 1 << 16)
    end.join()
    os.close(side)
    os.close(screen)
    return output.removesuffix(END).decode().replace("\r\n", "\n"), process.returncode
