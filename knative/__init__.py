"""The platform under the shop: manifests for a cluster, and the laptop's stand-in for it."""
