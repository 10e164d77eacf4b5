"""Reports: the output report of a period, whose every sentence is bound to facts and can be checked."""
