//! What the project keeps beside its records so that questions about a place or a use never walk everything.
//!
//! Derived from the records alone and kept up by `apply`; never stored, never compared.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use imbl::{OrdMap, OrdSet};

use super::{
    Annotation, AnnotationId, AttributeId, CodeId, CoderId, DocumentId, Link, LinkId, Record, RecordId, RecordKind, Reference, Value,
};
use crate::text::Span;

/// Length classes: class `c` holds extents of at most `8^(c+1)` bytes, so a search back from a place has a bound.
const CLASSES: u8 = 11;

/// Order on the page: start, then longest first, then id.
pub(super) type PageKey = (u32, u32, AnnotationId);

/// Opening a large project counts some hundred thousand ids, and their hashing is most of that; nobody chooses ids to slow it down.
type HashMap<K, V> = imbl::GenericHashMap<K, V, FixedState, imbl::shared_ptr::DefaultSharedPtr>;

#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    on_text: OrdMap<DocumentId, OrdSet<(u8, PageKey)>>,
    on_document: OrdMap<DocumentId, OrdSet<AnnotationId>>,
    /// How often each code was put, by document and coder.
    codes: HashMap<(DocumentId, CoderId), OrdMap<CodeId, u32>>,
    orphans: OrdMap<DocumentId, OrdSet<AnnotationId>>,
    /// How many documents (or coders) have a file name, letter case aside: some systems take such names for one file.
    file_names: HashMap<(RecordKind, String), u32>,
    uses: HashMap<RecordId, u32>,
    links: OrdMap<AnnotationId, OrdSet<LinkId>>,
    mentions: OrdMap<Reference, OrdSet<AnnotationId>>,
}

type Counts<K, V> = std::collections::HashMap<K, V, FixedState>;

/// Counts and lists that grow in place; sorted and shared only at the end.
#[derive(Default)]
struct Bulk<'a> {
    /// Everything but annotations: there are few of them beside those.
    rest: Index,
    codes: Counts<(&'a DocumentId, &'a CoderId), BTreeMap<&'a CodeId, u32>>,
    on_text: Counts<&'a DocumentId, Vec<(u8, PageKey)>>,
    mentions: BTreeMap<&'a Reference, Vec<&'a AnnotationId>>,
    attributes: BTreeMap<&'a AttributeId, u32>,
}

impl<'a> Bulk<'a> {
    fn add(&mut self, record: &'a Record) {
        let Record::Annotation(a) = record else { return self.rest.add(record) };
        *self.codes.entry((&a.document, &a.coder)).or_default().entry(&a.code).or_insert(0) += 1;
        if a.orphan {
            self.rest.orphans.entry(a.document.clone()).or_default().insert(a.id.clone());
        }
        if let Some(key) = indexed(a) {
            self.on_text.entry(&a.document).or_default().push(key);
        } else {
            self.rest.on_document.entry(a.document.clone()).or_default().insert(a.id.clone());
        }
        for reference in references(a) {
            self.mentions.entry(reference).or_default().push(&a.id);
        }
        for attribute in a.attributes.keys() {
            *self.attributes.entry(attribute).or_insert(0) += 1;
        }
    }

    fn index(self) -> Index {
        let mut index = self.rest;
        let mut used = |id: RecordId, times: u32| *index.uses.entry(id).or_insert(0) += times;
        for ((document, coder), counts) in self.codes {
            let all = counts.values().sum();
            used(RecordId::Document(document.clone()), all);
            used(RecordId::Coder(coder.clone()), all);
            for (code, times) in &counts {
                used(RecordId::Code((*code).clone()), *times);
            }
            let counts = counts.into_iter().map(|(code, times)| (code.clone(), times)).collect();
            index.codes.insert((document.clone(), coder.clone()), counts);
        }
        for (attribute, times) in self.attributes {
            used(RecordId::Attribute(attribute.clone()), times);
        }
        for (reference, mut by) in self.mentions {
            let id = match reference {
                Reference::Entity(id) => RecordId::Entity(id.clone()),
                Reference::Claim(id) => RecordId::Claim(id.clone()),
            };
            used(id, by.len() as u32);
            by.sort_unstable();
            by.dedup();
            index.mentions.insert(reference.clone(), by.into_iter().cloned().collect());
        }
        for (document, mut keys) in self.on_text {
            keys.sort_unstable();
            index.on_text.insert(document.clone(), keys.into_iter().collect());
        }
        index
    }
}

/// What was found by looking at a bounded number of annotations.
#[derive(Debug, Clone)]
pub struct Sampled<T> {
    /// What was found.
    pub found: Vec<T>,
    /// How many were looked at.
    pub examined: usize,
    /// Whether there was nothing more to look at.
    pub complete: bool,
}

/// The place of `extent` in page order.
pub(super) fn page_key(extent: Span, id: AnnotationId) -> PageKey {
    (extent.start() as u32, u32::MAX - extent.end() as u32, id)
}

