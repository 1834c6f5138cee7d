"""What a set gives the legs: capacity, effort, load and worth from the same pose that gives the spine's demand."""
