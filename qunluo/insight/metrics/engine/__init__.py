"""The calculations: plain modules over files and rows, without the framework."""
