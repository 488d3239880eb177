"""Static files with a hash in their name, compressed once when they are collected."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedHashedStorage(CompressedManifestStaticFilesStorage):
    """As WhiteNoise's, but a vendored file may name a source map that is not shipped."""

    manifest_strict = False
