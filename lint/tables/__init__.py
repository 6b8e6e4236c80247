"""Tables: articles as the rows of JSON Lines, Parquet, Arrow or WARC files, in and out as streams."""
