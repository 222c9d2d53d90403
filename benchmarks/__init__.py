"""What ``make bench`` runs; docs/benchmarks.md says what each row means."""
