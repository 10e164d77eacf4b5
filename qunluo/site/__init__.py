"""The site puts the domains together: settings, addresses, the API and the frame of the pages."""
