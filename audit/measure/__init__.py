"""What the CRM says: exports read, checked, measured, doubted, and put beside what people believe."""
