"""Reading lists into the directory: upload, check, run, undo; each in blocks that are whole or absent.

A job remembers the last row that its current step has behind it. Every block locks the job, so the page, the
worker and the command line may push the same job at the same time, and a process that is killed leaves nothing half.
"""

from quartierwerk.rooms.directory.actions.imports.checking import check_block, check_import, stage
from quartierwerk.rooms.directory.actions.imports.forgetting import forget_file
from quartierwerk.rooms.directory.actions.imports.running import import_block, run_import
from quartierwerk.rooms.directory.actions.imports.steps import (
    NameNotMapped,
    NoListName,
    OnAnErrand,
    Tools,
)
from quartierwerk.rooms.directory.actions.imports.undoing import undo_block, undo_import
from quartierwerk.rooms.directory.actions.imports.uploading import Upload, map_columns, upload
