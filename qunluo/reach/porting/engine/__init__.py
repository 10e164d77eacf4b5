"""Reading a dump: unpack it, stream its rows, stage them on disk, say what each one becomes."""
