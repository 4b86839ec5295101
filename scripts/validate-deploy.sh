#!/usr/bin/env bash
# Checks everything that deploys Madang: each overlay is built and held against the Kubernetes schemas and each service's config.ts, workflows
# against actionlint, alert rules and the queries of dashboards and of the metrics adapter against promtool. Secrets are made for it and thrown away.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/node_modules/.bin:$PATH

tools="${XDG_CACHE_HOME:-$HOME/.cache}/madang/deploy-tools"
scripts/deploy-tools/install.sh "$tools"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$tools/compose-go" docker-compose.yml >/dev/null
cp -r deploy/k8s "$work/k8s"
for overlay in dev staging prod; do
  rm -rf "$work/k8s/overlays/$overlay/secrets"
  DATABASE_URL=postgres://madang:madang@postgres.example.com/madang REDIS_URL=rediss://redis.example.com \
    node scripts/make-secrets.ts "$overlay" --generate --into "$work/k8s/overlays/$overlay/secrets" >/dev/null
  "$tools/kustomize" build "$work/k8s/overlays/$overlay" >"$work/$overlay.yaml"
  "$tools/kubeconform" -strict -summary -skip ServiceMonitor -kubernetes-version 1.36.0 \
    -schema-location "$tools/kubernetes-v1.36.0/{{.ResourceKind}}{{.KindSuffix}}.json" "$work/$overlay.yaml"
  node scripts/deploy-tools/check-manifests.ts "$work/$overlay.yaml"
done
"$tools/actionlint" .github/workflows/*.yml
"$tools/promtool" check rules deploy/prometheus/*.rules.yml
"$tools/promtool" test rules deploy/prometheus/*.test.yml
node scripts/deploy-tools/queries-as-rules.ts >"$work/queries.yml"
"$tools/promtool" check rules "$work/queries.yml"
echo "docker-compose.yml, the manifests of dev, staging and prod, the workflows, the alert rules and the dashboards' queries hold."
