"""The one limit of the end-to-end tests, for programs and libraries that cannot wait without one.

It is many times what anything takes, also on a busy machine, so that it decides nothing: a test waits for what it expects,
and where that never comes, Tests/run.sh ends the suite. Nothing is judged by the time it takes; Tests/Benchmarks measures.
"""

MINUTES = 5
SECONDS = MINUTES * 60
MILLISECONDS = SECONDS * 1000
