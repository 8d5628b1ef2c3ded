#!/usr/bin/env bash
# Every table and figure of the paper, on data that is in the repository: REPRODUCTION.md and docs/figures/.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

revision=$(git rev-parse --short HEAD 2>/dev/null || true)
EARSIGHT_REVISION="${revision:-unknown}" "$BUILT/earsight" bench reproduce "$@"
