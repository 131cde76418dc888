{{/* The name of everything. */}}
{{- define "hearsay.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The name of the cluster: in the members' label, and in that of their pods. */}}
{{- define "hearsay.cluster" -}}
{{- .Values.cluster | default (include "hearsay.fullname" .) -}}
{{- end -}}

{{/* Labels of everything. */}}
{{- define "hearsay.labels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* What the pods of a component are selected by; of (dict "root" $ "component" "balancer"). */}}
{{- define "hearsay.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* What every pod of the cluster has, also those that are not of this chart. */}}
{{- define "hearsay.member" -}}
hearsay.io/cluster: {{ include "hearsay.cluster" . }}
{{- end -}}

{{/* An image; of (dict "root" $ "name" "hearsay/balancer"). */}}
{{- define "hearsay.image" -}}
{{- printf "%s/%s:%s" .root.Values.image.registry .name (.root.Values.image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}

{{/* The secret with the keyring; empty: there is none. */}}
{{- define "hearsay.keyring" -}}
{{- if .Values.keyring.existingSecret -}}
{{- .Values.keyring.existingSecret -}}
{{- else if .Values.keyring.value -}}
{{- printf "%s-keyring" (include "hearsay.fullname" .) -}}
{{- end -}}
{{- end -}}

{{/* The account of the pods. */}}
{{- define "hearsay.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "hearsay.fullname" .) -}}
{{- end -}}

{{/* The environment of every agent: who it is, and whom it asks first. */}}
{{- define "hearsay.env" -}}
- name: HEARSAY_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: HEARSAY_ADVERTISE
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
- name: HEARSAY_JOIN
  value: {{ include "hearsay.fullname" . }}-members
- name: HEARSAY_LABEL
  value: {{ include "hearsay.cluster" . | quote }}
{{- if include "hearsay.keyring" . }}
- name: HEARSAY_KEYRING
  value: /etc/hearsay/keyring/keyring
{{- end }}
{{- end -}}

{{/* Ports of every agent. */}}
{{- define "hearsay.ports" -}}
- {name: gossip-udp, containerPort: 7946, protocol: UDP}
- {name: gossip-tcp, containerPort: 7946, protocol: TCP}
- {name: health, containerPort: 7374, protocol: TCP}
{{- end -}}

{{/* Started, not ready, before the application: readiness waits for it. */}}
{{- define "hearsay.probes" -}}
startupProbe:
  httpGet: {path: /q/health/started, port: health}
  periodSeconds: 1
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /q/health/live, port: health}
  periodSeconds: 10
readinessProbe:
  httpGet: {path: /q/health/ready, port: health}
  periodSeconds: 2
{{- end -}}
