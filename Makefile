# Every target is a command of the Python package dev/; see README.md.
# Variables: PORT, BIND, ODOO_PATH, PGHOST (run, test), T (test, screenshots), DB, ARGS, WORKERS (test),
# COMMIT (dump), KILLS, KINDS, SEED (crash).

PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: help setup run stop reset test bench lint fix i18n screenshots wheel dump bigarchive race walk access crash load

help:  ## this list
	@sed -n 's/^\([a-z0-9]*\):.*## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup:  ## only get Python packages, Odoo 19, PostgreSQL and an empty database
	@$(PYTHON) -m dev setup

run:  ## start the app with its demo agency on http://localhost:8069 (PORT=...)
	@$(PYTHON) -m dev run

stop:  ## stop the PostgreSQL server of this folder
	@$(PYTHON) -m dev stop

reset:  ## forget the demo database; the next `make run` makes it anew
	@$(PYTHON) -m dev reset

test:  ## run the tests (T=tests/test_x.py DB=name ARGS="-k foo")
	@$(PYTHON) -m dev test

bench:  ## time the app on 5,000 cycles beside what others do (ARGS="lists desk" RUNS=5; ARGS=explain)
	@$(PYTHON) -m dev bench

bigarchive:  ## time the archive of a cycle with large files (FILES=200 SIZE=20, in MB)
	@$(PYTHON) -m dev bigarchive

race:  ## race every two acts that are possible at once (ARGS="--minutes 60", "--only sign,cancel")
	@$(PYTHON) -m dev race

walk:  ## 10,000 random acts of all roles with the invariants (ARGS="--actions 10000 --seed 1")
	@$(PYTHON) -m dev walk

crash:  ## kill Odoo and PostgreSQL in the middle of work (KILLS=50 KINDS=paraf,upload SEED=1)
	@$(PYTHON) -m dev crash

load:  ## people at once on a real server (USERS="50 200" MINUTES=5 ODOO_WORKERS=5)
	@$(PYTHON) -m dev load

lint:  ## ruff, pylint-odoo, OCA checks of XML, CSV and .po
	@$(PYTHON) -m dev lint

fix:  ## mend what ruff and the OCA checks can mend by themselves
	@$(PYTHON) -m dev fix

i18n:  ## rebuild lakip_sop/i18n/lakip_sop.pot and merge id.po
	@$(PYTHON) -m dev i18n

access:  ## write docs/hak-akses.md, who may what, from the table that the tests try
	@$(PYTHON) -m dev access

screenshots:  ## retake the pictures of README, docs and the app list (T="cycle*" for some)
	@$(PYTHON) -m dev screenshots

wheel:  ## build the wheel of the app into dist/
	@$(PYTHON) -m dev wheel

dump:  ## make the test data of a released version (COMMIT=...), which the tests upgrade
	@$(PYTHON) -m dev dump
