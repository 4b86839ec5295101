#!/usr/bin/env bash
# deploy/k8s/apply.sh dev|staging|prod [image]: applies an overlay to the cluster of the current context, with the image in place of the overlay's
# own. First what the migrations need and the migrations, then everything else; it fails when a migration or a roll-out does, and the pods before
# them keep serving.
set -euo pipefail
cd "$(dirname "$0")"
overlay=${1:?dev, staging or prod}
image=${2:-}

manifests=$(mktemp)
trap 'rm -f "$manifests"; kill $(jobs -p) 2>/dev/null || true' EXIT
kubectl kustomize "overlays/$overlay" >"$manifests"
if [ -n "$image" ]; then
  # Every pod of Madang has the Job's image; the stores of dev have others.
  own=$(awk '/^---$/ { job = 0 } /^kind: Job$/ { job = 1 } job && sub(/^ *(- )?image: /, "") { print; exit }' "$manifests")
  if [ -z "$own" ]; then echo "overlays/$overlay: no Job with an image that $image could replace" >&2 && exit 1; fi
  with_image=$(awk -v own="$own" -v image="$image" '
    match($0, /^ *(- )?image: /) && substr($0, RLENGTH + 1) == own { $0 = substr($0, 1, RLENGTH) image } { print }' "$manifests")
  printf '%s\n' "$with_image" >"$manifests"
fi
namespace=$(awk '$1 == "namespace:" { print $2; exit }' "overlays/$overlay/kustomization.yaml")
in_namespace() { kubectl --namespace "$namespace" "$@"; }

kubectl apply -f "overlays/$overlay/namespace.yaml"
in_namespace delete job migrate --ignore-not-found
kubectl apply -f "$manifests" -l madang.dev/roll-out=before
for condition in complete failed; do kubectl --namespace "$namespace" wait "--for=condition=$condition" --timeout=10m job/migrate & done
wait -n || true
if [ "$(in_namespace get job migrate -o 'jsonpath={.status.succeeded}')" != 1 ]; then
  in_namespace logs job/migrate --tail=50
  exit 1
fi

kubectl apply -f "$manifests"
in_namespace rollout status deployment -l app.kubernetes.io/part-of=madang --timeout=10m
