#!/usr/bin/env bash
# Prints the outputs that README.md shows, from the demo's library and unseen clips: scripts/readme.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/ffmpeg.sh
bash scripts/build.sh

ffmpeg="${EARSIGHT_FFMPEG:-ffmpeg}"
program=$(realpath "$BUILT/earsight")
mkdir -p "${1:-demo/readme}"
cd "${1:-demo/readme}"

# Shows a command and runs it; a failure is part of the output.
run() {
    printf '\n$ earsight %s\n' "$*"
    "$program" "$@" || echo "exit code $?"
}

if ! [ -d videos.earsight ]; then
    "$program" sample sample --clips 96 --quiet >/dev/null
    run learn sample/clips -o videos.earsight --labels sample/labels.csv
fi
"$program" sample unseen --clips 16 --seed 1 --quiet >/dev/null
"$program" sample street --clips 1 --seed 4 --quiet >/dev/null
cp street/clips/clip-0000.mp4 street.mp4 # a bell in the seconds 0..4

# Cuts the sound of an unseen clip: NAME CLIP START SECONDS.
cut_sound() {
    "$ffmpeg" -v error -nostdin -y -ss "$3" -t "$4" -i "unseen/clips/clip-$2.mp4" -vn "$1.wav"
}
mkdir -p effects
cut_sound bell 0000 2 2
cut_sound effects/bell 0000 4 4
cut_sound effects/bird 0001 4 3
cut_sound effects/ball 0002 6 4
cut_sound effects/drum 0003 3 4
cut_sound effects/knock 0004 2 2
cut_sound effects/rain 0005 3 6
cut_sound effects/siren 0006 1 2
cut_sound effects/waves 0007 2 2
"$ffmpeg" -v error -nostdin -y -ss 5 -i unseen/clips/clip-0003.mp4 -frames:v 1 goal.jpg

run localize bell.wav --in street.mp4 --from audio -l videos.earsight
run search bell.wav --from audio --to visual -k 5 -l videos.earsight
run search goal.jpg --from visual --to audio -k 5 -l videos.earsight
run search street.mp4@1..3 --from visual --to audio --in effects --csv cues.csv --otio cues.otio -l videos.earsight
run generate street.mp4@1..3 --from audio -k 5 --samples 4 -l videos.earsight
run generate street.mp4@1 --from audio --towards bell.wav@0 -l videos.earsight
run check street.mp4 -l videos.earsight
run bench speed --what search
