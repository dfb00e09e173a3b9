//! Splitting a code: by the values of an attribute, by coder, or by annotations picked by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Refusal, refusal, shortened};
use super::convert::in_words;
use super::ids::free_code;
use super::keys::{TakenKeys, with_key};
use super::revision::{next, next_revision};
use super::tree::siblings;
use super::{Bench, Outcome, code_of};
use crate::model::{Annotation, AnnotationId, Attribute, AttributeId, Code, CodeId, CoderId, Edit, LinkType, Project, Reference, Value};
use crate::session::{SplitBy, SplitCode};

/// Makes new codes under the old one; what is not chosen stays with that.
pub(super) fn split(bench: Bench, split: &SplitCode) -> Result<Outcome, Refusal> {
    let project = bench.project;
    let old = code_of(project, &split.code)?;
    let annotations: Vec<_> = project.annotations().values().filter(|a| a.code == old.id).collect();
    let parts = parts(project, old, &annotations, &split.by);
    if parts.is_empty() {
        return Err(refusal("There is nothing to split", "Choose what goes to a new code"));
    }
    let mut rank = siblings(project, &old.layer, Some(&old.id)).iter().map(|c| c.rank + 1).max().unwrap_or(0);
    let mut made: Vec<CodeId> = Vec::new();
    let mut edits = Vec::new();
    let mut taken = TakenKeys::of(project);
    for part in &parts {
        let Some(id) = free_code(project, old.id.as_str(), &part.word, &made) else { continue };
        made.push(id.clone());
        edits.push(Edit::Add(with_key(new_code(old, id.clone(), part, rank), &mut taken).into()));
        rank += 1;
        let recoded = |a: &&Arc<Annotation>| {
            let code = id.clone();
            Edit::Set(Annotation { code, revision: next(project), changed: Some(bench.now), ..Annotation::clone(a) }.into())
        };
        edits.extend(annotations.iter().filter(|a| part.members.contains(&a.id)).map(recoded));
    }
    edits.extend(link_types(project, &old.id, &made));
    edits.push(next_revision(project));
    Ok(Outcome::new(format!("Split {}: {}", old.name, shortened(&names(&parts), 60)), edits))
}

/// One new code.
struct Piece {
    /// What its id is made from.
    word: String,
    name: String,
    /// What sets it apart.
    why: String,
    members: BTreeSet<AnnotationId>,
}

fn names(parts: &[Piece]) -> String {
    parts.iter().map(|p| p.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn parts(project: &Project, old: &Code, annotations: &[&Arc<Annotation>], by: &SplitBy) -> Vec<Piece> {
    let of = |belongs: &dyn Fn(&Annotation) -> bool| annotations.iter().filter(|a| belongs(a)).map(|a| a.id.clone()).collect();
    match by {
        SplitBy::Value(attribute, words) => {
            let name = project.attributes().get(attribute).map_or(attribute.as_str(), |a| &a.name);
            let part = |word: &String| Piece {
                word: word.clone(),
                name: format!("{}: {word}", old.name),
                why: format!("{name} is {word}"),
                members: of(&|a| a.attributes.get(attribute).and_then(|v| one_word(project, v)).as_ref() == Some(word)),
            };
            words.iter().map(part).collect()
        }
        SplitBy::Coder(coders) => {
            let name = |id: &CoderId| project.coders().get(id).map_or_else(|| id.to_string(), |c| c.name.clone());
            let part = |id: &CoderId| Piece {
                word: id.to_string(),
                name: format!("{}: {}", old.name, name(id)),
                why: format!("coded by {}", name(id)),
                members: of(&|a| a.coder == *id),
            };
            coders.iter().map(part).collect()
        }
        SplitBy::Chosen(name, chosen) => {
            let chosen: BTreeSet<&AnnotationId> = chosen.iter().collect();
            let members: BTreeSet<AnnotationId> = of(&|a| chosen.contains(&a.id));
            let part = Piece { word: name.clone(), name: name.trim().to_owned(), why: String::new(), members };
            Some(part).filter(|p| !p.name.is_empty() && !p.members.is_empty()).into_iter().collect()
        }
    }
}

/// A code under the old one that has all of it but name, key and colour.
fn new_code(old: &Code, id: CodeId, part: &Piece, rank: u32) -> Code {
    let definition = match (old.definition.is_empty(), part.why.is_empty()) {
        (_, true) => String::new(),
        (true, false) => format!("Only where {}", part.why),
        (false, false) => format!("{} – only where {}", old.definition, part.why),
    };
    let parent = Some(old.id.clone());
    Code {
        id,
        name: part.name.clone(),
        definition,
        rank,
        parent,
        key: None,
        hue: None,
        examples: Vec::new(),
        aliases: Vec::new(),
        retired: false,
        revised: 0,
        ..old.clone()
    }
}

/// Links that could start from or lead to the old code can do so with the new ones.
fn link_types(project: &Project, old: &CodeId, made: &[CodeId]) -> Vec<Edit> {
    let with = |ends: &[CodeId]| {
        let mut ends = ends.to_vec();
        if ends.contains(old) {
            ends.extend_from_slice(made);
        }
        ends
    };
    let named = project.link_types().values().filter(|k| k.from.contains(old) || k.to.contains(old));
    named.map(|k| Edit::Set(LinkType { from: with(&k.from), to: with(&k.to), ..LinkType::clone(k) }.into())).collect()
}

/// A value as one word; `None` where it is several, which no single code stands for.
fn one_word(project: &Project, value: &Value) -> Option<String> {
    match value {
        Value::References(references) => match references.as_slice() {
            [Reference::Entity(id)] => Some(project.entities().get(id).map_or_else(|| id.to_string(), |e| e.name.clone())),
            [Reference::Claim(id)] => Some(project.claims().get(id).map_or_else(|| id.to_string(), |c| shortened(&c.statement, 40))),
            _ => None,
        },
        other => in_words(other),
    }
}

/// What a code can be split by.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// Attributes that its annotations have values of, with how many annotations have each.
    pub values: Vec<(Arc<Attribute>, BTreeMap<String, usize>)>,
    /// How many annotations each coder has.
    pub coders: BTreeMap<CoderId, usize>,
}

/// Counts what a code can be split by.
pub fn parts_of(project: &Project, code: &CodeId) -> Parts {
    let mut values: BTreeMap<&AttributeId, BTreeMap<String, usize>> = BTreeMap::new();
    let mut coders: BTreeMap<CoderId, usize> = BTreeMap::new();
    for annotation in project.annotations().values().filter(|a| a.code == *code) {
        *coders.entry(annotation.coder.clone()).or_default() += 1;
        for (id, value) in &annotation.attributes {
            if let Some(word) = one_word(project, value) {
                *values.entry(id).or_default().entry(word).or_default() += 1;
            }
        }
    }
    let with_attribute = |(id, counts)| Some((Arc::clone(project.attributes().get(id)?), counts));
    Parts { values: values.into_iter().filter_map(with_attribute).collect(), coders }
}
