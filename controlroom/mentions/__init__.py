"""What people say: received, matched, counted and watched in a process of its own."""
