#!/usr/bin/env bash
# Prints madang.rules.yml as the resource that the Prometheus operator reads: deploy/prometheus/rule.sh | kubectl apply --namespace madang -f -
set -euo pipefail
printf '%s\n' 'apiVersion: monitoring.coreos.com/v1' 'kind: PrometheusRule' 'metadata: { name: madang }' 'spec:'
sed 's/^/  /' "$(dirname "$0")/madang.rules.yml"
