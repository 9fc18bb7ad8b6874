"""Item pipelines: one job each, a thin adapter over a pure function, counting what it changed."""
