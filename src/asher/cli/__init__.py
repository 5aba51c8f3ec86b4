"""The command line: one module a verb in `verbs`, and what several of them share beside it."""
