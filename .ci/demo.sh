#!/usr/bin/env bash
# Publishes the sample show into out/ and says what to look at.
# usage: demo.sh AIRDATE
set -euo pipefail
airdate=$1
"$airdate" publish --yes --quiet
cat <<TEXT

The sample show is published.
  feed   out/public/feed.xml
  pages  out/public/index.html
Hear it:
  $airdate serve
then open http://127.0.0.1:8000/ in a browser, or add http://127.0.0.1:8000/feed.xml to a podcast app on this machine.
TEXT
