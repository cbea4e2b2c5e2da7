"""Pages by audience; each room has a table `PAGES` and a folder of templates of the same name."""
