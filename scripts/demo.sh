#!/usr/bin/env bash
# Everything from videos to results: learn a folder, query it, write a report.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/ffmpeg.sh
bash scripts/build.sh

DEMO="${DEMO:-demo}"
VIDEOS="${VIDEOS:-}"
VIDEOS="${VIDEOS/#\~\//$HOME/}" # not every shell does this behind a `=`
mkdir -p "$DEMO"

# Shows a command and runs it.
run() {
    printf '\n$ earsight'
    printf ' %q' "$@"
    printf '\n'
    "$BUILT/earsight" "$@"
}

# The same, but exit code 3 is success too: files were skipped, as the summary says.
run_with_skips() {
    run "$@" || [ $? = 3 ]
}

# Where is this sound visible, what looks like it, what would it look like?
ask() {
    local query="$1" video="$2" library="$3"
    run localize "$query" --in "$video" --from audio -l "$library"
    run search "$query" --from audio --to visual -k 5 --elsewhere -l "$library"
    run generate "$query" --from audio -k 5 --elsewhere -l "$library"
}

learn_own_videos() {
    [ -d "$VIDEOS" ] || fail "there is no folder $VIDEOS"
    local name video
    name=$(basename -- "$(cd -- "$VIDEOS" && pwd)")
    library="$DEMO/$name.earsight"
    report="$DEMO/$name.html"
    # shellcheck disable=SC2086 # LEARN_FLAGS are several words
    run_with_skips learn "$VIDEOS" -o "$library" --report "$report" ${LEARN_FLAGS:-}
    # The first two seconds of the first video with both sound and image.
    while IFS= read -r video; do
        if "$BUILT/earsight" localize "$video@0..2" --in "$video" --from audio -l "$library" >/dev/null 2>&1; then
            ask "$video@0..2" "$video" "$library"
            return
        fi
    done < <(find -L "$VIDEOS" -type f -size +0 | sort | head -n 200)
    echo 'no video of at least two seconds has both sound and image, so there is no query to try'
}

learn_sample() {
    library="$DEMO/library"
    report="$DEMO/report.html"
    run sample "$DEMO/sample" --clips "${CLIPS:-96}"
    # shellcheck disable=SC2086 # LEARN_FLAGS are several words
    run_with_skips learn "$DEMO/sample/clips" -o "$library" --labels "$DEMO/sample/labels.csv" \
        --report "$report" ${LEARN_FLAGS:-}
    # The queries are of a clip of another seed, which was not learned.
    run sample "$DEMO/unseen" --clips 1 --seed 1
    local clip category start len
    IFS=, read -r clip category start len < <(tail -n +2 "$DEMO/unseen/labels.csv")
    printf '\n%s contains a %s in the seconds %d..%d, and unrelated images and sounds around it.\n' \
        "$clip" "$category" "$start" $((start + len))
    ask "$DEMO/unseen/clips/$clip@$start..$((start + len))" "$DEMO/unseen/clips/$clip" "$library"
}

if [ -n "$VIDEOS" ]; then
    learn_own_videos
else
    learn_sample
fi

printf '\nThe library is %s; query it with %s.\n' "$library" "$BUILT/earsight"
printf 'The report, one page with images and sounds: %s\n' "$(cd "$(dirname "$report")" && pwd)/$(basename "$report")"
printf 'This took %d s, including the build.\n' "$SECONDS"
