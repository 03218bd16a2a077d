#!/usr/bin/env bash
# usage: tools/test.sh [--fast] [dotnet test options...]
# Runs every test project (with --fast only those that need no server) and ends with "N passed, N failed, N skipped" alone
# on a line. Exit code 0 only if tests ran and none failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

slow='Integration|Fault|Server|Protocol'
fast=''
if [ "${1:-}" = --fast ]; then
  fast=yes
  shift
fi
results=artifacts/test-results
rm -rf $results
mkdir -p $results
passed=0 failed=0 skipped=0 broken=0
for project in tests/*.Tests/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  if [ -n "$fast" ] && [[ $name =~ ^Understudy\.($slow)\.Tests$ ]]; then continue; fi
  grep -rqE --include='*.cs' '\[(Fact|Theory)' "$(dirname "$project")" || continue # nothing written yet
  echo "== $name"
  dotnet test "$project" --no-build -m:1 -v q --nologo --logger "trx;LogFileName=$name.trx" \
    --logger 'console;verbosity=minimal' --results-directory $results "$@"
  status=$?
  counters=$(grep -o '<Counters [^>]*>' "$results/$name.trx" 2>/dev/null | tail -n 1)
  count() { sed -nE "s/.* $1=\"([0-9]+)\".*/\\1/p" <<<"$counters"; }
  if [ -z "$counters" ]; then
    echo "$name: ended without a result (exit code $status)"
    broken=$((broken + 1))
    continue
  fi
  total=$(count total) good=$(count passed) bad=$(($(count failed) + $(count error) + $(count timeout) + $(count aborted)))
  if [ "$status" != 0 ] && [ "$bad" = 0 ]; then
    echo "$name: its run failed (exit code $status) although no test did"
    bad=1 total=$((total + 1))
  fi
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
done
failed=$((failed + broken))
echo
sed -nE 's/.*testName="([^"]*)".* outcome="(Failed|Error|Timeout|Aborted)".*/FAILED \1/p' $results/*.trx
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
