#!/usr/bin/env bash
# Builds the project, runs every test and check of it, and says at the end how many passed:
#
#     N passed, N failed
#
# usage: Tests/run.sh [--quick]
#
#   --quick   Swift alone: format, build, documentation, Swift tests. Needs nothing but Swift and Python.
#
# A line a stage says what came of it. What a stage prints is in a log, named at the start, and is shown where the stage
# fails. The exit status is 1 if anything failed. Runs from any directory, without a terminal. What a check needs and does
# not find counts as failed.
#
# Needs Swift 6, Python 3.11 or newer, Node.js 20, esbuild, Chromium, Graphviz, fish, zsh and mandoc; the Python packages come
# from PyPI into .venv-tests.
# What Debian has of these is installed where this script may do so.
set -u

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
end_to_end=$root/Tests/EndToEnd
environment=$root/.venv-tests
# One optimised build serves the Swift tests, which it makes ten times faster, and those that run the program. It is apart from
# other builds, since what tests may see of the program is an option of the compiler.
build=$root/.build-tests
swift_options=(-c release -Xswiftc -enable-testing --scratch-path "$build")
logs=${KALE_TEST_LOGS:-$root/.build/test-logs}
mkdir -p "$logs"
rm -f "$logs"/*.log "$logs"/*.xml

quick=
case "${1:-}" in
  '') ;;
  --quick) quick=yes ;;
  *)
    sed -n 's/^# \(usage: .*\)/\1/p' "${BASH_SOURCE[0]}" >&2
    exit 2
    ;;
esac

passed=0
failed=0

# report NAME COUNTS SECONDS: the line of a stage.
report() { printf '%-36s %-28s %5d s\n' "$1" "$2" "$3"; }

# run STAGE COMMAND...: runs a command with all that it prints in the log of a stage, and sets `status` and `seconds`.
run() {
  local stage=$1 begin=$SECONDS
  shift
  "$@" >>"$logs/$stage.log" 2>&1 </dev/null
  status=$?
  seconds=$((SECONDS - begin))
}

# show_failure STAGE: what a stage that failed has printed.
show_failure() {
  printf '\n!! FAILED: %s (%s)\n' "$1" "$logs/$1.log"
  "${python:-cat}" ${python:+"$root/Tests/show_failures.py"} "$logs/$1.log"
  printf '\n'
}

# need STAGE COMMAND...: a stage that is no check itself: a line only where it fails.
need() {
  run "$@"
  if [ "$status" -ne 0 ]; then
    failed=$((failed + 1))
    report "$1" "failed" "$seconds"
    show_failure "$1"
  fi
}

# check STAGE COMMAND...: one check, that passes if the command does.
check() {
  run "$@"
  if [ "$status" -eq 0 ]; then
    passed=$((passed + 1))
    report "$1" "1 passed" "$seconds"
  else
    failed=$((failed + 1))
    report "$1" "1 failed" "$seconds"
    show_failure "$1"
  fi
}

# suite STAGE REPORT COMMAND...: tests that leave a JUnit report. A run that leaves none, or with no test in it, has failed,
# and so has one whose command fails though the report has no failure.
suite() {
  local stage=$1 xml=$2 counts ours=0 theirs=0
  shift 2
  run "$stage" "$@"
  if [ -n "$python" ] && counts=$("$python" "$root/Tests/count_results.py" "$xml" 2>>"$logs/$stage.log"); then
    read -r ours theirs <<<"$counts"
  else
    echo "$stage gave no results" >>"$logs/$stage.log"
    theirs=1
  fi
  if [ "$status" -ne 0 ] && [ "$theirs" -eq 0 ]; then
    echo "$stage ended with status $status" >>"$logs/$stage.log"
    theirs=1
  fi
  passed=$((passed + ours))
  failed=$((failed + theirs))
  if [ "$theirs" -eq 0 ]; then
    report "$stage" "$ours passed" "$seconds"
  else
    report "$stage" "$ours passed, $theirs failed" "$seconds"
    show_failure "$stage"
  fi
}

# within MINUTES COMMAND...: ends a suite in which something waits for what never comes. No test has a limit of its own, so
# that a busy machine makes none fail: the minutes are many times what the suite takes.
within() {
  local minutes=$1 status
  shift
  if ! command -v timeout >/dev/null; then # macOS has none
    "$@"
    return
  fi
  timeout --kill-after=1m "${minutes}m" "$@"
  status=$?
  # 124 is timeout's own; 137 that of a command that had to be killed.
  if [ $status -eq 124 ] || [ $status -eq 137 ]; then
    printf '\n!! NOT AT ITS END AFTER %s MINUTES, AND ENDED. A test hangs: the last output above says where.\n' "$minutes"
  fi
  return $status
}

# in_folder FOLDER COMMAND...
in_folder() {
  cd "$1" || return
  shift
  "$@"
  local status=$?
  cd "$root" || return
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

python=$(find_python) || true
if [ -z "$python" ]; then
  need "Python" debian python3-venv # a command is not what is missing
  python=$(find_python) || true
fi
if [ -z "$python" ]; then
  failed=$((failed + 1))
  echo '!! FAILED: no Python 3.11 or newer with venv (on Debian: apt-get install python3-venv); no test can be counted'
fi

printf 'The logs of the stages are in %s\n\n' "$logs"

if ! command -v swift >/dev/null; then
  failed=$((failed + 1))
  echo '!! FAILED: swift is not on PATH: nothing can be built'
else
  check "format" swift format lint --strict --recursive Package.swift Sources Tests
  check "build" swift build "${swift_options[@]}" --build-tests
  if [ -n "$python" ]; then
    check "documentation" "$python" "$root/Tests/build_documentation.py" -- "${swift_options[@]}"
  fi
  suite "swift-tests" "$logs/swift-tests-swift-testing.xml" \
    within 60 swift test "${swift_options[@]}" --skip-build --quiet --xunit-output "$logs/swift-tests.xml"
fi

if [ -z "$quick" ]; then
  export KALE_LSP=${KALE_LSP:-$build/release/kale-lsp}

  need "node" debian nodejs node
  need "esbuild" debian esbuild esbuild
  suite "vscode" "$logs/vscode.xml" in_folder "$root/EditorClients/vscode" \
    within 15 node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=junit --test-reporter-destination="$logs/vscode.xml" \
    "$root"/EditorClients/vscode/test/*.test.js

  if [ -n "$python" ]; then
    need "python-packages" prepare_environment
    need "chromium" prepare_chromium
    need "graphviz" debian graphviz dot
    for program in fish zsh mandoc; do need "$program" debian "$program" "$program"; done

    # These tests wait for browsers, kernels and servers more than they compute.
    workers=$((2 * $(getconf _NPROCESSORS_ONLN)))
    suite "end-to-end" "$logs/end-to-end.xml" in_folder "$end_to_end" \
      within 120 "$environment/bin/python" -m pytest -q -p no:cacheprovider -n "$workers" --dist worksteal \
      --junit-xml "$logs/end-to-end.xml"

    # The runtime of exact pipelines, without KFP and as a component of KFP. PyTorch is too large for this environment.
    suite "runtime" "$logs/runtime.xml" in_folder "$root/Tests/Runtime" \
      within 60 env KALE_TEST_WITHOUT=torch "$environment/bin/python" -m pytest -q -p no:cacheprovider -n auto \
      --junit-xml "$logs/runtime.xml"
    grep -h '^NOT TESTED' "$logs/runtime.log"

    # What kale-lsp says beside CPython, pyflakes, Kale and runs of Kale's pipelines.
    suite "differential" "$logs/differential.xml" in_folder "$root/Tests/Differential" \
      within 120 "$environment/bin/python" -m pytest -q -p no:cacheprovider -n auto \
      --junit-xml "$logs/differential.xml"
  fi
fi

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
