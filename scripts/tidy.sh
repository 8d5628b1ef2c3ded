#!/usr/bin/env bash
# Runs the checks of crates/xtask on the tree.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

"$BUILT/xtask" tidy
