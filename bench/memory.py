"""``python -m bench.memory``: by how many MB the acts of one run let a process grow.

Reads the pickled acts from its input and writes the figure. A process of its own, since
memory that another run has freed would be taken again unseen.
"""

import pickle
import sys
from pathlib import Path

import odoo.modules.module
import odoo.tools


def get_memory(name):
    """Return what Linux tells of this process, in MB: VmRSS (in use now) or VmHWM (at most)."""
    # getrusage counts the process that started this one too
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)


def main():
    odoo.tools.config.parse_config([])
    odoo.modules.module.initialize_sys_path()
    acts = pickle.load(sys.stdin.buffer)
    before = get_memory("VmRSS")
    for act in acts:
        act()
    print(get_memory("VmHWM") - before)


if __name__ == "__main__":
    main()
