"""What every test is held to, as pytest plug-ins named in tests/conftest.py."""
