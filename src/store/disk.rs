//! The shapes of records on disk where they are slimmer than in memory: what the file's path says is not repeated in it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::sync::Arc;

use jiff::Timestamp;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::ron_text::Shape;
use super::schema::{self, Fields};
use crate::model::Looked;
use crate::model::{
    Annotation, AnnotationId, Attribute, AttributeId, Claim, ClaimId, Code, CodeId, CodebookInfo, Coder, CoderId, Document, DocumentId,
    Entity, EntityId, Event, EventId, Extra, Layer, LayerId, Link, LinkId, LinkType, LinkTypeId, Mark, MarkId, MarkSubject, Memo, MemoId,
    Origin, Place, Progress, ProgressState, ProjectInfo, Provenance, RecordId, Target, Treatment, TreatmentKind, Value,
};
use crate::text::{ReadingText, Run, Span, Style};

macro_rules! shapes {
    ($($name:ty: $fields:ident),* $(,)?) => {$(
        impl Shape for $name {
            fn extra(&mut self) -> &mut Extra { &mut self.extra }
            fn fields() -> &'static Fields { &schema::$fields }
        }
    )*};
}

shapes!(
    ProjectInfo: PROJECT_INFO,
    CodebookInfo: CODEBOOK_INFO,
    Coder: CODER,
    Event: EVENT,
    Attribute: ATTRIBUTE,
    Layer: LAYER,
    Code: CODE,
    LinkType: LINK_TYPE,
    Entity: ENTITY,
    Claim: CLAIM,
    DiskDocument: DOCUMENT,
    DiskAnnotation: ANNOTATION,
    DiskLink: LINK,
    DiskTreatment: TREATMENT,
    DiskMemo: MEMO,
    DiskMark: MARK,
    DiskProgress: PROGRESS
);

/// A map in which no key stands twice: of two values with one key the first would be lost without a word.
fn map_of_different_keys<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Deserialize<'de> + Ord + Display,
    V: Deserialize<'de>,
{
    struct Pairs<K, V>(PhantomData<(K, V)>);

    impl<'de, K: Deserialize<'de> + Ord + Display, V: Deserialize<'de>> Visitor<'de> for Pairs<K, V> {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
            let mut pairs = BTreeMap::new();
            while let Some((key, value)) = map.next_entry::<K, V>()? {
                match pairs.entry(key) {
                    Entry::Vacant(entry) => drop(entry.insert(value)),
                    Entry::Occupied(entry) => return Err(M::Error::custom(format!("'{}' stands there twice", entry.key()))),
                }
            }
            Ok(pairs)
        }
    }

    deserializer.deserialize_map(Pairs(PhantomData))
}

/// A place as `(start, end, "quote")`, in bytes.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DiskPlace(u32, u32, Arc<str>);

impl From<&Place> for DiskPlace {
    fn from(place: &Place) -> Self {
        Self(place.span.start() as u32, place.span.end() as u32, Arc::clone(&place.quote))
    }
}

impl DiskPlace {
    fn place(self) -> Result<Place, String> {
        let span = Span::new(self.0 as usize, self.1 as usize).map_err(|e| e.to_string())?;
        Ok(Place { span, quote: self.2 })
    }
}

fn default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DiskAnnotation {
    id: AnnotationId,
    code: CodeId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    spans: Option<Vec<DiskPlace>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paragraph: Option<DiskPlace>,
    #[serde(default, skip_serializing_if = "default", deserialize_with = "map_of_different_keys")]
    attributes: BTreeMap<AttributeId, Value>,
    #[serde(default, skip_serializing_if = "default")]
    memo: String,
    #[serde(default, skip_serializing_if = "default")]
    origin: Origin,
    created: Timestamp,
    #[serde(default, skip_serializing_if = "default")]
    changed: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "default")]
    revision: u32,
    #[serde(default, skip_serializing_if = "default")]
    orphan: bool,
    #[serde(skip)]
    extra: Extra,
}

