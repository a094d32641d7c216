"""`make bench-cluster`: what the shop costs on a Knative cluster, beside a bare hello Service."""
