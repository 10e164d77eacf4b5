"""Where the course is set: plans, team, cases, reports, fundraising."""
