//! A project: its records by kind, and the questions that are answered from an index.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::code_tree;
use super::index::{Index, Sampled, page_key};
use super::{
    Annotation, AnnotationId, Attribute, AttributeId, Claim, ClaimId, Code, CodeId, CodebookInfo, Coder, CoderId, Conflict, ConflictId,
    Document, DocumentId, Entity, EntityId, Event, EventId, Extra, Layer, LayerId, Link, LinkId, LinkType, LinkTypeId, Mark, MarkId, Memo,
    MemoId, Progress, ProgressKey, Record, RecordId, Reference, Treatment, TreatmentKey,
};
use crate::text::Span;

/// Title and settings of a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProjectInfo {
    /// An id that stays when the folder is renamed or copied by hand.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// Fields of a newer minor version.
    #[serde(skip_serializing_if = "Extra::is_empty")]
    pub extra: Extra,
}

macro_rules! project {
    ($($(#[$doc:meta])* $field:ident: $variant:ident($id:ty);)*) => {
        /// Everything an analyst has: documents, codebook, coders, register, ledger and annotations.
        ///
        /// Cloning is cheap whatever its size (persistent maps, shared records), so a background job gets a clone.
        /// It changes through [`Project::apply`] alone.
        #[derive(Debug, Clone, Default)]
        pub struct Project {
            pub(super) info: ProjectInfo,
            pub(super) codebook: CodebookInfo,
            $(pub(super) $field: OrdMap<$id, Arc<$variant>>,)*
            pub(super) conflicts: OrdMap<ConflictId, Arc<Conflict>>,
            pub(super) index: Index,
        }

        impl Project {
            $($(#[$doc])* pub fn $field(&self) -> &OrdMap<$id, Arc<$variant>> { &self.$field })*

            /// The record of this id.
            pub fn record(&self, id: &RecordId) -> Option<Record> {
                match id { $(RecordId::$variant(id) => self.$field.get(id).cloned().map(Record::$variant),)* }
            }

            /// Whether there is a record of this id.
            pub fn has(&self, id: &RecordId) -> bool {
                match id { $(RecordId::$variant(id) => self.$field.contains_key(id),)* }
            }

            /// Every record, kinds in the order in which one may need another.
            pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
                std::iter::empty()$(.chain(self.$field.values().cloned().map(Record::$variant)))*
            }

            pub(super) fn put(&mut self, record: Record) -> Option<Record> {
                let old = match (&record, record.id()) {
                    $((Record::$variant(r), RecordId::$variant(id)) => {
                        self.$field.insert(id, Arc::clone(r)).map(Record::$variant)
                    })*
                    // `Record::id` gives the id of the record's own kind.
                    _ => None,
                };
                if let Some(old) = &old {
                    self.index.remove(old);
                }
                self.index.add(&record);
                old
            }

            /// Puts a record without counting it in the index; where another one has the id, that one stays and `false` comes back.
            pub(super) fn put_uncounted(&mut self, record: &Record) -> bool {
                match (record, record.id()) {
                    $((Record::$variant(r), RecordId::$variant(id)) => match self.$field.insert(id.clone(), Arc::clone(r)) {
                        Some(first) => {
                            self.$field.insert(id, first);
                            false
                        }
                        None => true,
                    },)*
                    // `Record::id` gives the id of the record's own kind.
                    _ => false,
                }
            }

            pub(super) fn take(&mut self, id: &RecordId) -> Option<Record> {
                let old = match id { $(RecordId::$variant(id) => self.$field.remove(id).map(Record::$variant),)* };
                if let Some(old) = &old {
                    self.index.remove(old);
                }
                old
            }
        }

        impl PartialEq for Project {
            fn eq(&self, other: &Self) -> bool {
                let heads = self.info == other.info && self.codebook == other.codebook && self.conflicts == other.conflicts;
                heads $(&& self.$field == other.$field)*
            }
        }
    };
}

project! {
    /// Coders.
    coders: Coder(CoderId);
    /// Events.
    events: Event(EventId);
    /// Attributes of the codebook.
    attributes: Attribute(AttributeId);
    /// Layers of the codebook, by id; see [`Project::layers_in_order`].
    layers: Layer(LayerId);
    /// Codes, by id; see [`Project::codes_of`].
    codes: Code(CodeId);
    /// Types of links.
    link_types: LinkType(LinkTypeId);
    /// The entity register.
    entities: Entity(EntityId);
    /// The claim ledger, by id; see [`Project::claims_in_order`].
    claims: Claim(ClaimId);
    /// Documents.
    documents: Document(DocumentId);
    /// Annotations of all coders.
    annotations: Annotation(AnnotationId);
    /// Links between annotations.
    links: Link(LinkId);
    /// Treatments of claims by documents.
    treatments: Treatment(TreatmentKey);
    /// Memos.
    memos: Memo(MemoId);
    /// "Looked, nothing here".
    marks: Mark(MarkId);
    /// How far each coder is.
    progress: Progress(ProgressKey);
}

impl Project {
    /// Title and settings.
    pub fn info(&self) -> &ProjectInfo {
        &self.info
    }

    /// Title, purpose and revision of the codebook.
    pub fn codebook(&self) -> &CodebookInfo {
        &self.codebook
    }

    /// What others changed in another way than was done here, until it is settled.
    pub fn conflicts(&self) -> &OrdMap<ConflictId, Arc<Conflict>> {
        &self.conflicts
    }

    /// The same project with these conflicts, as they were kept.
    #[must_use]
    pub fn with_conflicts(self, conflicts: impl IntoIterator<Item = Conflict>) -> Self {
        Self { conflicts: conflicts.into_iter().map(|c| (c.id.clone(), Arc::new(c))).collect(), ..self }
    }

    pub(super) fn set_conflict(&mut self, id: &ConflictId, conflict: Option<Arc<Conflict>>) -> Option<Arc<Conflict>> {
        match conflict {
            Some(conflict) => self.conflicts.insert(id.clone(), conflict),
            None => self.conflicts.remove(id),
        }
    }

    /// Layers in the order of the screen.
    pub fn layers_in_order(&self) -> Vec<&Arc<Layer>> {
        let mut layers: Vec<_> = self.layers.values().collect();
        layers.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
        layers
    }

    /// Codes of a layer in the order of the screen: a code before the codes under it, siblings by rank.
    pub fn codes_of(&self, layer: &LayerId) -> Vec<&Arc<Code>> {
        let mut codes: Vec<_> = self.codes.values().filter(|c| c.layer == *layer).collect();
        codes.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
        code_tree::in_tree_order(codes)
    }

    /// The codes above a code in the tree, the next one first.
    pub fn codes_above<'a>(&'a self, code: &'a Code) -> impl Iterator<Item = &'a Arc<Code>> {
        let up = |code: &Code| code.parent.as_ref().and_then(|id| self.codes.get(id));
        // A faulty tree may bite its tail.
        std::iter::successors(up(code), move |code| up(code)).take(self.codes.len())
    }

    /// The attributes an annotation with this code may carry: the code's own, then its layer's.
    pub fn attributes_of(&self, code: &CodeId) -> Vec<&Arc<Attribute>> {
        let Some(code) = self.codes.get(code) else { return Vec::new() };
        let of_layer = self.layers.get(&code.layer).map_or(&[][..], |l| &l.attributes);
        let ids = code.attributes.iter().chain(of_layer);
        ids.filter_map(|id| self.attributes.get(id)).collect()
    }

    /// The layer of a code.
    pub fn layer_of(&self, code: &CodeId) -> Option<&Arc<Layer>> {
        self.layers.get(&self.codes.get(code)?.layer)
    }

    /// Claims in the order of the ledger.
    pub fn claims_in_order(&self) -> Vec<&Arc<Claim>> {
        let mut claims: Vec<_> = self.claims.values().collect();
        claims.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
        claims
    }

    /// How often other records refer to this one.
    pub fn uses_of(&self, id: &RecordId) -> u32 {
        self.index.uses_of(id)
    }

    /// How many annotations a document has, of all coders.
    pub fn annotation_count(&self, document: &DocumentId) -> usize {
        self.index.count_in(document)
    }

    /// Annotations of a document whose words are not at their place, of all coders, by id.
    pub fn orphans_of(&self, document: &DocumentId) -> impl Iterator<Item = &Arc<Annotation>> {
        self.index.orphans_of(document).filter_map(|id| self.annotations.get(id))
    }

    /// How often a coder put each code in a document; codes that were not put are left out.
    pub fn codes_in(&self, document: &DocumentId, coder: &CoderId) -> impl Iterator<Item = (&CodeId, u32)> {
        self.index.codes_in(document, coder)
    }

    /// Annotations on the whole document, by id.
    pub fn annotations_on_document<'a>(&'a self, document: &DocumentId) -> impl Iterator<Item = &'a Arc<Annotation>> + use<'a> {
        self.index.on_document(document).filter_map(|id| self.annotations.get(id))
    }

    /// All annotations of a document in page order (start, longest first, id); those on the whole document come first.
    pub fn annotations_of(&self, document: &DocumentId) -> Vec<&Arc<Annotation>> {
        let on_text = self.index.on_text(document).filter_map(|id| self.annotations.get(id));
        let mut all: Vec<_> = self.annotations_on_document(document).chain(on_text).collect();
        all.sort_by(|a, b| page_order(a).cmp(&page_order(b)));
        all
    }

    /// Annotations whose extent shares a byte with `window`, in page order.
    ///
    /// Costs what is found, not what the document holds.
    pub fn annotations_touching(&self, document: &DocumentId, window: Span) -> Vec<&Arc<Annotation>> {
        let ids = self.index.unsorted_touching(document, window);
        let mut found: Vec<_> = ids.iter().filter_map(|id| self.annotations.get(id)).collect();
        found.sort_by(|a, b| page_order(a).cmp(&page_order(b)));
        found
    }

    /// Annotations whose extent shares a byte with `window`, looking at `limit` of them at most: long ones come first, and where
    /// more lie than may be looked at, some are left out. For overviews, whose cost must not grow with the project.
    pub fn annotations_sampled(&self, document: &DocumentId, window: Span, limit: usize) -> Sampled<&Arc<Annotation>> {
        let Sampled { found, examined, complete } = self.index.sample_touching(document, window, limit);
        Sampled { found: found.into_iter().filter_map(|id| self.annotations.get(id)).collect(), examined, complete }
    }

    /// The annotation after this one in page order.
    pub fn annotation_after(&self, annotation: &Annotation) -> Option<AnnotationId> {
        let extent = annotation.target.extent()?;
        self.index.after(&annotation.document, &page_key(extent, annotation.id.clone()))
    }

    /// The annotation before this one in page order.
    pub fn annotation_before(&self, annotation: &Annotation) -> Option<AnnotationId> {
        let extent = annotation.target.extent()?;
        self.index.before(&annotation.document, &page_key(extent, annotation.id.clone()))
    }

    /// The first annotation that starts at `offset` (bytes) or behind it.
    pub fn annotation_from(&self, document: &DocumentId, offset: usize) -> Option<AnnotationId> {
        self.index.after(document, &(offset as u32, 0, AnnotationId::lowest()))
    }

    /// The last annotation that starts before `offset` (bytes).
    pub fn annotation_until(&self, document: &DocumentId, offset: usize) -> Option<AnnotationId> {
        self.index.before(document, &(offset as u32, 0, AnnotationId::lowest()))
    }

    /// Links that start or end at an annotation.
    pub fn links_of<'a>(&'a self, annotation: &AnnotationId) -> impl Iterator<Item = &'a Arc<Link>> + use<'a> {
        self.index.links_of(annotation).filter_map(|id| self.links.get(id))
    }

    /// Annotations whose attributes name this entity or claim.
    pub fn annotations_naming<'a>(&'a self, reference: &Reference) -> impl Iterator<Item = &'a Arc<Annotation>> + use<'a> {
        self.index.mentions_of(reference).filter_map(|id| self.annotations.get(id))
    }
}

/// Start, longest first, id; the whole document before everything.
fn page_order(a: &Annotation) -> (Option<(usize, usize)>, &AnnotationId) {
    let place = a.target.extent().map(|e| (e.start(), usize::MAX - e.end()));
    (place, &a.id)
}
