"""Odoo's command line as a script: a server of several processes starts itself again by its path,
which ``python -m odoo`` does not stand."""

import odoo.cli

odoo.cli.main()
