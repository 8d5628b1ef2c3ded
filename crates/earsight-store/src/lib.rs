//! Features on disk: immutable Arrow shards and one manifest
