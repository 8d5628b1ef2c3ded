#!/usr/bin/env bash
# Copies the program to PREFIX/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh

mkdir -p "$1/bin"
cp "$BUILT/earsight" "$1/bin/earsight.new"
mv "$1/bin/earsight.new" "$1/bin/earsight"
echo "installed $1/bin/earsight"
