//! The model: what a project is, and the only code that changes one.
//!
//! Everything in a project is a [`Record`] with an id. A change is a [`Transaction`] of [`Edit`]s, each of which adds, replaces or
//! removes one record; [`Project::apply`] carries out all of it or nothing and hands back the exact inverse.
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

mod annotation;
mod apply;
mod claim;
mod code_tree;
mod codebook;
mod conflict;
mod document;
mod edit;
mod fields;
mod ids;
mod index;
mod memo;
mod people;
mod project;
mod record;
mod tally;

pub use annotation::{Annotation, Link, Origin, Place, Reference, Target, Value};
pub use apply::{ApplyError, Fault};
pub use claim::{Claim, Looked, Treatment, TreatmentKey, TreatmentKind};
pub use codebook::{Attribute, AttributeKind, Code, CodebookInfo, Condition, Layer, LinkType, Scope};
pub use conflict::{Conflict, Versions};
pub use document::{Document, Provenance};
pub use edit::{Edit, Origin as StepOrigin, Transaction};
pub use fields::{FieldMerge, merge_codebook, merge_fields, merge_info};
pub use ids::{
    AnnotationId, AttributeId, ClaimId, CodeId, CoderId, ConflictId, DocumentId, EntityId, EventId, IdError, LayerId, LinkId, LinkTypeId,
    MarkId, MemoId,
};
pub use index::Sampled;
pub use memo::{Mark, MarkSubject, Memo, Progress, ProgressKey, ProgressState};
pub use people::{Coder, Entity, Event};
pub use project::{Project, ProjectInfo};
pub use record::{Extra, Record, RecordId, RecordKind};
pub use tally::Tally;
