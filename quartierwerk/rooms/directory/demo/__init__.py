"""The invented creative actors of the demo city: words, profiles, addresses, pictures, lists."""
