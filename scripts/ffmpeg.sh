# Sourced by the other scripts: finds ffmpeg, and installs it where it is missing.
#
# As root, or with sudo without a password: Debian's package. Otherwise the program in PyPI's imageio-ffmpeg,
# installed into target/ only.

IMAGEIO_FFMPEG=imageio-ffmpeg==0.8.1

has_ffmpeg() {
    [ -n "${EARSIGHT_FFMPEG:-}" ] || command -v ffmpeg >/dev/null || ffmpeg_of_python
}

ffmpeg_of_python() {
    EARSIGHT_FFMPEG=$(python3 -c 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())' 2>/dev/null) &&
        export EARSIGHT_FFMPEG
}

apt_get() {
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get -qq "$@" >/dev/null
}

ffmpeg_by_apt() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null || return 1
    echo 'installing ffmpeg with apt-get'
    apt_get update && apt_get install --yes --no-install-recommends ffmpeg
}

ffmpeg_by_pip() {
    local folder="$PWD/target/imageio-ffmpeg" found
    if ! ls "$folder"/imageio_ffmpeg/binaries/ffmpeg-* >/dev/null 2>&1; then
        echo "installing $IMAGEIO_FFMPEG with pip, into target/"
        python3 -m pip install --quiet --no-deps --target "$folder" "$IMAGEIO_FFMPEG" || return 1
    fi
    found=$(ls "$folder"/imageio_ffmpeg/binaries/ffmpeg-* 2>/dev/null | head -n 1)
    [ -n "$found" ] || return 1
    chmod +x "$found"
    export EARSIGHT_FFMPEG="$found"
}

if ! has_ffmpeg; then
    ffmpeg_by_apt || ffmpeg_by_pip || fail \
        'ffmpeg is not installed, and installing it failed' \
        'hint: install it yourself, or set EARSIGHT_FFMPEG to its path'
fi
