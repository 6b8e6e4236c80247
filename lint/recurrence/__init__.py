"""Lines that recur across the files of a site: how they are recognized, counted, removed, and written as a pack."""
