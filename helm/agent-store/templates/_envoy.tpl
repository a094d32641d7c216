{{/* Envoy's routes from routes.yaml as a JSON list: exact paths first, then the longest prefix. */}}
{{- define "store.doorRoutes" -}}
{{- $timeouts := dict -}}
{{- range (include "store.services" . | fromJsonArray) -}}
{{- $_ := set $timeouts .name .spec.timeoutSeconds -}}
{{- end -}}
{{- $sorted := dict -}}
{{- range (.Files.Get "routes.yaml" | fromYaml).routes -}}
{{- $path := default .prefix .exact -}}
{{- $key := printf "%s%04d%s" (ternary "0" "1" (hasKey . "exact")) (sub 9999 (len $path)) $path -}}
{{- $match := ternary (dict "path" $path) (dict "path_separated_prefix" $path) (hasKey . "exact") -}}
{{- $_ := set $sorted $key (dict "service" .service "match" $match "methods" (join "|" .methods) "timeout" (index $timeouts .service)) -}}
{{- end -}}
{{- $routes := list -}}
{{- range (keys $sorted | sortAlpha) -}}
{{- $routes = append $routes (index $sorted .) -}}
{{- end -}}
{{- $routes | toJson -}}
{{- end }}

{{/* The whole configuration of the door. */}}
{{- define "store.envoy" -}}
{{- $root := . -}}
{{- $gateway := .Values.gateway -}}
{{- $backend := printf "%s.%s.svc.%s" $gateway.backend.name $gateway.backend.namespace .Values.clusterDomain -}}
admin:
  address: {socket_address: {address: 127.0.0.1, port_value: 9901}}
layered_runtime:
  layers:
    - name: static
      static_layer: {re2.max_program_size.error_level: 1000}
static_resources:
  listeners:
    - name: door
      address: {socket_address: {address: 0.0.0.0, port_value: 8080}}
      per_connection_buffer_limit_bytes: 1048576
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: door
                use_remote_address: true
                xff_num_trusted_hops: {{ $gateway.envoy.trustedHops }}
                server_header_transformation: PASS_THROUGH
                strip_any_host_port: true
                # A path that servers behind may read differently is refused or made plain here.
                normalize_path: true
                merge_slashes: true
                path_with_escaped_slashes_action: REJECT_REQUEST
                request_headers_timeout: 10s
                # Longer than the streams' heartbeat.
                stream_idle_timeout: 60s
                common_http_protocol_options: {idle_timeout: 300s, headers_with_underscores_action: DROP_HEADER}
                http2_protocol_options: {max_concurrent_streams: 128}
                local_reply_config:
                  body_format:
                    content_type: application/problem+json
                    json_format: {type: about:blank, status: "%RESPONSE_CODE%", title: "%LOCAL_REPLY_BODY%"}
                http_filters:
                  - name: envoy.filters.http.health_check
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.health_check.v3.HealthCheck
                      pass_through_mode: false
                      headers: [{name: ":path", string_match: {exact: /healthz}}]
                  - name: envoy.filters.http.header_mutation
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation
                      mutations:
                        request_mutations:
                          # Nobody outside speaks as the broker or as Knative.
                          {{- range list "ce-" "k-" "knative-" }}
                          - remove_on_match: {key_matcher: {prefix: {{ . }}, ignore_case: true}}
                          {{- end }}
                  - name: envoy.filters.http.buffer
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.buffer.v3.Buffer
                      max_request_bytes: 4194304
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                      suppress_envoy_headers: true
                route_config:
                  name: shop
                  # Nothing was sent yet when these happen, so asking again is safe.
                  virtual_hosts:
                    - name: shop
                      domains: {{ $gateway.hosts | default (list "*") | toJson }}
                      retry_policy:
                        retry_on: connect-failure,refused-stream,reset-before-request
                        num_retries: 3
                        retry_back_off: {base_interval: 0.05s, max_interval: 0.5s}
                      routes:
                        {{- range (include "store.doorRoutes" . | fromJsonArray) }}
                        - match:
                            {{- toYaml .match | nindent 28 }}
                            headers: [{name: ":method", string_match: {safe_regex: {regex: {{ .methods | quote }}}}}]
                          stat_prefix: {{ .service }}
                          route:
                            cluster: functions
                            host_rewrite_literal: {{ .service }}.{{ $root.Release.Namespace }}.svc.{{ $root.Values.clusterDomain }}
                            timeout: {{ .timeout }}s
                        {{- end }}
                        - match: {prefix: /}
                          direct_response: {status: 404, body: {inline_string: There is nothing here.}}
    - name: stats
      address: {socket_address: {address: 0.0.0.0, port_value: 9902}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                stat_prefix: stats
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
                route_config:
                  virtual_hosts:
                    - name: stats
                      domains: ["*"]
                      routes:
                        - match: {path: /stats/prometheus}
                          route: {cluster: admin}
  clusters:
    - name: functions
      type: STRICT_DNS
      connect_timeout: 2s
      circuit_breakers:
        thresholds: [{max_connections: 20000, max_pending_requests: 20000, max_requests: 20000}]
      load_assignment:
        cluster_name: functions
        endpoints:
          - lb_endpoints:
              - endpoint: {address: {socket_address: {address: {{ $backend }}, port_value: {{ $gateway.backend.port }}}}}
    - name: admin
      type: STATIC
      load_assignment:
        cluster_name: admin
        endpoints:
          - lb_endpoints:
              - endpoint: {address: {socket_address: {address: 127.0.0.1, port_value: 9901}}}
{{- end }}
