{{/* One Knative Service. Takes a dict: root, and one of store.services. */}}
{{- define "store.service" -}}
{{- $root := .root -}}
{{- $spec := .service.spec -}}
{{- $needs := .service.needs -}}
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: {{ .service.name }}
  labels:
    {{- include "store.labels" $root | nindent 4 }}
    app.kubernetes.io/component: {{ .service.name }}
    networking.knative.dev/visibility: cluster-local
spec:
  template:
    metadata:
      labels:
        app.kubernetes.io/part-of: agent-store
        app.kubernetes.io/instance: {{ $root.Release.Name }}
        app.kubernetes.io/component: {{ .service.name }}
        {{- if has "S3_ENDPOINT_URL" $needs.secrets }}
        agent-store/objects: "true"
        {{- end }}
        {{- if or $needs.internet (and $needs.thinks $root.Values.llm.model) }}
        agent-store/internet: "true"
        {{- end }}
      annotations:
        autoscaling.knative.dev/min-scale: {{ $spec.minScale | quote }}
        autoscaling.knative.dev/max-scale: {{ $spec.maxScale | quote }}
        autoscaling.knative.dev/target: {{ $spec.target | quote }}
        autoscaling.knative.dev/window: {{ $spec.window | quote }}
        autoscaling.knative.dev/scale-to-zero-pod-retention-period: {{ ternary $root.Values.chatPathRetention $spec.retention $spec.chatPath | quote }}
        {{- if $needs.brands }}
        agent-store/brands: {{ .service.digest | default (($root.Files.Glob "brands/*.yaml").AsConfig | sha256sum | trunc 12) | quote }}
        {{- end }}
        {{- if $needs.triggers }}
        agent-store/triggers: {{ include "store.triggers" $root | sha256sum | trunc 12 | quote }}
        {{- end }}
        {{- with $root.Values.secret.revision }}
        agent-store/secret-revision: {{ . | quote }}
        {{- end }}
    spec:
      serviceAccountName: {{ .service.name }}
      automountServiceAccountToken: false
      enableServiceLinks: false
      containerConcurrency: {{ $spec.containerConcurrency }}
      timeoutSeconds: {{ $spec.timeoutSeconds }}
      {{- include "store.pullSecrets" $root | nindent 6 }}
      containers:
        - name: function
          image: {{ include "store.image" $spec.image }}
          imagePullPolicy: {{ $spec.image.pullPolicy }}
          command: ["python", "-m", "shared.function.serve"]
          env:
            - {name: FUNCTION_SOURCE, value: functions/{{ $spec.source }}/main.py}
            - {name: FUNCTION_TARGET, value: main}
            - {name: SHUTDOWN_SECONDS, value: {{ sub $spec.timeoutSeconds 5 | quote }}}
            {{- if not $root.Values.broker.sinkBinding }}
            - {name: K_SINK, value: {{ include "store.brokerUrl" $root | quote }}}
            {{- end }}
            {{- with .service.file }}
            - {name: BRAND_FILE_{{ . }}, valueFrom: {configMapKeyRef: {name: {{ $root.Release.Name }}-brands, key: {{ . }}}}}
            {{- end }}
            {{- if $needs.triggers }}
            - {name: TRIGGERS_PATH, value: /etc/agent-store/triggers/triggers.json}
            {{- end }}
            {{- with .service.brand }}
            - {name: BRAND, value: {{ . }}}
            {{- end }}
            {{- include "store.settings" $root | nindent 12 }}
            {{- if $needs.thinks }}
            {{- include "store.thinking" $root | nindent 12 }}
            {{- with $needs.mayThink }}
            - {name: LLM_{{ upper . }}, value: "true"}
            {{- end }}
            {{- with $needs.tells }}
            {{- if index $root.Values.llm . }}
            - {name: LLM_{{ upper . }}, value: "true"}
            {{- end }}
            {{- end }}
            {{- end }}
            {{- range $name, $value := $spec.env }}
            - {name: {{ $name }}, value: {{ $value | quote }}}
            {{- end }}
            {{- include "store.secrets" (dict "root" $root "keys" $needs.secrets) | nindent 12 }}
          {{- if and $needs.brands (not .service.file) }}
          # As variables, not as files: the kubelet looks for mounts every 300 ms (docs/adr/0017).
          envFrom:
            - {prefix: BRAND_FILE_, configMapRef: {name: {{ $root.Release.Name }}-brands}}
          {{- end }}
          # Answered from memory: Knative asks every 50 ms while a pod starts.
          readinessProbe:
            httpGet: {path: /healthz}
          livenessProbe:
            httpGet: {path: /healthz}
            periodSeconds: 15
            timeoutSeconds: 5
            failureThreshold: 4
          resources:
            {{- toYaml $spec.resources | nindent 12 }}
          securityContext:
            {{- include "store.restricted" $root | nindent 12 }}
          {{- if $needs.triggers }}
          volumeMounts:
            - {name: triggers, mountPath: /etc/agent-store/triggers, readOnly: true}
      volumes:
        - {name: triggers, configMap: {name: {{ $root.Release.Name }}-triggers}}
          {{- end }}
{{- end }}
