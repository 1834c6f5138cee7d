"""One file a step. A step that was published is never changed: a new step follows it."""
