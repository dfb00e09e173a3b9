//! Quotations as units: a content with its sources and cues, and the contents it is nested in.
//!
//! Which codes and link types these are is read off the codebook's shape, not off its ids: a *content* is a code that a link type leads from
//! to itself (nested in) and that types from other codes alone lead to; the one whose code names an entity is that of the source.

use std::collections::BTreeSet;

use crate::model::{
    Annotation, AnnotationId, AttributeId, AttributeKind, CodeId, Link, LinkId, LinkType, LinkTypeId, Project, Reference, Value,
};
use crate::text::Quoted;

/// Contents looked at outwards and inwards from one: deeper chains are rings, or nobody's reading.
const DEEPEST: usize = 64;
/// Links of one annotation that are looked at, so that a hub of a hundred thousand costs a frame no more than a page of them.
const MOST_LINKS: usize = 2000;

/// A code whose annotations do something for a content, and the link that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The code.
    pub code: CodeId,
    /// The type of the link from it to the content.
    pub link: LinkTypeId,
}

/// What plays which part of a quotation in a project's codebook.
#[derive(Debug, Clone, PartialEq)]
pub struct QuotationRoles {
    /// Code of what is said.
    pub content: CodeId,
    /// Who says it.
    pub source: Role,
    /// The words that make it speech.
    pub cue: Role,
    /// Type of the link from a content to the one around it.
    pub nested: LinkTypeId,
    /// Attribute of the content that takes direct, indirect or mixed.
    pub kind: Option<AttributeId>,
    /// Attribute of the content that takes how deep it is nested, with the largest number it takes.
    pub level: Option<(AttributeId, f64)>,
    /// Attribute of the source that says who it is.
    pub entity: Option<AttributeId>,
}

impl QuotationRoles {
    /// The first code of the codebook that has all of it; `None` where quotations are not a thing of this codebook.
    pub fn of(project: &Project) -> Option<Self> {
        let mut types: Vec<&LinkType> = project.link_types().values().map(AsRef::as_ref).collect();
        types.sort_by_key(|t| (t.rank, t.id.as_str()));
        types.iter().find_map(|nested| Self::around(project, nested, &types))
    }

    fn around(project: &Project, nested: &LinkType, types: &[&LinkType]) -> Option<Self> {
        let ([content], [to]) = (nested.from.as_slice(), nested.to.as_slice()) else { return None };
        let usable = |id: &CodeId| project.codes().get(id).is_some_and(|code| !code.retired);
        if content != to || !usable(content) {
            return None;
        }
        let leads_here =
            |t: &&&LinkType| t.to == [content.clone()] && matches!(t.from.as_slice(), [from] if from != content && usable(from));
        let roles: Vec<Role> =
            types.iter().filter(leads_here).filter_map(|t| Some(Role { code: t.from.first()?.clone(), link: t.id.clone() })).collect();
        let names_entity = |role: &&Role| entity_of(project, &role.code).is_some();
        let source = roles.iter().find(|r| r.link.as_str() == "source-of").or_else(|| roles.iter().find(names_entity)).or(roles.first())?;
        let cue = roles.iter().find(|r| r.code != source.code)?;
        Some(Self {
            content: content.clone(),
            source: source.clone(),
            cue: cue.clone(),
            nested: nested.id.clone(),
            kind: kind_of(project, content),
            level: level_of(project, content),
            entity: entity_of(project, &source.code),
        })
    }

    /// The word that the codebook has for how much is quoted word for word.
    pub fn kind_word(&self, project: &Project, quoted: Quoted) -> Option<String> {
        let attribute = project.attributes().get(self.kind.as_ref()?)?;
        let AttributeKind::Choice(words) = &attribute.kind else { return None };
        let wanted = match quoted {
            Quoted::Whole => "direct",
            Quoted::Part => "mixed",
            Quoted::Nothing => "indirect",
        };
        words.iter().find(|word| word.to_lowercase() == wanted).cloned()
    }

    /// The value of the level for this depth, as far as the attribute goes.
    pub fn level_value(&self, depth: usize) -> Option<(AttributeId, Value)> {
        let (id, most) = self.level.as_ref()?;
        Some((id.clone(), Value::Number((depth as f64).min(*most))))
    }

