"""How each number is found in a history; the registry says what it means."""
