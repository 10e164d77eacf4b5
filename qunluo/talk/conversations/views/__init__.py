"""The pages of conversations; without script each of them reads and writes by forms."""
