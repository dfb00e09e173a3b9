//! A project on disk: layout, RON, journal, atomic write, lock, migration.
