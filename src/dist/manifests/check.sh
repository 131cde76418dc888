#!/bin/sh
# Renders the chart in several ways and the Kustomize base with its components, and checks all of it, and the example of
# compose/kubernetes, against the schemas of the API. helm and kubectl are used where they are; without helm the chart is
# rendered by render.go. What cannot be done here is told.
set -eu
cd "$(dirname "$0")/../../.."
. src/demo/alive.sh
. src/build/jdk.sh
out=target/manifests
rm -rf "$out"
mkdir -p "$out"
chart=deploy/chart/hearsay

renderer() {
  if command -v helm >/dev/null; then
    helm lint --quiet "$chart"
    echo helm
    return
  fi
  for path in /usr/share/gocode "${GOPATH:-}"; do
    if command -v go >/dev/null && [ -d "$path/src/github.com/Masterminds/sprig" ]; then
      GO111MODULE=off GOPATH=$path go build -o "$out/render" src/dist/manifests/render.go
      echo "$out/render"
      return
    fi
  done
}

# render NAME VALUES: the chart with these values.
render() {
  printf '%s\n' "$2" >"$out/$1.values"
  if [ "$program" = helm ]; then
    helm template shop "$chart" --values "$out/$1.values" >"$out/chart-$1.yaml"
  else
    "$program" "$chart" shop "$out/$1.values" >"$out/chart-$1.yaml" 2>"$out/chart-$1.notes"
  fi
}

program=$(renderer)
if [ -n "$program" ]; then
  echo "The chart is rendered by $program"
  render default '{}'
  render all '
example: {enabled: true}
serviceMonitor: {enabled: true, labels: {release: prometheus}}
keyring: {value: "c2VjcmV0"}
image: {registry: registry.example.org, tag: "1", pullSecrets: [pull]}
service: {type: NodePort, annotations: {a: "1"}, loadBalancerSourceRanges: [10.0.0.0/8]}
serviceAccount: {annotations: {b: "2"}}
networkPolicy: {metricsFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}
balancer:
  tlsSecret: shop-tls
  settings: {hearsay.balancer.client-rate: 100/10s, hearsay.balancer.stats: "0.0.0.0:1936"}
  template: |
    {#include built-in /}
  podAnnotations: {c: "3"}
  nodeSelector: {d: "4"}
  tolerations: [{key: e, operator: Exists}]
  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: f, operator: Exists}]}]}}}
  priorityClassName: system-cluster-critical'
  render daemonset '
fullnameOverride: edge
cluster: one
balancer: {kind: DaemonSet}
keyring: {existingSecret: mine}
service: {type: ClusterIP}
serviceAccount: {name: mine}
podDisruptionBudget: {enabled: false}
networkPolicy: {enabled: false}'
else
  echo "The chart was not rendered: there is neither helm, nor Go with sprig (see render.go)."
fi

if command -v kubectl >/dev/null; then
  kubectl kustomize deploy/kustomize/base >"$out/kustomize-base.yaml"
  mkdir -p "$out/overlay"
  echo c2VjcmV0 >"$out/overlay/keyring"
  cat >"$out/overlay/kustomization.yaml" <<'OVERLAY'
namespace: shop
resources: [../../../deploy/kustomize/base]
components:
  - ../../../deploy/kustomize/components/example
  - ../../../deploy/kustomize/components/keyring
  - ../../../deploy/kustomize/components/monitoring
secretGenerator:
  - {name: hearsay-keyring, files: [keyring]}
OVERLAY
  kubectl kustomize "$out/overlay" >"$out/kustomize-all.yaml"
else
  echo "The Kustomize base was not built: there is no kubectl."
fi
cp compose/kubernetes/shop.yaml "$out/example.yaml"

alive "$out/maven.log" "Fetching the schemas" \
  mvn -B -ntp -q -Pmanifests dependency:build-classpath "-Dmdep.outputFile=$PWD/$out/classpath" -DincludeScope=test
# A checker that finds nothing may be one that looks at nothing: these have to be refused.
for wrong in 's/ replicas: 2/ replicaz: 2/' 's/ replicas: 2/ replicas: "2"/' 's/ port: health/ prt: health/' \
  's/ clusterIP: None/ clusterIP: 5/'; do
  sed "$wrong" "$out/kustomize-base.yaml" >"$out/wrong"
  if "$JAVA_HOME/bin/java" -cp "$(cat "$out/classpath")" src/dist/manifests/Validate.java "$out/wrong" >"$out/wrong.log"; then
    echo "The check does not find $wrong"
    exit 1
  fi
done
"$JAVA_HOME/bin/java" -cp "$(cat "$out/classpath")" src/dist/manifests/Validate.java "$out"/*.yaml
echo "All manifests are valid."
