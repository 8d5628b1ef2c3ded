# Sourced by the other scripts: makes sure that there is a Rust toolchain and a linker, and says where things are built.
# This one only looks; it installs nothing.

fail() {
    printf '%s\n' "$@" >&2
    exit 2
}

if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH="$HOME/.cargo/bin:$PATH"
fi
command -v cargo >/dev/null || fail \
    'there is no cargo on this machine, and Earsight is built with it' \
    "hint: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
command -v cc >/dev/null || fail \
    'there is no `cc` on this machine, and Rust links programs with it' \
    'hint: apt-get install gcc libc6-dev'

BUILT="${CARGO_TARGET_DIR:-target}/release"
