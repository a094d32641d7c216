"""One folder per capability; each is a Knative Service."""
