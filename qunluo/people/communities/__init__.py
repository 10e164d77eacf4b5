"""Communities: organisation, community, spaces; joining and leaving; who may do what."""
