"""The digest as mail: HTML, text, and both in one message.

``plan`` is cheap.  ``draw`` brings the libraries of mail with it and is loaded when one is drawn.
"""
