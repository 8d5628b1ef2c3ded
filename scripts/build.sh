#!/usr/bin/env bash
# Builds the program; arguments are for cargo: scripts/build.sh --features earsight-cli/tensor-library
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

# With `xtask`, cargo chooses the features that the tests need; otherwise `make test` would build
# many dependencies a second time (crates/xtask/Cargo.toml).
cargo build --release --locked -p earsight-cli -p xtask "$@"
