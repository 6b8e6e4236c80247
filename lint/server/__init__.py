"""The editor protocol: what is wrong while one types, and what can be done about it; needs newslint[server]."""
