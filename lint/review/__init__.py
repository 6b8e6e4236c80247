"""What a machine must not settle, settled by a person: in the browser, or in the terminal."""
