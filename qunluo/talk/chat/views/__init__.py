"""The pages of chat; without script each of them reads and writes by forms."""
