//! A project on disk: layout, RON, journal, atomic write, lock, migration.
//!
//! [`create`] and [`open()`] give a [`ProjectStore`]. A change is durable when [`Journal::append`] returns; [`ProjectStore::save`]
//! then brings the files up to it. Files are read whole and written whole, one record a line; what this version does not
//! understand is kept and written back as it was. Nothing here prints, asks or decides for the user: findings say what was odd.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

mod anchor;
mod atomic;
mod backup;
mod broken;
mod changes;
mod checked_line;
mod codebook;
mod codebook_faults;
mod complete;
mod conflicts_file;
mod digest;
mod disk;
mod elsewhere;
mod error;
mod file_name;
mod files_state;
mod finding;
mod folder;
mod gather;
mod git_attributes;
mod hold;
mod journal;
mod journal_faults;
mod journal_parts;
mod journal_read;
mod known_fields;
mod layout;
mod litter;
mod load;
mod lock;
mod merge;
mod merge_marks;
mod migrate;
mod old_form;
mod open;
mod open_progress;
mod originals;
mod outside;
mod own_templates;
mod pack;
mod parts;
mod place;
mod project_store;
mod quick_ron;
mod read_file;
mod render;
mod repair;
mod replay;
mod ron_text;
mod schema;
mod source;
mod template;
mod unit;
mod unknown;
mod version;
mod ways;
mod words;
mod written;

pub use broken::{BrokenFile, BrokenFiles};
pub use codebook::{CodebookParts, read_codebook, write_codebook};
pub use error::StoreError;
pub use finding::{Access, Finding, LoadReport, ReadOnlyReason, Severity};
pub use journal::{Instead, Journal, Step};
pub use journal_parts::OlderSteps;
pub use layout::{FORMAT, original as original_place};
pub use merge::merge_projects;
pub use open::{Mode, Opened, create, open, open_watched};
pub use open_progress::OpenProgress;
pub use originals::original_path;
pub use outside::{FileFault, Question};
pub use own_templates::{TemplateEntry, save_template, template_in, templates};
pub use pack::{Original, pack, unpack};
pub use project_store::{ProjectStore, Saved};
use read_file::Leftover;
pub use repair::{Repaired, repair};
pub use template::{TEMPLATES, Template, template};
