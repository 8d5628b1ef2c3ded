#!/usr/bin/env bash
# Tests of the page: its built files match its source, and it works in a browser.
#
#   scripts/page.sh               the tests
#   scripts/page.sh screenshots   images of every view, light, dark and on a phone, in web/screenshots-out/
#   scripts/page.sh api           the types of requests and responses, to web/src/api/schema.d.ts
#
# Needs node (20.19 or newer, with npm) and Chromium; where one is missing, that part is skipped, which is printed.
# The program itself needs neither: the built files are committed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/toolchain.sh
. scripts/ffmpeg.sh

has_node() {
    command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

find_chromium() {
    local name
    [ -n "${CHROMIUM:-}" ] && return
    for name in chromium chromium-browser google-chrome; do
        CHROMIUM=$(command -v "$name") && export CHROMIUM && return
    done
    return 1
}

if ! has_node; then
    echo 'skipped: all tests of the page: node 20.19 or newer is not installed (apt-get install nodejs npm)'
    exit
fi

# npm's own record of what it installed is newer than the lockfile.
if ! [ web/node_modules/.package-lock.json -nt web/package-lock.json ]; then
    (cd web && npm ci --no-audit --no-fund --loglevel=error)
fi
task="${1:-browser}"
if [ "$task" = browser ]; then
    (cd web && npm run --silent check)
fi

bash scripts/build.sh
folder=$(mktemp -d)
server=
leave() {
    [ -z "$server" ] || kill -INT "$server" 2>/dev/null || true
    wait
    rm -rf -- "$folder"
}
trap leave EXIT

# A small library, and its page as a file: videos, one that browsers do not play, and a file that is no video.
"$BUILT/earsight" sample "$folder/sample" --clips 24 --secs 6 --quiet
"${EARSIGHT_FFMPEG:-ffmpeg}" -v error -nostdin -i "$folder/sample/clips/clip-0000.mp4" \
    -c:v mpeg4 -c:a ac3 "$folder/sample/clips/old.avi"
echo 'this is no video' >"$folder/sample/clips/broken.mp4"
# A name that would end a script of an HTML file and begin something else.
mkdir "$folder/sample/clips/z<"
cp "$folder/sample/clips/clip-0001.mp4" "$folder/sample/clips/z</script><img src=x onerror=alert(1)>.mp4"
"$BUILT/earsight" learn "$folder/sample/clips" -o "$folder/Sample.earsight" --quiet \
    --labels "$folder/sample/labels.csv" --folds 3 --set training.epochs=20 \
    --report "$folder/saved.html" >/dev/null || [ $? = 3 ]
export EARSIGHT_SAVED="$folder/saved.html"
mkdir "$folder/bench"
cp REPRODUCTION.md docs/figures/*.svg "$folder/bench"
"$BUILT/earsight" serve "$folder/Sample.earsight" --port 0 --json --bench "$folder/bench" \
    --labels "$folder/sample/labels.csv" >"$folder/url" &
server=$!
for _ in $(seq 100); do
    grep -q '"url"' "$folder/url" && break
    sleep 0.1
done
EARSIGHT_URL=$(sed -n 's/.*"url": *"\([^"]*\)".*/\1/p' "$folder/url")
[ -n "$EARSIGHT_URL" ] || fail '`earsight serve` printed no address'
EARSIGHT_URL=${EARSIGHT_URL%/}
export EARSIGHT_URL
if [ "$task" = api ] || find_chromium; then
    (cd web && npm run --silent "$task")
else
    echo 'skipped: the page in a browser: Chromium is not installed (apt-get install chromium)'
fi
# Last, because it trains a model.
if [ "$task" = browser ]; then
    (cd web && npm run --silent contract)
fi
