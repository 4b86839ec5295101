#!/usr/bin/env bash
# Checks everything that deploys Madang: each overlay is built and held against the Kubernetes schemas, each service's config.ts and what a
# roll-out needs (deploy-tools/check-manifests.ts), workflows against actionlint, alert rules and the queries of dashboards and of the metrics
# adapter against promtool. Secrets are made for it and thrown away.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/node_modules/.bin:$PATH

tools="${XDG_CACHE_HOME:-$HOME/.cache}/madang/deploy-tools"
# The oldest that deploy/k8s/README.md promises, and the newest.
kubernetes=(1.30.0 1.37.0)
scripts/deploy-tools/install.sh "$tools" "${kubernetes[@]}"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$tools/compose-go" docker-compose.yml >/dev/null
# Staging is built with every provider, partner and store that is a choice, the others with what is there by default.
chosen=(
  KAFKA_SASL_MECHANISM=scram-sha-512 KAFKA_SASL_USERNAME=madang KAFKA_SASL_PASSWORD=madang
  OTEL_EXPORTER_OTLP_HEADERS=authorization=key
  AI_PROVIDER=openai AI_API_KEY=key AI_MODEL=model AI_BASE_URL=https://model.example.com/v1 AI_INPUT_PRICE=1 AI_OUTPUT_PRICE=2
  IMAGE_PROVIDER=openai IMAGE_API_KEY=key IMAGE_MODEL=model IMAGE_BASE_URL=https://pictures.example.com/v1 IMAGE_PRICE=1
  IMAGE_STORE=s3 CDN_URL=https://cdn.example.com S3_ENDPOINT=https://s3.example.com S3_BUCKET=posters S3_REGION=eu-west-1
  S3_ACCESS_KEY_ID=id S3_SECRET_ACCESS_KEY=key CHANNELS=http
)
for channel in URIDONGNE_TV GENIE_TV RINGO_BIZ SNS; do
  chosen+=("${channel}_URL=https://partner.example.com" "${channel}_SECRET=$(printf '%032d' 0)")
done

cp -r deploy/k8s "$work/k8s"
for overlay in dev staging prod; do
  rm -rf "$work/k8s/overlays/$overlay/secrets"
  if [ "$overlay" = staging ]; then choices=("${chosen[@]}"); else choices=(); fi
  env DATABASE_URL=postgres://madang:madang@postgres.example.com/madang REDIS_URL=rediss://redis.example.com "${choices[@]}" \
    node scripts/make-secrets.ts "$overlay" --generate --into "$work/k8s/overlays/$overlay/secrets" >/dev/null
  "$tools/kustomize" build "$work/k8s/overlays/$overlay" >"$work/$overlay.yaml"
  for version in "${kubernetes[@]}"; do
    "$tools/kubeconform" -strict -summary -skip ServiceMonitor -kubernetes-version "$version" \
      -schema-location "$tools/kubernetes-v$version/{{.ResourceKind}}{{.KindSuffix}}.json" "$work/$overlay.yaml"
  done
  node scripts/deploy-tools/check-manifests.ts "$work/$overlay.yaml"
done
"$tools/actionlint" .github/workflows/*.yml
"$tools/promtool" check rules deploy/prometheus/*.rules.yml
"$tools/promtool" test rules deploy/prometheus/*.test.yml
node scripts/deploy-tools/queries-as-rules.ts >"$work/queries.yml"
"$tools/promtool" check rules "$work/queries.yml"
echo "docker-compose.yml, the manifests of dev, staging and prod, the workflows, the alert rules and the dashboards' queries hold."
