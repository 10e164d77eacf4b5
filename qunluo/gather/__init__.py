"""Where members do things together: events, polls, raffles, courses."""
