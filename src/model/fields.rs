//! Merging two changes of one record, field by field.
//!
//! Undo (base: after the step, ours: now, theirs: before it), replay and changes from outside all ask the same question, so that
//! who changes the memo of an annotation never loses what another one did to its attributes meanwhile.

use std::collections::BTreeMap;

use super::{
    Annotation, Attribute, AttributeKind, Claim, Code, CodebookInfo, Coder, Document, Entity, Event, Layer, Link, LinkType, Mark, Memo,
    Progress, ProjectInfo, Record, Treatment,
};

/// What two changes of one state come to together.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldMerge<T = Record> {
    /// Ours with all changes of theirs that do not meet one of ours.
    pub record: T,
    /// Fields that both changed, each in another way: `memo`, `attributes.form`. Ours stays in these.
    pub conflicts: Vec<String>,
}

/// Merges what two sides made of one record.
///
/// Maps (attributes, metadata, unknown fields) are merged key by key, lists that are read as sets (evidence, aliases, links of a
/// memo) element by element, and a time of the last change is the later one; any other field is one whole. The result may be faulty
/// where both sides are sound (evidence that one side removes, a kind that needs it): [`super::Project::apply`] judges it.
/// Records of different kinds have nothing in common: ours stays, and the conflict is the `id`.
pub fn merge_fields(base: &Record, ours: &Record, theirs: &Record) -> FieldMerge {
    macro_rules! by_kind {
        ($($kind:ident),*) => {
            match (base, ours, theirs) {
                $((Record::$kind(base), Record::$kind(ours), Record::$kind(theirs)) => {
                    let FieldMerge { record, conflicts } = merged::<$kind>(base, ours, theirs);
                    FieldMerge { record: record.into(), conflicts }
                })*
                _ => FieldMerge { record: ours.clone(), conflicts: vec!["id".to_owned()] },
            }
        };
    }
    if let Some(record) = one_side(base, ours, theirs) {
        return FieldMerge { record: record.clone(), conflicts: Vec::new() };
    }
    by_kind!(Coder, Event, Attribute, Layer, Code, LinkType, Entity, Claim, Document, Annotation, Link, Treatment, Memo, Mark, Progress)
}

/// Merges what two sides made of the project's title and settings.
pub fn merge_info(base: &ProjectInfo, ours: &ProjectInfo, theirs: &ProjectInfo) -> FieldMerge<ProjectInfo> {
    merged(base, ours, theirs)
}

/// Merges what two sides made of the codebook's title, purpose, rules and revision.
pub fn merge_codebook(base: &CodebookInfo, ours: &CodebookInfo, theirs: &CodebookInfo) -> FieldMerge<CodebookInfo> {
    merged(base, ours, theirs)
}

fn merged<T: Fields>(base: &T, ours: &T, theirs: &T) -> FieldMerge<T> {
    let mut conflicts = Vec::new();
    let record = T::merged(base, ours, theirs, &mut Field { name: "", conflicts: &mut conflicts });
    FieldMerge { record, conflicts }
}

/// The result where at most one side changed anything, or both the same.
fn one_side<'a, T: PartialEq + ?Sized>(base: &T, ours: &'a T, theirs: &'a T) -> Option<&'a T> {
    if ours == base { Some(theirs) } else { (theirs == base || theirs == ours).then_some(ours) }
}

/// A field while it is merged: its name, and where to say that both changed it.
struct Field<'a> {
    name: &'static str,
    conflicts: &'a mut Vec<String>,
}

impl Field<'_> {
    fn conflict(&mut self) {
        self.conflicts.push(self.name.to_owned());
    }

    fn conflict_at(&mut self, key: &impl ToString) {
        self.conflicts.push(format!("{}.{}", self.name, key.to_string()));
    }
}

trait Fields: PartialEq + Clone {
    fn merged(base: &Self, ours: &Self, theirs: &Self, field: &mut Field) -> Self;
}

/// Says of every field how it is merged; a field that is not named here does not compile.
macro_rules! fields {
    ($($record:ident { $($field:ident: $how:ident),* $(,)? })*) => {$(
        impl Fields for $record {
            fn merged(base: &Self, ours: &Self, theirs: &Self, at: &mut Field) -> Self {
                $(let $field = {
                    at.name = stringify!($field);
                    $how(&base.$field, &ours.$field, &theirs.$field, at)
                };)*
                Self { $($field),* }
            }
        }
    )*};
}

