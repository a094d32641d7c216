"""The laptop's Knative: broker, activator, gateway, embedded stores, by the same manifests."""
