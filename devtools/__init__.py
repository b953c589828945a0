"""What `./dev` does: set up a machine, serve the demo, prove the code, measure it.

Until the environment exists, only the standard library: the command must start on a bare machine.
"""
