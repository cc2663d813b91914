#!/usr/bin/env python
"""Django's own command line; people use ``quartierwerk`` (see quartierwerk/config/cli.py)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierwerk.config.settings")
    execute_from_command_line(sys.argv)
