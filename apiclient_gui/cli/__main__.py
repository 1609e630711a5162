"""`python -m apiclient_gui.cli`: how the window starts the practice gateway as a child process."""

from apiclient_gui.cli import main

main()
