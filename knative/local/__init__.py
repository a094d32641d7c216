"""The laptop's Knative: broker, activator, gateway and embedded stores driven by the same manifests."""
