#!/usr/bin/env bash
# deploy/k8s/apply.sh dev|staging|prod [image]: applies an overlay to the cluster of the current context. First what the migrations need
# and the migrations, then everything else; it fails when a migration or a roll-out does, and the pods before them keep serving.
set -euo pipefail
cd "$(dirname "$0")"
overlay=${1:?dev, staging or prod}
image=${2:-}

manifests=$(mktemp)
trap 'rm -f "$manifests"; kill $(jobs -p) 2>/dev/null || true' EXIT
kubectl kustomize "overlays/$overlay" >"$manifests"
if [ -n "$image" ]; then sed -i "s#image: ghcr.io/madang/madang:.*#image: $image#" "$manifests"; fi
namespace=$(awk '$1 == "namespace:" { print $2; exit }' "overlays/$overlay/kustomization.yaml")
in_namespace() { kubectl --namespace "$namespace" "$@"; }

kubectl apply -f "overlays/$overlay/namespace.yaml"
in_namespace delete job migrate --ignore-not-found
kubectl apply -f "$manifests" -l madang.dev/roll-out=before
in_namespace wait --for=condition=complete --timeout=10m job/migrate &
in_namespace wait --for=condition=failed --timeout=10m job/migrate &
wait -n || true
if [ "$(in_namespace get job migrate -o 'jsonpath={.status.succeeded}')" != 1 ]; then
  in_namespace logs job/migrate --tail=50
  exit 1
fi

kubectl apply -f "$manifests"
in_namespace rollout status deployment -l app.kubernetes.io/part-of=madang --timeout=10m
