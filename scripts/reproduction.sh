#!/usr/bin/env bash
# Writes REPRODUCTION.md and docs/figures/: every table and figure of the paper, on the data in the repository.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
bash scripts/build.sh --features earsight-cli/tensor-library

revision=$(git rev-parse --short HEAD 2>/dev/null || true)
EARSIGHT_REVISION="${revision:-unknown}" "$BUILT/earsight" bench reproduce "$@"
