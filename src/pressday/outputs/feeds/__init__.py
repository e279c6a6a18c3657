"""Feeds: what each holds (``plan``), and its three formats and their list, drawn.

Only ``rss_atom`` imports feedgen; planning imports none of the modules that draw.
"""
