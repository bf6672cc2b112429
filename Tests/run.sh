#!/usr/bin/env bash
# Builds the project, runs every test and check of it, and says at the end how many passed:
#
#     N passed, N failed
#
# The exit status is 1 if anything failed. Runs from any directory, without a terminal. What a check needs and does
# not find is said loudly and counted as failed.
#
# Needs Swift 6, Python 3.11 or newer, Node.js 20, Chromium and Graphviz; the Python packages come from PyPI into .venv-tests. What
# Debian has of these is installed where this script may do so.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
end_to_end=$root/Tests/EndToEnd
environment=$root/.venv-tests
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

passed=0
failed=0

heading() { printf '\n== %s\n' "$*"; }

failure() {
  failed=$((failed + 1))
  printf '\n!! FAILED: %s\n' "$*"
}

# need NAME COMMAND...: a step that is no check itself; that it works goes without saying.
need() {
  local name=$1
  shift
  heading "$name"
  "$@" || failure "$name"
}

# check NAME COMMAND...: one check, that passes if the command does.
check() {
  local before=$failed
  need "$@"
  if [ "$failed" -eq "$before" ]; then passed=$((passed + 1)); fi
}

# count NAME REPORT...: adds up JUnit reports. A run that leaves none, or with no test in it, has failed.
count() {
  local name=$1 counts
  shift
  if counts=$("$python" "$root/Tests/count_results.py" "$@"); then
    read -r ours theirs <<<"$counts"
    passed=$((passed + ours))
    failed=$((failed + theirs))
  else
    failure "$name gave no results"
  fi
}

# within MINUTES NAME COMMAND...: ends a suite in which something waits for what never comes. No test has a limit of its
# own, so that a busy machine makes none fail: the minutes are many times what the suite takes.
within() {
  local minutes=$1 name=$2 status
  shift 2
  if ! command -v timeout >/dev/null; then # macOS has none
    "$@"
    return
  fi
  timeout --kill-after=1m "${minutes}m" "$@"
  status=$?
  # 124 is timeout's own; 137 that of a command that had to be killed.
  if [ $status -eq 124 ] || [ $status -eq 137 ]; then
    printf '\n!! %s: NOT AT ITS END AFTER %s MINUTES, AND ENDED. A test hangs: the last output above says where.\n' \
      "$name" "$minutes"
  fi
  return $status
}

# The first Python new enough that can make environments.
find_python() {
  local candidate
  for candidate in python3.13 python3.12 python3.11 python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# The packages that the tests are run with; installed again only when the list of them has changed.
prepare_environment() {
  local stamp=$environment/requirements.txt
  cmp -s "$end_to_end/requirements.txt" "$stamp" && return
  rm -rf "$environment"
  "$python" -m venv "$environment" &&
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
      --requirement "$end_to_end/requirements.txt" &&
    cp "$end_to_end/requirements.txt" "$stamp"
}

# debian PACKAGE COMMAND...: installs a Debian package where none of the commands is there and this may install packages.
debian() {
  local package=$1 command
  shift
  for command in "$@"; do
    if command -v "$command" >/dev/null; then return; fi
  done
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"
  else
    echo "none of these is installed: $* (on Debian: apt-get install $package)"
    return 1
  fi
}

prepare_chromium() {
  [ -n "${KALE_CHROMIUM:-}" ] || [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] ||
    debian chromium chromium chromium-browser google-chrome
}

release_options=(-c release --product kale-lsp)
if [ "$(uname)" = Linux ]; then release_options+=(--static-swift-stdlib); fi

python=$(find_python) || true
if [ -z "$python" ]; then
  need "Python" debian python3-venv # a command is not what is missing
  python=$(find_python) || true
fi
if [ -z "$python" ]; then
  failure "no Python 3.11 or newer with venv (on Debian: apt-get install python3-venv); no test can be counted"
fi

if ! command -v swift >/dev/null; then
  failure "swift is not on PATH: nothing can be built"
else
  check "format" swift format lint --strict --recursive Package.swift Sources Tests
  need "build" swift build --build-tests

  heading "Swift tests"
  within 60 "swift test" swift test --skip-build --xunit-output "$results/swift.xml"
  status=$?
  before=$failed
  if [ -n "$python" ]; then count "swift test" "$results/swift-swift-testing.xml"; fi
  if [ $status -ne 0 ] && [ "$failed" -eq "$before" ]; then failure "swift test ended with status $status"; fi

  need "release build" swift build "${release_options[@]}"
fi

export KALE_LSP=${KALE_LSP:-$root/.build/release/kale-lsp}

need "Node.js" debian nodejs node
heading "tests of the VS Code extension"
(cd "$root/EditorClients/vscode" && node --test --test-reporter=spec --test-reporter-destination=stdout \
  --test-reporter=junit --test-reporter-destination="$results/vscode.xml" test/*.test.js)
if [ -n "$python" ]; then count "vscode" "$results/vscode.xml"; fi

if [ -n "$python" ]; then
  need "Python packages" prepare_environment
  need "Chromium" prepare_chromium
  need "Graphviz" debian graphviz dot

  heading "end-to-end tests"
  (cd "$end_to_end" && within 120 "pytest" "$environment/bin/python" -m pytest -q -p no:cacheprovider -n auto --dist worksteal \
    --junit-xml "$results/pytest.xml")
  count "pytest" "$results/pytest.xml"

  heading "what kale-lsp says beside CPython, pyflakes, Kale and runs of Kale's pipelines"
  (cd "$root/Tests/Differential" && within 120 "differential" "$environment/bin/python" -m pytest -q -p no:cacheprovider -n auto \
    --junit-xml "$results/differential.xml")
  count "differential" "$results/differential.xml"
fi

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
