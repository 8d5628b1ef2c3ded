#!/usr/bin/env bash
# Builds the program.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

# `xtask` is built along because it makes cargo choose for all crates the features that the tests need:
# otherwise `make test` would build the tensor library a second time (crates/xtask/Cargo.toml).
cargo build --release --locked -p earsight-cli -p xtask
