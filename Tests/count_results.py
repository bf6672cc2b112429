#!/usr/bin/env python3
"""Adds up JUnit reports: prints how many test cases passed and how many did not.

usage: count_results.py REPORT.xml ...

A case that was skipped did not pass. Fails when there is no case at all, or a report cannot be read.
"""

import sys
import xml.etree.ElementTree as ElementTree


def main(paths):
    passed = failed = 0
    for path in paths:
        for case in ElementTree.parse(path).iter("testcase"):
            if any(case.find(verdict) is not None for verdict in ("failure", "error", "skipped")):
                failed += 1
            else:
                passed += 1
    if passed + failed == 0:
        sys.exit("the reports hold no test case")
    print(passed, failed)


if __name__ == "__main__":
    main(sys.argv[1:])
