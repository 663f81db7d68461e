"""What is asked and what is said: YAML, Russian and English side by side."""
