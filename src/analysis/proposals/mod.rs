//! Which entity some words may mean: proposals, ranked, each with its reasons; never more than proposals.

mod index;
mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

pub use index::Index;

use crate::model::{Annotation, DocumentId, Entity, EntityId, Project, RecordId};
use words::{acronyms_of, as_acronym, folded, is_filling, without_article, without_titles};

/// Why words may mean an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// They are its preferred name.
    Name,
    /// They are one of its other names.
    Alias,
    /// They are a name but for case, an article or titles.
    Plain,
    /// They end one of its names.
    LastPart,
    /// They are another part of one of its names.
    Part,
    /// They are an acronym of a name, or a name is theirs.
    Acronym,
    /// One of its names is part of them.
    Within,
    /// They were said to mean it so many times in this document.
    Here(usize),
    /// They were said to mean it so many times in other documents.
    Elsewhere(usize),
}

/// An entity that words may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The entity.
    pub entity: EntityId,
    /// Why, the weightiest reason first; never empty.
    pub reasons: Vec<Reason>,
}

/// Words that mean somebody or something.
#[derive(Debug, Clone, Copy)]
pub struct Mention<'a> {
    /// The words.
    pub words: &'a str,
    /// The document they stand in.
    pub document: &'a DocumentId,
    /// The name of their code: an entity of a type of this name comes before others that are as likely.
    pub kind: &'a str,
}

/// A mention of more words than these is looked through at its beginning only: names are shorter, and what follows them explains.
const LONGEST_MENTION: usize = 24;
/// Words of the longest name that is looked for in a mention.
const LONGEST_NAME: usize = 8;
/// A word that more entities have than these tells nothing about which one is meant.
const COMMON: usize = 500;
/// Earlier choices beyond these do not make it likelier.
const MANY: usize = 9;
/// What the same type adds: less than whole names lie apart, more than mere likenesses do, because words coded as a person seldom mean an
/// event that has them in its name.
const SAME_KIND: usize = 8;

impl Reason {
    /// How much it weighs. Likenesses go by how rarely they deceive. What a coder has said of the same words in the same document comes
    /// right behind a whole name; together with any likeness it comes before a mere name.
    fn weight(self) -> usize {
        match self {
            Self::Name => 100,
            Self::Alias => 90,
            Self::Plain => 80,
            Self::LastPart => 65,
            Self::Within => 62,
            Self::Part => 60,
            Self::Acronym => 55,
            Self::Here(times) => 66 + times.min(MANY),
            Self::Elsewhere(times) => 30 + times.min(MANY),
        }
    }

    /// Its words on the screen.
    pub fn words(self) -> String {
        match self {
            Self::Name => "name".to_owned(),
            Self::Alias => "alias".to_owned(),
            Self::Plain => "name but for case or title".to_owned(),
            Self::LastPart => "end of the name".to_owned(),
            Self::Part => "part of the name".to_owned(),
            Self::Acronym => "acronym".to_owned(),
            Self::Within => "name within the words".to_owned(),
            Self::Here(n) => format!("earlier choice, {}", crate::text::times(n)),
            Self::Elsewhere(n) => format!("earlier choice elsewhere, {}", crate::text::times(n)),
        }
    }
}

impl Proposal {
    /// Its reasons on the screen: `alias, earlier choice, 5 times`.
    pub fn words(&self) -> String {
        self.reasons.iter().map(|reason| reason.words()).collect::<Vec<_>>().join("; ")
    }
}

/// What an annotation's words may mean, the likeliest first, at most so many; what it names already is left out.
pub fn propose_for(index: &Index, project: &Project, annotation: &Annotation, most: usize) -> Vec<Proposal> {
    let kind = project.codes().get(&annotation.code).map_or("", |code| code.name.as_str());
    let words = crate::analysis::naming::form_of(annotation);
    let named: BTreeSet<&EntityId> = annotation.entities().collect();
    let mut proposals = propose(index, project, Mention { words: &words, document: &annotation.document, kind }, most + named.len());
    proposals.retain(|proposal| !named.contains(&proposal.entity));
    proposals.truncate(most);
    proposals
}

