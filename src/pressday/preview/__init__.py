"""The newsletter at a local address, following every save.

The only door to watchfiles, starlette, uvicorn and sse-starlette.
"""
