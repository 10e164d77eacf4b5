"""What the activity stream tells: metrics, segments, influence, alerts."""
