"""The vocabularies this room asks."""

from maillage.kit.vocabularies import uses

uses("territory", "host_kind", "host_community_stance", "epidemic_phase", "call_kind")
