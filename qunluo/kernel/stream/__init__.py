"""The activity stream: feed, audit, outbox and analytics at once; append-only."""
