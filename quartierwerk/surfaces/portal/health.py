"""What a load balancer asks."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierwerk.foundation.search import follower


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Pages can be served: the process lives and the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False}, status=503)
    return JsonResponse({"ok": True})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """This version is fully there: no migration is missing and the search index is built."""
    try:
        executor = MigrationExecutor(connection)
        migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "database": False}, status=503)
    indexed = all(state.ready for state in follower.status())
    ready = migrated and indexed
    return JsonResponse({"ready": ready, "migrated": migrated, "indexed": indexed}, status=200 if ready else 503)
