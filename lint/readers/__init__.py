"""Files and standard input become sources: the bytes as found, and the text they hold."""
