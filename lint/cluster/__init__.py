"""Cleaning on the engine of a data team: a pure function of a record batch, and an idempotent one of a shard."""

from lint.cluster.shards import clean_batch, clean_shard, cleaned_schema, fingerprint

__all__ = ["clean_batch", "clean_shard", "cleaned_schema", "fingerprint"]
