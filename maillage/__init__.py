"""Maillage: the digital system of the Relais d'Action de Quartier (RAQ) in Brussels."""

__version__ = "0.1.0"
