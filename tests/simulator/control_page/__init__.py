"""The page that controls the simulator, and its JSON interface."""
