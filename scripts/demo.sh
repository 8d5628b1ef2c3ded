#!/usr/bin/env bash
# The main job from end to end: videos in, answers out.
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

# The same where 3 is success too: done, and some files were skipped, which the summary says.
run_with_skips() {
    run "$@" || [ $? = 3 ]
}

# Where is what is heard to be seen, what else looks like it sounds, what would it look like?
ask() {
    local query="$1" film="$2" library="$3"
    run localize "$query" --in "$film" --from audio -l "$library"
    run search "$query" --from audio --to visual -k 5 --elsewhere -l "$library"
    run generate "$query" --from audio -k 5 --elsewhere -l "$library"
}

learn_own_videos() {
    [ -d "$VIDEOS" ] || fail "there is no folder $VIDEOS"
    local name film
    name=$(basename -- "$(cd -- "$VIDEOS" && pwd)")
    library="$DEMO/$name.earsight"
    report="$DEMO/$name.html"
    # shellcheck disable=SC2086 # LEARN_FLAGS are several words
    run_with_skips learn "$VIDEOS" -o "$library" --report "$report" ${LEARN_FLAGS:-}
    # The first two seconds of the first film that is both heard and seen.
    while IFS= read -r film; do
        if "$BUILT/earsight" localize "$film@0..2" --in "$film" --from audio -l "$library" >/dev/null 2>&1; then
            ask "$film@0..2" "$film" "$library"
            return
        fi
    done < <(find -L "$VIDEOS" -type f -size +0 | sort | head -n 200)
    echo 'no film of at least two seconds is both heard and seen, so there is nothing to ask'
}

learn_sample() {
    library="$DEMO/library"
    report="$DEMO/report.html"
    run sample "$DEMO/sample" --clips "${CLIPS:-96}"
    # shellcheck disable=SC2086 # LEARN_FLAGS are several words
    run_with_skips learn "$DEMO/sample/clips" -o "$library" --labels "$DEMO/sample/labels.csv" \
        --report "$report" ${LEARN_FLAGS:-}
    # Asked about a clip of another seed, which nothing was learned from.
    run sample "$DEMO/unseen" --clips 1 --seed 1
    local clip category start len
    IFS=, read -r clip category start len < <(tail -n +2 "$DEMO/unseen/labels.csv")
    printf '\n%s holds a %s in the seconds %d..%d, and other sights and sounds around it.\n' \
        "$clip" "$category" "$start" $((start + len))
    ask "$DEMO/unseen/clips/$clip@$start..$((start + len))" "$DEMO/unseen/clips/$clip" "$library"
}

if [ -n "$VIDEOS" ]; then
    learn_own_videos
else
    learn_sample
fi

printf '\nThe library is %s; ask more with %s.\n' "$library" "$BUILT/earsight"
printf 'The report, one page with pictures and sounds: %s\n' "$(cd "$(dirname "$report")" && pwd)/$(basename "$report")"
printf 'That took %d s, building included.\n' "$SECONDS"
