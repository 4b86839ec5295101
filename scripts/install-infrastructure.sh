#!/usr/bin/env bash
# Installs what the tests need to run on a real Redis, a real Kafka and in a real browser: Debian's redis-server and chromium, and the
# broker's jars from Maven Central, kept in ~/.cache/madang. What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/infrastructure"

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v java >/dev/null || missing+=(default-jre-headless)
command -v mvn >/dev/null || missing+=(maven)
command -v chromium >/dev/null || missing+=(chromium)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

jars="${XDG_CACHE_HOME:-$HOME/.cache}/madang/kafka-4.1.1"
if [ ! -d "$jars" ]; then
  draft="$jars.$$"
  mvn -B -q -f pom.xml dependency:copy-dependencies -DoutputDirectory="$draft"
  mv -T "$draft" "$jars" || rm -rf "$draft"
fi
rm -rf target
redis-server --version
echo "Kafka's jars are in $jars"
