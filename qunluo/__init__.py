"""Qunluo 群落: position, build, run, measure, report on and finance online communities."""