    /// The contents that an annotation belongs to: itself, or those it is source or cue of.
    pub fn contents_of<'p>(&self, project: &'p Project, annotation: &Annotation) -> Vec<&'p Annotation> {
        let own = project.annotations().get(&annotation.id).filter(|a| a.code == self.content);
        let led_to = project.links_of(&annotation.id).take(MOST_LINKS);
        let led_to = led_to.filter(|l| l.from == annotation.id && self.is_part(&l.kind));
        let led_to = led_to.filter_map(|l| project.annotations().get(&l.to)).filter(|a| a.code == self.content);
        let mut contents: Vec<&Annotation> = own.into_iter().chain(led_to).map(AsRef::as_ref).collect();
        contents.sort_by_key(|a| (a.document.as_str(), a.start(), a.id.as_str()));
        contents.dedup_by_key(|a| &a.id);
        contents
    }

    /// Whether a link of this type makes something source or cue of a content.
    fn is_part(&self, kind: &LinkTypeId) -> bool {
        *kind == self.source.link || *kind == self.cue.link
    }

    /// What leads to a content by links of a type: its sources or its cues, in the order of the text.
    pub fn parts<'p>(&self, project: &'p Project, content: &AnnotationId, kind: &LinkTypeId) -> Vec<(&'p Link, &'p Annotation)> {
        let links = project.links_of(content).take(MOST_LINKS).filter(|l| l.to == *content && l.kind == *kind);
        let mut parts: Vec<(&Link, &Annotation)> =
            links.filter_map(|l| Some((l.as_ref(), project.annotations().get(&l.from)?.as_ref()))).collect();
        parts.sort_by_key(|(link, a)| (a.document.as_str(), a.start(), link.id.as_str()));
        parts
    }

    /// The content that one is nested in, and the link that says so; the first of several.
    pub fn around_of<'p>(&self, project: &'p Project, content: &AnnotationId) -> Option<(&'p Link, &'p Annotation)> {
        let mut links: Vec<&Link> =
            project.links_of(content).filter(|l| l.from == *content && l.kind == self.nested).map(AsRef::as_ref).collect();
        links.sort_by_key(|l| l.id.as_str());
        links.into_iter().find_map(|l| Some((l, project.annotations().get(&l.to)?.as_ref())))
    }

    /// The contents nested directly in one.
    pub fn inside_of<'p>(&self, project: &'p Project, content: &AnnotationId) -> Vec<(&'p Link, &'p Annotation)> {
        self.parts(project, content, &self.nested)
    }

    /// The contents from the outermost to this one; a ring is followed once.
    pub fn chain<'p>(&self, project: &'p Project, content: &'p Annotation) -> Vec<&'p Annotation> {
        let mut chain = vec![content];
        while let Some(last) = chain.last()
            && chain.len() < DEEPEST
            && let Some((_, outer)) = self.around_of(project, &last.id)
            && !chain.iter().any(|seen| seen.id == outer.id)
        {
            chain.push(outer);
        }
        chain.reverse();
        chain
    }

    /// Everything that belongs to the quotations an annotation is part of: contents around and directly inside, sources, cues.
    pub fn relatives<'p>(&self, project: &'p Project, annotation: &Annotation) -> BTreeSet<&'p AnnotationId> {
        let mut found = BTreeSet::new();
        for content in self.contents_of(project, annotation).into_iter().take(DEEPEST) {
            let inside = self.inside_of(project, &content.id).into_iter().map(|(_, a)| a).take(DEEPEST);
            for one in self.chain(project, content).into_iter().chain(inside) {
                found.insert(&one.id);
                for kind in [&self.source.link, &self.cue.link] {
                    found.extend(self.parts(project, &one.id, kind).into_iter().map(|(_, a)| &a.id));
                }
            }
        }
        found.remove(&annotation.id);
        found
    }

    /// Who says a content, in words: the entity's name, or else the source's own words; several are joined. `None`: nobody named.
    pub fn speaker(&self, project: &Project, content: &AnnotationId) -> Option<String> {
        let sources = self.parts(project, content, &self.source.link);
        let names: Vec<String> = sources.into_iter().map(|(_, source)| source_name(project, source)).collect();
        (!names.is_empty()).then(|| names.join(" and "))
    }

    /// Every link by which a content is nested in others.
    pub fn nestings<'p>(&self, project: &'p Project, content: &AnnotationId) -> Vec<&'p LinkId> {
        let links = project.links_of(content).filter(|l| l.from == *content && l.kind == self.nested);
        links.map(|l| &l.id).collect()
    }
}

fn source_name(project: &Project, source: &Annotation) -> String {
    let names: Vec<&str> = source.entities().filter_map(|id| project.entities().get(id)).map(|e| e.name.as_str()).collect();
    if names.is_empty() { crate::text::shortened(&source.quote(), 40) } else { names.join(", ") }
}

/// What an annotation on exactly these words means, if any does: who a source there is.
pub fn entity_at(project: &Project, of: &Annotation) -> Option<Vec<Reference>> {
    let extent = of.target.extent()?;
    let twins = project.annotations_touching(&of.document, extent).into_iter().filter(|a| a.target.extent() == Some(extent));
    twins.filter(|a| a.coder == of.coder).map(|a| a.entities().cloned().map(Reference::Entity).collect::<Vec<_>>()).find(|e| !e.is_empty())
}

fn kind_of(project: &Project, code: &CodeId) -> Option<AttributeId> {
    let is_kind = |words: &[String]| ["direct", "indirect"].iter().all(|wanted| words.iter().any(|w| w.to_lowercase() == *wanted));
    let found = |kind: &AttributeKind| matches!(kind, AttributeKind::Choice(words) if is_kind(words));
    project.attributes_of(code).into_iter().find(|a| found(&a.kind)).map(|a| a.id.clone())
}

fn level_of(project: &Project, code: &CodeId) -> Option<(AttributeId, f64)> {
    project.attributes_of(code).into_iter().find_map(|a| match &a.kind {
        AttributeKind::Number { max, .. } if ["level", "depth"].contains(&a.name.to_lowercase().as_str()) => {
            Some((a.id.clone(), max.unwrap_or(f64::MAX)))
        }
        _ => None,
    })
}

fn entity_of(project: &Project, code: &CodeId) -> Option<AttributeId> {
    // What may be a claim as well says what is spoken about, not who speaks.
    project.attributes_of(code).into_iter().find(|a| a.kind == AttributeKind::Entity).map(|a| a.id.clone())
}
