"""Grammar engines of others, asked only when a user wants them."""
