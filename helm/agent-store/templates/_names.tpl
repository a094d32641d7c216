{{- define "store.labels" -}}
app.kubernetes.io/name: agent-store
app.kubernetes.io/part-of: agent-store
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* An image as a pod names it. Takes a dict like .Values.image. */}}
{{- define "store.image" -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag }}{{ end }}
{{- end }}

{{/* Where functions reach one another, with {service} in it. */}}
{{- define "store.serviceUrl" -}}
{{- .Values.serviceUrl | default (printf "http://{service}.%s.svc.%s" .Release.Namespace .Values.clusterDomain) -}}
{{- end }}

{{/* The Broker's ingress: both known classes have addresses that follow from the names. */}}
{{- define "store.brokerUrl" -}}
{{- $broker := .Values.broker -}}
{{- if $broker.url -}}
{{ $broker.url }}
{{- else if eq $broker.class "RabbitMQBroker" -}}
http://{{ $broker.name }}-broker-ingress.{{ .Release.Namespace }}.svc.{{ .Values.clusterDomain }}
{{- else if eq $broker.class "MTChannelBasedBroker" -}}
http://broker-ingress.knative-eventing.svc.{{ .Values.clusterDomain }}/{{ .Release.Namespace }}/{{ $broker.name }}
{{- else -}}
{{- fail (printf "broker.class %s: give its ingress as broker.url" $broker.class) -}}
{{- end -}}
{{- end }}

{{/* What every container may not do; nobody needs more. */}}
{{- define "store.restricted" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "store.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - {name: {{ . }}}
  {{- end }}
{{- end }}
{{- end }}

{{/* Brands as a JSON list of {id, file, names, digest}, in the order of their files. */}}
{{- define "store.brands" -}}
{{- $root := . -}}
{{- $brands := list -}}
{{- range $path, $_ := .Files.Glob "brands/*.yaml" -}}
{{- $text := $root.Files.Get $path -}}
{{- $file := $text | fromYaml -}}
{{- if not $file.id }}{{ fail (printf "%s: %s" $path (default "it has no id" $file.Error)) }}{{ end -}}
{{- $brands = append $brands (dict "id" $file.id "file" (base $path) "names" (list $file.name $file.seller.name) "digest" ($text | sha256sum | trunc 12)) -}}
{{- end -}}
{{- $brands | toJson -}}
{{- end }}

{{/* What each function needs (needs.yaml), as JSON: those that may think do so if their switch is on. */}}
{{- define "store.needs" -}}
{{- $functions := (.Files.Get "needs.yaml" | fromYaml).functions -}}
{{- $llm := .Values.llm -}}
{{- range $functions -}}
{{- if and .mayThink (index $llm (.mayThink | default "desk")) -}}
{{- $_ := set . "thinks" true -}}
{{- else if .mayThink -}}
{{- $_ := set . "secrets" (without .secrets "LLM_API_KEY" "OPENAI_API_KEY" "ANTHROPIC_API_KEY") -}}
{{- end -}}
{{- end -}}
{{- $functions | toJson -}}
{{- end }}

{{/* What a function has beside what its Service names: `defaults` and the image, and once a model is named `llm` for those that think. Takes a dict: root, needs. */}}
{{- define "store.defaults" -}}
{{- $values := .root.Values -}}
{{- $defaults := deepCopy $values.defaults -}}
{{- $image := mergeOverwrite (deepCopy $values.image) $defaults.image -}}
{{- if and .needs.thinks $values.llm.model -}}
{{- $own := $values.llm.image -}}
{{- $image = dict "repository" $own.repository "tag" ($own.tag | default $image.tag) "digest" ($own.digest | default "") "pullPolicy" ($own.pullPolicy | default $image.pullPolicy) -}}
{{- $_ := set $defaults "resources" (mergeOverwrite $defaults.resources (deepCopy $values.llm.resources)) -}}
{{- end -}}
{{- set $defaults "image" $image | toJson -}}
{{- end }}

{{/* Every Service as a JSON list of {name, needs, brand, file, digest, spec}, defaults merged in. */}}
{{- define "store.services" -}}
{{- $root := . -}}
{{- $needs := include "store.needs" . | fromJson -}}
{{- $services := list -}}
{{- range $name, $spec := .Values.services -}}
{{- $own := index $needs $spec.source -}}
{{- $defaults := include "store.defaults" (dict "root" $root "needs" $own) | fromJson -}}
{{- $services = append $services (dict "name" $name "needs" $own "spec" (mergeOverwrite $defaults (deepCopy $spec))) -}}
{{- end -}}
{{- $own := index $needs .Values.sellers.source -}}
{{- range (include "store.brands" . | fromJsonArray) -}}
{{- $defaults := include "store.defaults" (dict "root" $root "needs" $own) | fromJson -}}
{{- $spec := mergeOverwrite $defaults (deepCopy $root.Values.sellers) -}}
{{- $services = append $services (dict "name" (printf "ai-seller-%s" .id) "needs" $own "brand" .id "file" .file "digest" .digest "spec" $spec) -}}
{{- end -}}
{{- $services | toJson -}}
{{- end }}

{{/* Every Trigger as JSON: [{name, service, attributes}], from events.yaml and the brand files. */}}
{{- define "store.triggers" -}}
{{- $root := . -}}
{{- $triggers := list -}}
{{- $catalogue := $root.Files.Get "events.yaml" | fromYaml -}}
{{- range $name, $operation := $catalogue.operations -}}
{{- range $filter := (index $operation "x-triggers") -}}
{{- if $filter.perBrand -}}
{{- range (include "store.brands" $root | fromJsonArray) -}}
{{- $attributes := merge (dict "brand" .id) $filter.attributes -}}
{{- $triggers = append $triggers (dict "name" (printf "%s-%s" $filter.name .id) "service" (printf "%s-%s" $filter.service .id) "attributes" $attributes) -}}
{{- end -}}
{{- else -}}
{{- $triggers = append $triggers (dict "name" $filter.name "service" $filter.service "attributes" $filter.attributes) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $triggers | toJson -}}
{{- end }}