fn class_of(extent: Span) -> u8 {
    let reach = |class: &u8| extent.len() as u64 <= reach_of(*class);
    (0..CLASSES - 1).find(reach).unwrap_or(CLASSES - 1)
}

fn reach_of(class: u8) -> u64 {
    8_u64.saturating_pow(u32::from(class) + 1)
}

fn file_name(record: &Record) -> Option<(RecordKind, String)> {
    match record {
        Record::Document(d) => Some((RecordKind::Document, d.id.as_str().to_ascii_lowercase())),
        Record::Coder(c) => Some((RecordKind::Coder, c.id.as_str().to_ascii_lowercase())),
        _ => None,
    }
}

fn indexed(a: &Annotation) -> Option<(u8, PageKey)> {
    let extent = a.target.extent()?;
    Some((class_of(extent), page_key(extent, a.id.clone())))
}

fn references(a: &Annotation) -> impl Iterator<Item = &Reference> {
    a.attributes.values().flat_map(|value| match value {
        Value::References(references) => references.as_slice(),
        _ => &[],
    })
}

impl Index {
    /// The index of many records at once: the same as adding them one by one, in a fraction of the time.
    pub(super) fn of<'a>(records: impl Iterator<Item = &'a Record>) -> Self {
        let mut bulk = Bulk::default();
        records.for_each(|record| bulk.add(record));
        bulk.index()
    }

    pub(super) fn add(&mut self, record: &Record) {
        record.for_each_reference(&mut |id| *self.uses.entry(id).or_insert(0) += 1);
        self.count_file_name(record, |n| n + 1);
        match record {
            Record::Annotation(a) => self.add_annotation(a),
            Record::Link(l) => self.add_link(l),
            _ => {}
        }
    }

    pub(super) fn remove(&mut self, record: &Record) {
        record.for_each_reference(&mut |id| self.forget_use(id));
        self.count_file_name(record, |n| n.saturating_sub(1));
        match record {
            Record::Annotation(a) => self.remove_annotation(a),
            Record::Link(l) => self.remove_link(l),
            _ => {}
        }
    }

    fn count_file_name(&mut self, record: &Record, change: impl Fn(u32) -> u32) {
        if let Some(name) = file_name(record) {
            let count = change(self.file_names.get(&name).copied().unwrap_or(0));
            self.file_names.insert(name, count);
        }
    }

    /// Whether another document (or coder) has this one's file name but for the case of letters.
    pub(super) fn shares_file_name(&self, record: &Record) -> bool {
        file_name(record).is_some_and(|name| self.file_names.get(&name).is_some_and(|n| *n > 1))
    }

    fn forget_use(&mut self, id: RecordId) {
        match self.uses.get(&id) {
            Some(n) if *n > 1 => {
                let left = n - 1;
                self.uses.insert(id, left);
            }
            _ => drop(self.uses.remove(&id)),
        }
    }

    fn add_link(&mut self, link: &Link) {
        for end in [&link.from, &link.to] {
            self.links.entry(end.clone()).or_default().insert(link.id.clone());
        }
    }

    fn remove_link(&mut self, link: &Link) {
        for end in [&link.from, &link.to] {
            if let Some(set) = self.links.get_mut(end) {
                set.remove(&link.id);
            }
        }
    }

    fn count_code(&mut self, a: &Annotation, change: impl Fn(u32) -> u32) {
        let counts = self.codes.entry((a.document.clone(), a.coder.clone())).or_default();
        let count = change(counts.get(&a.code).copied().unwrap_or(0));
        if count == 0 {
            counts.remove(&a.code);
        } else {
            counts.insert(a.code.clone(), count);
        }
    }

    fn add_annotation(&mut self, a: &Annotation) {
        self.count_code(a, |n| n + 1);
        if a.orphan {
            self.orphans.entry(a.document.clone()).or_default().insert(a.id.clone());
        }
        if let Some(key) = indexed(a) {
            self.on_text.entry(a.document.clone()).or_default().insert(key);
        } else {
            self.on_document.entry(a.document.clone()).or_default().insert(a.id.clone());
        }
        for reference in references(a) {
            self.mentions.entry(reference.clone()).or_default().insert(a.id.clone());
        }
    }

    fn remove_annotation(&mut self, a: &Annotation) {
        self.count_code(a, |n| n.saturating_sub(1));
        if let Some(orphans) = self.orphans.get_mut(&a.document).filter(|_| a.orphan) {
            orphans.remove(&a.id);
        }
        if let Some(key) = indexed(a) {
            if let Some(set) = self.on_text.get_mut(&a.document) {
                set.remove(&key);
            }
        } else if let Some(set) = self.on_document.get_mut(&a.document) {
            set.remove(&a.id);
        }
        for reference in references(a) {
            if let Some(set) = self.mentions.get_mut(reference) {
                set.remove(&a.id);
            }
        }
    }

    pub(super) fn uses_of(&self, id: &RecordId) -> u32 {
        self.uses.get(id).copied().unwrap_or(0)
    }

    pub(super) fn count_in(&self, document: &DocumentId) -> usize {
        let on_text = self.on_text.get(document).map_or(0, OrdSet::len);
        on_text + self.on_document.get(document).map_or(0, OrdSet::len)
    }

    pub(super) fn orphans_of(&self, document: &DocumentId) -> impl Iterator<Item = &AnnotationId> {
        self.orphans.get(document).into_iter().flatten()
    }

    pub(super) fn codes_in(&self, document: &DocumentId, coder: &CoderId) -> impl Iterator<Item = (&CodeId, u32)> {
        let counts = self.codes.get(&(document.clone(), coder.clone()));
        counts.into_iter().flatten().map(|(code, count)| (code, *count))
    }

    pub(super) fn on_document<'a>(&'a self, document: &DocumentId) -> impl Iterator<Item = &'a AnnotationId> + use<'a> {
        self.on_document.get(document).into_iter().flatten()
    }

    /// Annotations on text, by length class and then in page order.
    pub(super) fn on_text<'a>(&'a self, document: &DocumentId) -> impl Iterator<Item = &'a AnnotationId> + use<'a> {
        self.on_text.get(document).into_iter().flatten().map(|(_, key)| &key.2)
    }

    /// Annotations whose extent shares a byte with `window`, in no order.
    pub(super) fn unsorted_touching(&self, document: &DocumentId, window: Span) -> Vec<AnnotationId> {
        let Some(set) = self.on_text.get(document) else { return Vec::new() };
        let (start, end) = (window.start() as u32, window.end() as u32);
        let mut found = Vec::new();
        for class in 0..CLASSES {
            let reach = u32::try_from(reach_of(class)).unwrap_or(u32::MAX);
            let low = (class, (start.saturating_sub(reach), 0, AnnotationId::lowest()));
            let high = (class, (end, 0, AnnotationId::lowest()));
            let near = set.range(low..high);
            found.extend(near.filter(|(_, key)| u32::MAX - key.1 > start).map(|(_, key)| key.2.clone()));
        }
        found
    }

    /// Annotations whose extent shares a byte with `window`: the long ones first, and of one length those that start last.
    ///
    /// Looks at `limit` at most, so that a place where very many lie costs no more than another.
    pub(super) fn sample_touching(&self, document: &DocumentId, window: Span, limit: usize) -> Sampled<&AnnotationId> {
        let mut sample = Sampled { found: Vec::new(), examined: 0, complete: true };
        let Some(set) = self.on_text.get(document) else { return sample };
        let (start, end) = (window.start() as u32, window.end() as u32);
        for class in (0..CLASSES).rev() {
            let reach = u32::try_from(reach_of(class)).unwrap_or(u32::MAX);
            let low = (class, (start.saturating_sub(reach), 0, AnnotationId::lowest()));
            let high = (class, (end, 0, AnnotationId::lowest()));
            for (_, key) in set.range(low..high).rev() {
                if sample.examined == limit {
                    sample.complete = false;
                    return sample;
                }
                sample.examined += 1;
                if u32::MAX - key.1 > start {
                    sample.found.push(&key.2);
                }
            }
        }
        sample
    }

    /// The annotation next after `key` in page order.
    pub(super) fn after(&self, document: &DocumentId, key: &PageKey) -> Option<AnnotationId> {
        let set = self.on_text.get(document)?;
        let first_in = |class: u8| {
            let low = (class, key.clone());
            let mut later = set.range(low..).take_while(|(c, _)| *c == class);
            later.find(|(_, found)| found > key).map(|(_, found)| found)
        };
        (0..CLASSES).filter_map(first_in).min().map(|found| found.2.clone())
    }

    /// The annotation next before `key` in page order.
    pub(super) fn before(&self, document: &DocumentId, key: &PageKey) -> Option<AnnotationId> {
        let set = self.on_text.get(document)?;
        let last_in = |class: u8| {
            let low = (class, (0, 0, AnnotationId::lowest()));
            let high = (class, key.clone());
            set.range(low..high).next_back().map(|(_, found)| found)
        };
        (0..CLASSES).filter_map(last_in).max().map(|found| found.2.clone())
    }

    pub(super) fn links_of<'a>(&'a self, annotation: &AnnotationId) -> impl Iterator<Item = &'a LinkId> + use<'a> {
        self.links.get(annotation).into_iter().flatten()
    }

    pub(super) fn mentions_of<'a>(&'a self, reference: &Reference) -> impl Iterator<Item = &'a AnnotationId> + use<'a> {
        self.mentions.get(reference).into_iter().flatten()
    }
}
