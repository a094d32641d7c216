{{/* Pod of a Job that runs a module of the functions' image. Takes a dict: root, component, args, secrets, mounts (name to ConfigMaps). */}}
{{- define "store.jobPod" -}}
metadata:
  labels:
    app.kubernetes.io/part-of: agent-store
    app.kubernetes.io/instance: {{ .root.Release.Name }}
    app.kubernetes.io/component: {{ .component }}
spec:
  restartPolicy: {{ .restartPolicy | default "OnFailure" }}
  serviceAccountName: {{ .root.Release.Name }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- include "store.pullSecrets" .root | nindent 2 }}
  containers:
    - name: {{ .component }}
      image: {{ include "store.image" .root.Values.image }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      command: [python]
      args:
        {{- toYaml .args | nindent 8 }}
      env:
        - {name: K_SERVICE, value: {{ .component }}}
        - {name: BRANDS_PATH, value: /etc/agent-store/brands}
        - {name: SERVICE_URL, value: {{ include "store.serviceUrl" .root | quote }}}
        - {name: MONGODB_DATABASE, value: {{ .root.Values.mongodbDatabase | quote }}}
        - {name: LOG_LEVEL, value: {{ .root.Values.logLevel | quote }}}
        {{- include "store.secrets" (dict "root" .root "keys" .secrets) | nindent 8 }}
      resources:
        {{- toYaml .root.Values.jobs.resources | nindent 8 }}
      securityContext:
        {{- include "store.restricted" .root | nindent 8 }}
      {{- with .mounts }}
      volumeMounts:
        {{- range $name, $_ := . }}
        - {name: {{ $name }}, mountPath: /etc/agent-store/{{ $name }}, readOnly: true}
        {{- end }}
      {{- end }}
  {{- with .mounts }}
  volumes:
    {{- range $name, $configMaps := . }}
    - name: {{ $name }}
      projected:
        sources:
          {{- range $configMaps }}
          - {configMap: {name: {{ . }}}}
          {{- else }} []
          {{- end }}
    {{- end }}
  {{- end }}
{{- end }}

{{/* A Job whose name follows from its pod: what changes is a new Job, as Jobs are immutable. */}}
{{- define "store.job" -}}
{{- $pod := include "store.jobPod" . -}}
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ printf "%s-%s-%s" .root.Release.Name .component (printf "%s%s" $pod (.digest | default "") | sha256sum | trunc 8) }}
  labels:
    {{- include "store.labels" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .component }}
spec:
  # Waits for stores that start at the same time: ten tries in about twenty minutes.
  backoffLimit: 10
  template:
    {{- $pod | nindent 4 }}
{{- end }}
