# Sourced by the other scripts: checks that there is a Rust toolchain and a linker, and says where the build goes.
# It installs nothing itself; rustup fetches the version named in rust-toolchain.toml where it is missing.

fail() {
    printf '%s\n' "$@" >&2
    exit 2
}

if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH="$HOME/.cargo/bin:$PATH"
fi
command -v cargo >/dev/null || fail \
    'cargo is not installed' \
    "hint: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
# Without a network rustup cannot fetch that version; a newer stable one builds the program too.
if ! cargo --version >/dev/null 2>&1; then
    export RUSTUP_TOOLCHAIN=stable
fi
cargo --version >/dev/null || fail \
    'no usable Rust toolchain is installed' \
    'hint: rustup toolchain install'
command -v cc >/dev/null || fail \
    'there is no `cc`, which Rust needs to link programs' \
    'hint: apt-get install gcc libc6-dev'

BUILT="${CARGO_TARGET_DIR:-target}/release"