fields! {
    ProjectInfo { id: whole, title: whole, note: whole, created: whole, extra: map }
    CodebookInfo { name: whole, purpose: whole, source: whole, unit: whole, rules: set, revision: latest, extra: map }
    Coder { id: whole, name: whole, note: whole, created: whole, extra: map }
    Event { id: whole, name: whole, date: whole, note: whole, extra: map }
    Attribute { id: whole, name: whole, kind: kind, definition: whole, default: whole, when: whole, extra: map }
    Layer { id: whole, name: whole, rank: whole, purpose: whole, attributes: set, extra: map }
    Code {
        id: whole, layer: whole, name: whole, rank: whole, parent: whole, scopes: set, definition: whole, include: whole, exclude: whole,
        examples: set, aliases: set, hue: whole, key: whole, attributes: set, retired: whole, revised: latest, extra: map,
    }
    LinkType { id: whole, name: whole, rank: whole, from: set, to: set, definition: whole, attributes: set, extra: map }
    Entity { id: whole, name: whole, kind: whole, aliases: set, wikidata: whole, note: whole, extra: map }
    Claim { id: whole, statement: whole, rank: whole, group: whole, importance: whole, note: whole, extra: map }
    Annotation {
        id: whole, coder: whole, document: whole, code: whole, target: whole, attributes: map, memo: whole, origin: whole, created: whole,
        changed: latest, revision: whole, orphan: whole, extra: map,
    }
    Link { id: whole, coder: whole, kind: whole, from: whole, to: whole, attributes: map, memo: whole, created: whole, extra: map }
    // The voices are a chain, outermost first: half of one with half of another says what nobody said.
    Treatment {
        coder: whole, document: whole, claim: whole, kind: whole, by: whole, evidence: set, importance: whole, looked: whole, memo: whole,
        changed: latest, extra: map,
    }
    Memo { id: whole, coder: whole, about: whole, links: set, title: whole, text: whole, created: whole, changed: latest, extra: map }
    Mark { id: whole, coder: whole, document: whole, subject: whole, layer: whole, memo: whole, created: whole, extra: map }
    Progress { coder: whole, document: whole, state: whole, changed: latest, extra: map }
}

impl Fields for Document {
    fn merged(base: &Self, ours: &Self, theirs: &Self, at: &mut Field) -> Self {
        macro_rules! fields {
            ($($field:ident: $how:ident),*; $($with:ident),*) => {{
                $(let $field = {
                    at.name = stringify!($field);
                    $how(&base.$field, &ours.$field, &theirs.$field, at)
                };)*
                // Typography and provenance lie on the bytes of their own text.
                at.name = "text";
                let ($($with,)*) = whole(&($(&base.$with,)*), &($(&ours.$with,)*), &($(&theirs.$with,)*), at);
                Self { $($field,)* $($with: $with.clone()),* }
            }};
        }
        fields!(
            id: whole, title: whole, outlet: whole, author: whole, date: whole, language: whole, genre: whole, url: whole, event: whole,
            metadata: map, note: whole, extra: map;
            text, runs, provenance
        )
    }
}

/// A field that is one thing.
fn whole<T: PartialEq + Clone>(base: &T, ours: &T, theirs: &T, field: &mut Field) -> T {
    one_side(base, ours, theirs)
        .unwrap_or_else(|| {
            field.conflict();
            ours
        })
        .clone()
}

/// A time or a count that only ever goes up: nothing is lost with the smaller one.
fn latest<T: PartialOrd + Clone>(base: &T, ours: &T, theirs: &T, _field: &mut Field) -> T {
    one_side(base, ours, theirs).unwrap_or(if theirs > ours { theirs } else { ours }).clone()
}

/// A map, key by key.
fn map<K: Ord + Clone + ToString, V: PartialEq + Clone>(
    base: &BTreeMap<K, V>,
    ours: &BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
    field: &mut Field,
) -> BTreeMap<K, V> {
    let mut merged = ours.clone();
    for key in base.keys().chain(theirs.keys().filter(|key| !base.contains_key(key))) {
        let (ours, theirs) = (ours.get(key), theirs.get(key));
        match one_side(&base.get(key), &ours, &theirs) {
            Some(Some(value)) => {
                merged.insert(key.clone(), (*value).clone());
            }
            Some(None) => {
                merged.remove(key);
            }
            None => field.conflict_at(key),
        }
    }
    merged
}

/// A list whose elements stand for themselves: what either side added is there, what either removed is gone, and the order is that of
/// the side that changed it.
fn set<T: PartialEq + Clone>(base: &[T], ours: &[T], theirs: &[T], field: &mut Field) -> Vec<T> {
    if let Some(side) = one_side(base, ours, theirs) {
        return side.to_vec();
    }
    let in_all = |list: &[T]| -> Vec<T> {
        let common = list.iter().filter(|it| base.contains(it) && ours.contains(it) && theirs.contains(it));
        common.cloned().collect()
    };
    let (was, our_order, their_order) = (in_all(base), in_all(ours), in_all(theirs));
    if one_side(&was, &our_order, &their_order).is_none() {
        field.conflict();
    }
    let (lead, other) = if our_order == was { (theirs, ours) } else { (ours, theirs) };
    let mut merged: Vec<T> = lead.iter().filter(|it| other.contains(it) || !base.contains(it)).cloned().collect();
    for (n, added) in other.iter().enumerate().filter(|(_, it)| !base.contains(it) && !lead.contains(it)) {
        // Behind what it stands behind on its own side.
        let before = other.iter().take(n).rev().find_map(|it| merged.iter().position(|there| there == it));
        merged.insert(before.map_or(0, |at| at + 1), added.clone());
    }
    merged
}

