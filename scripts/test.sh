#!/usr/bin/env bash
# Everything that CI runs, cheapest first; each step says what it is, and the tests that ran are printed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/ffmpeg.sh

step() {
    printf '\n── %s (after %d s)\n' "$1" "$SECONDS"
}

for component in fmt clippy; do
    cargo "$component" --version >/dev/null 2>&1 || rustup component add "${component/#fmt/rustfmt}"
done

step 'formatting'
cargo fmt --all --check

step 'build, as `make demo` builds'
bash scripts/build.sh

step 'lengths, names, links, layers, licences'
bash scripts/tidy.sh

step 'lints'
cargo clippy --release --locked --workspace --all-targets -- -D warnings

step 'tests'
log="$BUILT/tests.log"
ran=0
cargo test --release --locked --workspace --no-fail-fast 2>&1 | tee "$log" || ran=$?

step 'the page, in a browser'
bash scripts/page.sh 2>&1 | tee "$BUILT/page.log" || ran=$?

step 'dependencies: licences and bans'
if cargo deny --version >/dev/null 2>&1; then
    cargo deny check licenses bans sources
else
    echo 'skipped: cargo-deny is not installed; the licences were checked by tidy'
fi

step 'summary'
awk '/^test result:/ { passed += $4; failed += $6; ignored += $8; runs += 1 }
     END { printf "%d tests passed, %d failed, %d ignored, in %d programs\n", passed, failed, ignored, runs }' "$log"
awk '/^[^ ]+ pass [0-9]+$/ { passed += $3 } /^[^ ]+ fail [0-9]+$/ { failed += $3 } /^[^ ]+ skipped [0-9]+$/ { skipped += $3 }
     END { printf "%d tests of the page passed, %d failed, %d skipped\n", passed, failed, skipped }' "$BUILT/page.log"
grep -hE '^skipped: ' "$log" "$BUILT/page.log" | sort | uniq -c || true
exit "$ran"
