"""What the make targets do: get Odoo 19 and PostgreSQL, run, test and lint.

Plain Python without third-party imports, so that it starts before anything is
installed. Only ``dev.inside`` runs in the virtual environment.
"""
