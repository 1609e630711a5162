"""All that the program can do, without Qt: window and command line are two faces of it."""
