"""Fifty and two hundred people at once, in the week of the deadline (``make load``).

``world.py`` runs in Odoo: it chooses people of the data set, gives them a password, writes who they
are and what they read into a file, and looks afterwards whether anything was lost.
``locustfile.py`` runs in Locust, in a Python environment of its own: it knows Odoo only by HTTP.
"""
