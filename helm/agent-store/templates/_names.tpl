{{- define "store.labels" -}}
app.kubernetes.io/name: agent-store
app.kubernetes.io/part-of: agent-store
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "store.image" -}}
{{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag }}{{ end }}
{{- end }}

{{/* One Knative Service. Takes a dict: root, name, spec (merged over the defaults), brand. */}}
{{- define "store.service" -}}
{{- $root := .root -}}
{{- $spec := mergeOverwrite (deepCopy $root.Values.defaults) (deepCopy .spec) -}}
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: {{ .name }}
  labels:
    {{- include "store.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .name }}
    networking.knative.dev/visibility: cluster-local
spec:
  template:
    metadata:
      labels:
        app.kubernetes.io/part-of: agent-store
        app.kubernetes.io/component: {{ .name }}
      annotations:
        autoscaling.knative.dev/min-scale: {{ $spec.minScale | quote }}
        autoscaling.knative.dev/max-scale: {{ $spec.maxScale | quote }}
        autoscaling.knative.dev/target: {{ $spec.target | quote }}
        autoscaling.knative.dev/window: {{ $spec.window | quote }}
        autoscaling.knative.dev/scale-to-zero-pod-retention-period: {{ ternary $root.Values.chatPathRetention $spec.retention (default false $spec.chatPath) | quote }}
        agent-store/brands-hash: {{ ($root.Files.Glob "brands/*.yaml").AsConfig | sha256sum | trunc 12 | quote }}
    spec:
      containerConcurrency: {{ $spec.containerConcurrency }}
      timeoutSeconds: {{ $spec.timeoutSeconds }}
      enableServiceLinks: false
      automountServiceAccountToken: false
      containers:
        - name: function
          image: {{ include "store.image" $root }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          command: ["python", "-m", "shared.function.serve"]
          env:
            - {name: FUNCTION_SOURCE, value: functions/{{ $spec.source }}/main.py}
            - {name: FUNCTION_TARGET, value: main}
            - {name: SHUTDOWN_SECONDS, value: {{ sub $spec.timeoutSeconds 5 | quote }}}
            - {name: BRANDS_PATH, value: /etc/agent-store/brands}
            - {name: TRIGGERS_PATH, value: /etc/agent-store/triggers/triggers.json}
            - {name: PUBLIC_URL, value: {{ $root.Values.publicUrl | quote }}}
            - {name: SERVICE_URL, value: {{ $root.Values.serviceUrl | quote }}}
            - {name: S3_BUCKET, value: {{ $root.Values.s3Bucket | quote }}}
            - {name: MONGODB_DATABASE, value: {{ $root.Values.mongodbDatabase | quote }}}
            - {name: LOG_LEVEL, value: {{ $root.Values.logLevel | quote }}}
            - {name: WHATSAPP_API_BASE_URL, value: {{ $root.Values.whatsapp.apiBaseUrl | quote }}}
            - {name: MESSAGES_PER_MINUTE, value: {{ $root.Values.limits.messagesPerMinute | quote }}}
            - {name: RATE_LIMIT_PER_MINUTE, value: {{ $root.Values.limits.rateLimitPerMinute | quote }}}
            - {name: PAYMENT_SECONDS, value: {{ $root.Values.limits.paymentSeconds | quote }}}
            {{- with .brand }}
            - {name: BRAND, value: {{ . }}}
            {{- end }}
            {{- range $root.Values.secretKeys.required }}
            - {name: {{ . }}, valueFrom: {secretKeyRef: {name: {{ $root.Values.secretName }}, key: {{ . }}}}}
            {{- end }}
            {{- range $root.Values.secretKeys.optional }}
            - {name: {{ . }}, valueFrom: {secretKeyRef: {name: {{ $root.Values.secretName }}, key: {{ . }}, optional: true}}}
            {{- end }}
          resources:
            {{- toYaml $spec.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            runAsNonRoot: true
            capabilities: {drop: [ALL]}
            seccompProfile: {type: RuntimeDefault}
          volumeMounts:
            - {name: brands, mountPath: /etc/agent-store/brands, readOnly: true}
            - {name: triggers, mountPath: /etc/agent-store/triggers, readOnly: true}
      volumes:
        - {name: brands, configMap: {name: {{ $root.Release.Name }}-brands}}
        - {name: triggers, configMap: {name: {{ $root.Release.Name }}-triggers}}
{{- end }}

{{/* Every Trigger as JSON: [{name, service, attributes}], from events.yaml and the brand files. */}}
{{- define "store.triggers" -}}
{{- $root := . -}}
{{- $triggers := list -}}
{{- $catalogue := $root.Files.Get "events.yaml" | fromYaml -}}
{{- range $name, $operation := $catalogue.operations -}}
{{- range $filter := (index $operation "x-triggers") -}}
{{- if $filter.perBrand -}}
{{- range $path, $_ := $root.Files.Glob "brands/*.yaml" -}}
{{- $file := $root.Files.Get $path | fromYaml -}}
{{- if not $file.id }}{{ fail (printf "%s: %s" $path (default "it has no id" $file.Error)) }}{{ end -}}
{{- $brand := $file.id -}}
{{- $attributes := merge (dict "brand" $brand) $filter.attributes -}}
{{- $triggers = append $triggers (dict "name" (printf "%s-%s" $filter.name $brand) "service" (printf "%s-%s" $filter.service $brand) "attributes" $attributes) -}}
{{- end -}}
{{- else -}}
{{- $triggers = append $triggers (dict "name" $filter.name "service" $filter.service "attributes" $filter.attributes) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $triggers | toJson -}}
{{- end }}