impl From<&Annotation> for DiskAnnotation {
    fn from(a: &Annotation) -> Self {
        let (spans, paragraph) = match &a.target {
            Target::Spans(places) => (Some(places.iter().map(DiskPlace::from).collect()), None),
            Target::Paragraph(place) => (None, Some(DiskPlace::from(place))),
            Target::Document => (None, None),
        };
        Self {
            id: a.id.clone(),
            code: a.code.clone(),
            spans,
            paragraph,
            attributes: a.attributes.clone(),
            memo: a.memo.clone(),
            origin: a.origin.clone(),
            created: a.created,
            changed: a.changed,
            revision: a.revision,
            orphan: a.orphan,
            extra: a.extra.clone(),
        }
    }
}

impl DiskAnnotation {
    pub fn annotation(self, coder: &CoderId, document: &DocumentId) -> Result<Annotation, String> {
        let target = match (self.spans, self.paragraph) {
            (Some(_), Some(_)) => return Err("an annotation has either spans or a paragraph".to_owned()),
            (Some(places), None) => Target::Spans(places.into_iter().map(DiskPlace::place).collect::<Result<_, _>>()?),
            (None, Some(place)) => Target::Paragraph(place.place()?),
            (None, None) => Target::Document,
        };
        Ok(Annotation {
            id: self.id,
            coder: coder.clone(),
            document: document.clone(),
            code: self.code,
            target,
            attributes: self.attributes,
            memo: self.memo,
            origin: self.origin,
            created: self.created,
            changed: self.changed,
            revision: self.revision,
            orphan: self.orphan,
            extra: self.extra,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DiskMark {
    id: MarkId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paragraph: Option<DiskPlace>,
    #[serde(default, skip_serializing_if = "default")]
    claim: Option<ClaimId>,
    #[serde(default, skip_serializing_if = "default")]
    layer: Option<LayerId>,
    #[serde(default, skip_serializing_if = "default")]
    memo: String,
    created: Timestamp,
    #[serde(skip)]
    extra: Extra,
}

impl From<&Mark> for DiskMark {
    fn from(m: &Mark) -> Self {
        let (paragraph, claim) = match &m.subject {
            MarkSubject::Document => (None, None),
            MarkSubject::Paragraph(place) => (Some(DiskPlace::from(place)), None),
            MarkSubject::Claim(claim) => (None, Some(claim.clone())),
        };
        let (id, layer, memo, extra) = (m.id.clone(), m.layer.clone(), m.memo.clone(), m.extra.clone());
        Self { id, paragraph, claim, layer, memo, created: m.created, extra }
    }
}

impl DiskMark {
    pub fn mark(self, coder: &CoderId, document: &DocumentId) -> Result<Mark, String> {
        let subject = match (self.paragraph, self.claim) {
            (Some(_), Some(_)) => return Err("a mark has either a paragraph or a claim".to_owned()),
            (Some(place), None) => MarkSubject::Paragraph(place.place()?),
            (None, Some(claim)) => MarkSubject::Claim(claim),
            (None, None) => MarkSubject::Document,
        };
        let Self { id, layer, memo, created, extra, .. } = self;
        Ok(Mark { id, coder: coder.clone(), document: document.clone(), subject, layer, memo, created, extra })
    }
}

/// Writes a slim shape whose fields have the same names as the record's, and both ways between them.
macro_rules! slim {
    ($shape:ident, $record:ident, ($($implied:ident: $implied_type:ty),*), {$($(#[$attribute:meta])* $field:ident: $type:ty,)*}) => {
        #[derive(Debug, Serialize, Deserialize)]
        pub(super) struct $shape {
            $($(#[$attribute])* $field: $type,)*
            #[serde(skip)]
            extra: Extra,
        }

        impl From<&$record> for $shape {
            fn from(r: &$record) -> Self {
                Self { $($field: r.$field.clone(),)* extra: r.extra.clone() }
            }
        }

        impl $shape {
            /// The whole record; what the path says is given.
            pub fn whole(self, $($implied: &$implied_type),*) -> $record {
                $record { $($implied: $implied.clone(),)* $($field: self.$field,)* extra: self.extra }
            }
        }
    };
}

slim!(DiskLink, Link, (coder: CoderId), {
    id: LinkId,
    kind: LinkTypeId,
    from: AnnotationId,
    to: AnnotationId,
    #[serde(default, skip_serializing_if = "default", deserialize_with = "map_of_different_keys")]
    attributes: BTreeMap<AttributeId, Value>,
    #[serde(default, skip_serializing_if = "default")]
    memo: String,
    created: Timestamp,
});

slim!(DiskTreatment, Treatment, (coder: CoderId), {
    document: DocumentId,
    claim: ClaimId,
    kind: TreatmentKind,
    #[serde(default, skip_serializing_if = "default")]
    by: Vec<EntityId>,
    #[serde(default, skip_serializing_if = "default")]
    evidence: Vec<AnnotationId>,
    #[serde(default, skip_serializing_if = "default")]
    importance: Option<u8>,
    #[serde(default, skip_serializing_if = "default")]
    looked: Option<Looked>,
    #[serde(default, skip_serializing_if = "default")]
    memo: String,
    changed: Timestamp,
});

slim!(DiskMemo, Memo, (coder: CoderId), {
    id: MemoId,
    #[serde(default, skip_serializing_if = "default")]
    about: Option<RecordId>,
    #[serde(default, skip_serializing_if = "default")]
    links: Vec<RecordId>,
    #[serde(default, skip_serializing_if = "default")]
    title: String,
    text: String,
    created: Timestamp,
    #[serde(default, skip_serializing_if = "default")]
    changed: Option<Timestamp>,
});

slim!(DiskProgress, Progress, (coder: CoderId, document: DocumentId), {
    state: ProgressState,
    changed: Timestamp,
});

/// A style run as `(start, end, Style)`.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DiskRun(u32, u32, Style);

/// A document without its text; its digest stands for it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DiskDocument {
    id: DocumentId,
    #[serde(default, skip_serializing_if = "default")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    outlet: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    author: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    genre: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    url: Option<String>,
    #[serde(default, skip_serializing_if = "default")]
    event: Option<EventId>,
    #[serde(default, skip_serializing_if = "default", deserialize_with = "map_of_different_keys")]
    metadata: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "default")]
    note: String,
    #[serde(default, skip_serializing_if = "default")]
    provenance: Provenance,
    #[serde(default)]
    pub sha256: String,
    #[serde(default)]
    runs: Vec<DiskRun>,
    #[serde(skip)]
    extra: Extra,
}

impl DiskDocument {
    pub fn new(d: &Document, sha256: String) -> Self {
        let run = |run: &Run| DiskRun(run.0.start() as u32, run.0.end() as u32, run.1.clone());
        Self {
            id: d.id.clone(),
            title: d.title.clone(),
            outlet: d.outlet.clone(),
            author: d.author.clone(),
            date: d.date.clone(),
            language: d.language.clone(),
            genre: d.genre.clone(),
            url: d.url.clone(),
            event: d.event.clone(),
            metadata: d.metadata.clone(),
            note: d.note.clone(),
            provenance: d.provenance.clone(),
            sha256,
            runs: d.runs.iter().map(run).collect(),
            extra: d.extra.clone(),
        }
    }

    /// The document with its text; the file's name is its id, whatever the file says.
    pub fn document(self, id: &DocumentId, text: ReadingText) -> Result<Document, String> {
        let run = |r: DiskRun| Span::new(r.0 as usize, r.1 as usize).map(|span| Run(span, r.2)).map_err(|e| e.to_string());
        Ok(Document {
            id: id.clone(),
            title: self.title,
            outlet: self.outlet,
            author: self.author,
            date: self.date,
            language: self.language,
            genre: self.genre,
            url: self.url,
            event: self.event,
            metadata: self.metadata,
            note: self.note,
            runs: self.runs.into_iter().map(run).collect::<Result<Vec<_>, _>>()?.into(),
            provenance: self.provenance,
            text,
            extra: self.extra,
        })
    }
}
