"""Measures of speed, each as a ratio to a limit of the same run: seconds alone depend on the machine."""
