"""Points: badges and who was awarded them; more of what honours contribution comes here."""
