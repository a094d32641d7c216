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

{{/* What functions think with, beside the keys of needs.yaml. */}}
{{- define "store.thinking" -}}
- {name: LLM_MODEL, value: {{ .Values.llm.model | quote }}}
- {name: LLM_FALLBACK_MODELS, value: {{ join "," .Values.llm.fallbackModels | quote }}}
- {name: LLM_API_BASE, value: {{ .Values.llm.apiBase | quote }}}
- {name: LLM_BRAND_DAILY_CENTS, value: {{ int64 .Values.llm.brandDailyCents | quote }}}
- {name: LLM_BRAND_DAILY_TOKENS, value: {{ int64 .Values.llm.brandDailyTokens | quote }}}
- {name: LLM_CONVERSATION_DAILY_CENTS, value: {{ int64 .Values.llm.conversationDailyCents | quote }}}
- {name: LLM_CONVERSATION_DAILY_TOKENS, value: {{ int64 .Values.llm.conversationDailyTokens | quote }}}
{{- range $place, $budget := .Values.llm.places }}
- {name: LLM_{{ upper $place }}_DAILY_CENTS, value: "{{ if not (kindIs "invalid" $budget.dailyCents) }}{{ int64 $budget.dailyCents }}{{ end }}"}
- {name: LLM_{{ upper $place }}_DAILY_TOKENS, value: "{{ if not (kindIs "invalid" $budget.dailyTokens) }}{{ int64 $budget.dailyTokens }}{{ end }}"}
{{- end }}
# By reference, so that a new brand does not restart the sellers of the others.
- {name: BRAND_NAMES, valueFrom: {configMapKeyRef: {name: {{ .Release.Name }}-brand-names, key: names.json}}}
{{- range .Values.llm.keys }}
- {name: {{ . }}, valueFrom: {secretKeyRef: {name: {{ $.Values.secret.name }}, key: {{ . }}, optional: true}}}
{{- end }}
{{- end }}

{{/* Secrets by reference. Takes a dict: root, keys. */}}
{{- define "store.secrets" -}}
{{- $optional := (.root.Files.Get "needs.yaml" | fromYaml).optional -}}
{{- range .keys }}
- {name: {{ . }}, valueFrom: {secretKeyRef: {name: {{ $.root.Values.secret.name }}, key: {{ . }}{{ if has . $optional }}, optional: true{{ end }}}}}
{{- end }}
{{- end }}
