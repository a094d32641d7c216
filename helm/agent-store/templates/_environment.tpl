{{/* Settings that every function may read; none is secret. */}}
{{- define "store.settings" -}}
- {name: PUBLIC_URL, value: {{ .Values.publicUrl | quote }}}
- {name: SERVICE_URL, value: {{ include "store.serviceUrl" . | quote }}}
- {name: S3_BUCKET, value: {{ .Values.s3Bucket | quote }}}
- {name: MONGODB_DATABASE, value: {{ .Values.mongodbDatabase | quote }}}
- {name: LOG_LEVEL, value: {{ .Values.logLevel | quote }}}
- {name: WHATSAPP_API_BASE_URL, value: {{ .Values.whatsapp.apiBaseUrl | quote }}}
- {name: MESSAGES_PER_MINUTE, value: {{ .Values.limits.messagesPerMinute | quote }}}
- {name: RATE_LIMIT_PER_MINUTE, value: {{ .Values.limits.rateLimitPerMinute | quote }}}
- {name: PAYMENT_SECONDS, value: {{ .Values.limits.paymentSeconds | quote }}}
- {name: WAKE, value: {{ .Values.wake | quote }}}
{{- end }}

{{/* Secrets by reference. Takes a dict: root, keys. */}}
{{- define "store.secrets" -}}
{{- $optional := (.root.Files.Get "needs.yaml" | fromYaml).optional -}}
{{- range .keys }}
- {name: {{ . }}, valueFrom: {secretKeyRef: {name: {{ $.root.Values.secret.name }}, key: {{ . }}{{ if has . $optional }}, optional: true{{ end }}}}}
{{- end }}
{{- end }}
