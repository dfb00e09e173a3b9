//! The codebook as a document for people: Markdown to keep beside a paper, HTML to read and print.
//!
//! Both show the same sheet; nothing reads them back (the lossless form is `codebook.ron`).

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Attribute, AttributeId, AttributeKind, Code, CodeId, CodebookInfo, Layer, LinkType, Project, Reference, Scope, Value};

/// A codebook in the order in which it is read.
struct Sheet<'a> {
    info: &'a CodebookInfo,
    title: &'a str,
    layers: Vec<Section<'a>>,
    links: Vec<&'a LinkType>,
    project: &'a Project,
}

/// A layer with its codes, those below another right behind it.
struct Section<'a> {
    layer: &'a Layer,
    codes: Vec<&'a Code>,
}

impl<'a> Sheet<'a> {
    fn of(project: &'a Project) -> Self {
        let info = project.codebook();
        let title = if info.name.trim().is_empty() { "Codebook" } else { info.name.as_str() };
        let codes = |layer: &Layer| in_tree(&project.codes_of(&layer.id).into_iter().map(AsRef::as_ref).collect::<Vec<_>>());
        let section = |layer: &'a Layer| Section { layer, codes: codes(layer) };
        let layers = project.layers_in_order().into_iter().map(|layer| section(layer)).collect();
        let mut links: Vec<&LinkType> = project.link_types().values().map(AsRef::as_ref).collect();
        links.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
        Self { info, title, layers, links, project }
    }

    fn attributes(&self, ids: &'a [AttributeId]) -> impl Iterator<Item = &'a Attribute> {
        ids.iter().filter_map(|id| self.project.attributes().get(id)).map(AsRef::as_ref)
    }

    /// The name of a code with its id; the id alone where there is no such code.
    fn code(&self, id: &CodeId) -> String {
        self.project.codes().get(id).map_or_else(|| id.to_string(), |code| format!("{} ({id})", code.name))
    }

    /// What values an attribute takes, which one it begins with, and where it is asked at all.
    fn values(&self, attribute: &Attribute) -> String {
        let mut words = values(&attribute.kind);
        if let Some(value) = &attribute.default {
            words = format!("{words}; at first {}", value_words(value));
        }
        if let Some(condition) = &attribute.when {
            let other = self.project.attributes().get(&condition.attribute);
            let other = other.map_or(condition.attribute.as_str(), |other| other.name.as_str());
            let wanted = if condition.values.is_empty() { "set".to_owned() } else { condition.values.join(" or ") };
            words = format!("{words}; only where {other} is {wanted}");
        }
        words
    }

    /// An attribute in one line: what it asks, and what it takes.
    fn asked(&self, attribute: &Attribute) -> String {
        let values = self.values(attribute);
        match attribute.definition.trim() {
            "" => values,
            definition => format!("{definition} ({values})"),
        }
    }

    /// "Source (C.SRC) → Attributed content (C.CON)".
    fn ends(&self, link: &LinkType) -> String {
        let side = |codes: &[CodeId]| match codes {
            [] => "any code".to_owned(),
            codes => codes.iter().map(|id| self.code(id)).collect::<Vec<_>>().join(", "),
        };
        format!("{} → {}", side(&link.from), side(&link.to))
    }
}

/// The codes with those below another right behind it. What stands in no tree (a parent elsewhere, a ring) is a root.
fn in_tree<'a>(codes: &[&'a Code]) -> Vec<&'a Code> {
    let inside: BTreeSet<&CodeId> = codes.iter().map(|code| &code.id).collect();
    let mut below: BTreeMap<Option<&CodeId>, Vec<&Code>> = BTreeMap::new();
    for &code in codes.iter().rev() {
        below.entry(code.parent.as_ref().filter(|id| inside.contains(id))).or_default().push(code);
    }
    let mut open = below.remove(&None).unwrap_or_default();
    let mut done = Vec::with_capacity(codes.len());
    while let Some(code) = open.pop() {
        done.push(code);
        open.extend(below.remove(&Some(&code.id)).unwrap_or_default());
    }
    done.extend(below.into_values().flat_map(|ring| ring.into_iter().rev()));
    done
}

/// Where a code may be put, in words.
fn scopes(code: &Code) -> String {
    let word = |scope: &Scope| match scope {
        Scope::Span => "span",
        Scope::Paragraph => "paragraph",
        Scope::Document => "document",
    };
    code.scopes.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// What values an attribute takes, in words.
fn values(kind: &AttributeKind) -> String {
    match kind {
        AttributeKind::Choice(words) => format!("one of: {}", words.join(", ")),
        AttributeKind::Choices(words) => format!("any of: {}", words.join(", ")),
        AttributeKind::Text => "text".to_owned(),
        AttributeKind::Number { min, max, step } => number(*min, *max, *step),
        AttributeKind::YesNo => "yes or no".to_owned(),
        AttributeKind::Entity => "entities of the register".to_owned(),
        AttributeKind::Claim => "claims of the ledger".to_owned(),
        AttributeKind::EntityOrClaim => "entities of the register or claims of the ledger".to_owned(),
    }
}

fn number(min: Option<f64>, max: Option<f64>, step: Option<f64>) -> String {
    let range = match (min, max) {
        (Some(min), Some(max)) => format!("a number from {min} to {max}"),
        (Some(min), None) => format!("a number from {min} on"),
        (None, Some(max)) => format!("a number up to {max}"),
        (None, None) => "a number".to_owned(),
    };
    step.map_or(range.clone(), |step| format!("{range} in steps of {step}"))
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Choice(word) | Value::Text(word) => word.clone(),
        Value::Choices(words) => words.join(", "),
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::References(references) => references.iter().map(reference).collect::<Vec<_>>().join(", "),
    }
}

fn reference(reference: &Reference) -> String {
    match reference {
        Reference::Entity(id) => id.to_string(),
        Reference::Claim(id) => id.to_string(),
    }
}

/// The lines of a code under its name: what they are about and what they say; empty ones are left out.
fn lines(code: &Code) -> impl Iterator<Item = (&'static str, &str)> {
    let lines = [("Definition", &code.definition), ("Include", &code.include), ("Exclude", &code.exclude)];
    lines.into_iter().map(|(name, words)| (name, words.as_str())).filter(|(_, words)| !words.trim().is_empty())
}
