"""What people see: one file a page, widgets and words, no rules."""
