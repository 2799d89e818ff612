"""Static files in production: compressed, and named after their content, so that browsers may keep them for a year."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's, and the imports between our own ES modules name the hashed files too.

    Ours alone (static/js/): others' scripts mention files in their comments that do not exist, which is an error.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
