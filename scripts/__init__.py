"""The command line `stances`: one module for each command, and what several of them need."""
