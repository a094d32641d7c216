"""The seller: one code base, one Service per brand."""
