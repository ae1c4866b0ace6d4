"""``make bench``: what the app does, timed beside what others do for the same.

A benchmark is one file here. It names its cases in ``CASES``; see :class:`bench.harness.Case`.
"""