/// The type of an attribute: words that were added or taken away on both sides of one list of choices.
fn kind(base: &AttributeKind, ours: &AttributeKind, theirs: &AttributeKind, field: &mut Field) -> AttributeKind {
    match (base, ours, theirs) {
        (AttributeKind::Choice(base), AttributeKind::Choice(ours), AttributeKind::Choice(theirs)) => {
            AttributeKind::Choice(set(base, ours, theirs, field))
        }
        (AttributeKind::Choices(base), AttributeKind::Choices(ours), AttributeKind::Choices(theirs)) => {
            AttributeKind::Choices(set(base, ours, theirs, field))
        }
        _ => whole(base, ours, theirs, field),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<T: std::str::FromStr>(words: &str) -> Vec<T>
    where
        T::Err: std::fmt::Debug,
    {
        words.split_whitespace().map(|word| word.parse().unwrap()).collect()
    }

    fn memo(text: &str, links: &str, extra: &[(&str, &str)]) -> Record {
        let links = ids(links).into_iter().map(super::super::RecordId::Annotation).collect();
        let extra = extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let id = "m1".parse().unwrap();
        let created = jiff::Timestamp::UNIX_EPOCH;
        let (coder, title) = ("a".parse().unwrap(), String::new());
        Memo { id, coder, about: None, links, title, text: text.to_owned(), created, changed: None, extra }.into()
    }

    #[test]
    fn two_changes_of_different_fields_are_both_there() {
        let merge = merge_fields(&memo("was", "", &[]), &memo("ours", "", &[]), &memo("was", "x", &[("new", "1")]));
        assert_eq!(merge, FieldMerge { record: memo("ours", "x", &[("new", "1")]), conflicts: vec![] });
    }

    #[test]
    fn two_changes_of_one_field_leave_ours_and_name_it() {
        let (base, ours) = (memo("was", "", &[("k", "0"), ("l", "0")]), memo("ours", "", &[("k", "1")]));
        let theirs = memo("theirs", "x", &[("k", "2"), ("l", "0")]);
        let merge = merge_fields(&base, &ours, &theirs);
        assert_eq!(merge.record, memo("ours", "x", &[("k", "1")]));
        assert_eq!(merge.conflicts, ["text", "extra.k"]);
    }

    #[test]
    fn a_list_that_is_a_set_takes_what_both_added_where_they_put_it_and_drops_what_either_removed() {
        for (base, ours, theirs, merged, conflict) in [
            ("a b c", "a b c o", "a t b c", "a t b c o", false),
            ("a b c", "b c", "a b", "b", false),
            ("a b", "x a b", "y a b", "x y a b", false),
            ("a b c", "c b a", "a b c t", "c t b a", false),
            ("a b c", "a b c o", "c b a", "c o b a", false),
            ("a b c", "c b a", "b a c", "c b a", true),
            ("", "x y", "y z", "x y z", false),
        ] {
            let merge = merge_fields(&memo("", base, &[]), &memo("", ours, &[]), &memo("", theirs, &[]));
            assert_eq!(merge.record, memo("", merged, &[]), "{base} | {ours} | {theirs}");
            assert_eq!(merge.conflicts, if conflict { vec!["links"] } else { vec![] }, "{base} | {ours} | {theirs}");
        }
    }

    #[test]
    fn words_of_a_choice_are_merged_like_a_list() {
        let attribute = |words: &str| {
            let kind = AttributeKind::Choice(words.split_whitespace().map(str::to_owned).collect());
            let (id, name) = ("form".parse().unwrap(), "form".to_owned());
            Record::from(Attribute { id, name, kind, definition: String::new(), default: None, when: None, extra: BTreeMap::new() })
        };
        let merge = merge_fields(&attribute("a b"), &attribute("a b c"), &attribute("b"));
        assert_eq!(merge, FieldMerge { record: attribute("b c"), conflicts: vec![] });
    }

    #[test]
    fn records_of_two_kinds_are_never_mixed() {
        let event = Event { id: "m1".parse().unwrap(), name: "E".into(), date: None, note: String::new(), extra: BTreeMap::new() };
        let merge = merge_fields(&memo("was", "", &[]), &memo("ours", "", &[]), &event.into());
        assert_eq!(merge, FieldMerge { record: memo("ours", "", &[]), conflicts: vec!["id".to_owned()] });
    }

    #[test]
    fn the_heads_of_project_and_codebook_are_merged_too() {
        let info = |title: &str, note: &str| ProjectInfo { title: title.into(), note: note.into(), ..ProjectInfo::default() };
        let merge = merge_info(&info("t", "n"), &info("ours", "n"), &info("t", "theirs"));
        assert_eq!((merge.record, merge.conflicts), (info("ours", "theirs"), vec![]));
        let book = |revision, purpose: &str| CodebookInfo { revision, purpose: purpose.into(), ..CodebookInfo::default() };
        let merge = merge_codebook(&book(1, "p"), &book(3, "ours"), &book(2, "theirs"));
        assert_eq!((merge.record, merge.conflicts), (book(3, "ours"), vec!["purpose".to_owned()]));
    }
}
