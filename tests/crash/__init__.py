"""Odoo and PostgreSQL, killed in the middle of each kind of work: ``python -m tests.crash``.

A real server (as in production: workers, scheduled actions, mail) on a PostgreSQL of its own,
used over HTTP by people of each role. Whoever was killed is started again, and then the database
must be in the state before the act or in the state after it, never between.

``machines.py``    the servers: PostgreSQL, Odoo, mail
``agency.py``      the people, and what they have before an act
``web.py``         a person at a browser
``traces.py``      all that an act leaves in the database: what is compared
``operations.py``  the acts of people; ``crons.py`` the work of scheduled actions
``checks.py``      what must hold after each kill
``trial.py``       one kill, from the state before to the look at what is left
"""
