//! A project on disk: layout, RON, journal, atomic write, lock, migration.
//!
//! [`create`] and [`open()`] give a [`ProjectStore`]. A change is durable when [`Journal::append`] returns; [`ProjectStore::save`]
//! then brings the files up to it. Files are read whole and written whole, one record a line; what this version does not
//! understand is kept and written back as it was. Nothing here prints, asks or decides for the user: findings say what was odd.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

mod anchor;
mod atomic;
mod backup;
mod changes;
mod codebook;
mod codebook_faults;
mod digest;
mod disk;
mod error;
mod finding;
mod folder;
mod git_attributes;
mod journal;
mod known_fields;
mod layout;
mod load;
mod lock;
mod merge;
mod migrate;
mod open;
mod originals;
mod own_templates;
mod pack;
mod parallel;
mod project_store;
mod read_file;
mod render;
mod ron_text;
mod source;
mod template;
mod version;

pub use codebook::{CodebookParts, read_codebook, write_codebook};
pub use error::StoreError;
pub use finding::{Access, Finding, LoadReport, ReadOnlyReason, Severity};
pub use journal::{Journal, Step};
pub use layout::FORMAT;
pub use merge::{Conflict, merge_projects};
pub use open::{Mode, Opened, create, open};
pub use originals::original_path;
pub use own_templates::{TemplateEntry, save_template, template_in, templates};
pub use pack::{Original, pack, unpack};
pub use project_store::{ProjectStore, Saved};
use read_file::Leftover;
pub use template::{TEMPLATES, Template, template};
