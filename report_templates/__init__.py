"""How the report looks: templates, stylesheet, fonts, labels."""
