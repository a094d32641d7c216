{{/* To the platform and to pods of this namespace (the Broker's ingress, trial stores). */}}
{{- define "store.insideEgress" -}}
- to:
    - podSelector: {}
    - namespaceSelector:
        matchExpressions:
          - {key: kubernetes.io/metadata.name, operator: In, values: {{ .Values.networkPolicies.platform | toJson }}}
{{- end }}

{{/* To peers on ports; no peers is anywhere. Takes {to, ports}. */}}
{{- define "store.egress" -}}
- ports:
    {{- range .ports }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
