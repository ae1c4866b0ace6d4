"""``python -m bench.build DATABASE [CYCLES [STAGE ...]]``: fill a database without a cycle."""

import sys
import time

import odoo.api
import odoo.modules.registry
import odoo.tools

CYCLES = 5000


def build(database, cycles=CYCLES, *stages):
    """Build the data set in ``database`` and print what there is."""
    registry = odoo.modules.registry.Registry(database)
    # It imports the app, which Odoo finds by now.
    from . import dataset

    begin = time.monotonic()
    with registry.cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        dataset.build(env, int(cycles), stages or dataset.RUNNING)
        cr.commit()
        counts = dataset.count(env)
    with registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
    for model, number in counts.items():
        print(f"{number:>9,} {model}")
    print(f"built in {time.monotonic() - begin:.0f} s")


if __name__ == "__main__":
    odoo.tools.config.parse_config(["-d", sys.argv[1], "--log-level=warn"], setup_logging=True)
    build(*sys.argv[1:])