/// What words may mean, the likeliest first, at most so many. Equally likely ones stand by how often they are named, then by name.
pub fn propose(index: &Index, project: &Project, mention: Mention, most: usize) -> Vec<Proposal> {
    let words: Vec<String> = folded(mention.words).into_iter().take(LONGEST_MENTION).collect();
    let mut found = Found { index, mention, reasons: BTreeMap::new() };
    found.whole_names(&words);
    found.acronyms(&words);
    found.parts(&words);
    found.names_within(&words);
    found.earlier(&words);
    let weigh = |(id, mut reasons): (EntityId, Vec<Reason>)| {
        let entity = index.entity(&id)?;
        reasons.sort_by_key(|reason| (Reverse(reason.weight()), *reason));
        let kind = if !mention.kind.is_empty() && entity.kind == mention.kind { SAME_KIND } else { 0 };
        let weight = kind + reasons.iter().map(|reason| reason.weight()).sum::<usize>();
        let uses = project.uses_of(&RecordId::Entity(id.clone()));
        Some(((Reverse(weight), Reverse(uses), entity.name.to_lowercase(), id.clone()), Proposal { entity: id, reasons }))
    };
    let mut weighed: Vec<_> = found.reasons.into_iter().filter_map(weigh).collect();
    weighed.sort_by(|one, other| one.0.cmp(&other.0));
    weighed.into_iter().take(most).map(|(_, proposal)| proposal).collect()
}

/// Reasons as they are found; an entity has at most one likeness, the first that is found, and what was chosen before.
struct Found<'a> {
    index: &'a Index,
    mention: Mention<'a>,
    reasons: BTreeMap<EntityId, Vec<Reason>>,
}

impl Found<'_> {
    fn likeness(&mut self, id: &EntityId, reason: Reason) {
        self.reasons.entry(id.clone()).or_insert_with(|| vec![reason]);
    }

    fn whole_names(&mut self, words: &[String]) {
        let exact = self.mention.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let keys: BTreeSet<String> = [without_article(words), without_titles(words)].map(|key| key.join(" ")).into();
        for id in keys.iter().filter_map(|key| self.index.whole.get(key)).flatten() {
            let Some(entity) = self.index.entity(id) else { continue };
            let reason = match entity {
                entity if entity.name == exact => Reason::Name,
                entity if entity.aliases.contains(&exact) => Reason::Alias,
                _ => Reason::Plain,
            };
            self.likeness(id, reason);
        }
    }

    /// Both ways: the words are the acronym of a name, or a name is the acronym of the words.
    fn acronyms(&mut self, words: &[String]) {
        if let Some(acronym) = as_acronym(self.mention.words) {
            for id in self.index.acronyms.get(&acronym).into_iter().flatten() {
                self.likeness(id, Reason::Acronym);
            }
        }
        for acronym in acronyms_of(without_titles(words)) {
            for id in self.index.whole.get(&acronym).into_iter().flatten() {
                let is_acronym = |name: &String| as_acronym(name).as_deref() == Some(&*acronym);
                if self.index.entity(id).is_some_and(|entity| names(entity).any(is_acronym)) {
                    self.likeness(id, Reason::Acronym);
                }
            }
        }
    }

    fn parts(&mut self, words: &[String]) {
        let words = without_titles(words);
        if words.len() > LONGEST_NAME || words.iter().all(|word| is_filling(word)) {
            return;
        }
        let telling = words.iter().filter(|word| !is_filling(word));
        let rarest = telling.map(|word| self.index.words.get(word)).min_by_key(|ids| ids.map_or(0, BTreeSet::len));
        let Some(ids) = rarest.flatten().filter(|ids| ids.len() <= COMMON) else { return };
        for id in ids {
            let Some(entity) = self.index.entity(id) else { continue };
            let reason = names(entity).filter_map(|name| part_of(&folded(name), words)).min();
            if let Some(reason) = reason {
                self.likeness(id, reason);
            }
        }
    }

    fn names_within(&mut self, words: &[String]) {
        for length in (1..=LONGEST_NAME.min(words.len())).rev() {
            for window in words.windows(length).filter(|window| !window.iter().all(|word| is_filling(word))) {
                for id in self.index.whole.get(&window.join(" ")).into_iter().flatten() {
                    self.likeness(id, Reason::Within);
                }
            }
        }
    }

    fn earlier(&mut self, words: &[String]) {
        for (id, documents) in self.index.choices(words).into_iter().flatten() {
            let here = documents.get(self.mention.document).copied().unwrap_or(0);
            let elsewhere = documents.values().sum::<usize>() - here;
            let reasons = self.reasons.entry(id.clone()).or_default();
            reasons.extend((here > 0).then_some(Reason::Here(here)));
            reasons.extend((elsewhere > 0).then_some(Reason::Elsewhere(elsewhere)));
        }
    }
}

fn names(entity: &Entity) -> impl Iterator<Item = &String> {
    std::iter::once(&entity.name).chain(&entity.aliases)
}

/// Which part of a name some words are; none if they are not, or are all of it.
fn part_of(name: &[String], words: &[String]) -> Option<Reason> {
    if words.is_empty() || words.len() >= name.len() {
        None
    } else if name.ends_with(words) {
        Some(Reason::LastPart)
    } else {
        name.windows(words.len()).any(|window| window == words).then_some(Reason::Part)
    }
}
