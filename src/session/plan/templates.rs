//! Adding codebooks to the one of the project.

use std::collections::BTreeSet;

use super::codebook::{TakenKeys, with_key};
use super::{Desk, Plan};
use crate::model::{Code, CodebookInfo, Edit, Layer, LinkType, Project, Record, RecordId};
use crate::session::Notice;
use crate::store::CodebookParts;
use crate::text::counted;

/// Adds codebooks in one step, and says what was left alone: an id that the project has keeps what it means there.
///
/// A project without a codebook takes over the title, purpose and revision of the first; another one keeps its own and gets rules,
/// papers and units behind those it has. Adding a codebook twice changes nothing. Codes without a key, or whose key another code has,
/// get a free one.
pub fn add(desk: &Desk, templates: &[CodebookParts]) -> (Plan, Vec<Notice>) {
    let project = desk.project;
    let mut adding = Adding::new(project);
    let mut notices = Vec::new();
    for parts in templates {
        notices.push(adding.take_in(parts));
        notices.extend(adding.told_keys(parts));
    }
    let names: Vec<&str> = templates.iter().map(name).collect();
    (Plan::edit(format!("Add {}", names.join(" and ")), adding.edits()), notices)
}

struct Adding<'a> {
    project: &'a Project,
    /// Nothing of a codebook was there before.
    fresh: bool,
    info: CodebookInfo,
    added: Vec<Edit>,
    ids: BTreeSet<RecordId>,
    keys: TakenKeys,
    /// Codes whose key another one has.
    without_key: Vec<String>,
    /// Highest ranks so far: what is added stands behind.
    layers: u32,
    links: u32,
}

impl<'a> Adding<'a> {
    fn new(project: &'a Project) -> Self {
        Self {
            project,
            fresh: is_without_codebook(project),
            info: project.codebook().clone(),
            added: Vec::new(),
            ids: BTreeSet::new(),
            keys: TakenKeys::of(project),
            without_key: Vec::new(),
            layers: project.layers().values().map(|layer| layer.rank).max().unwrap_or(0),
            links: project.link_types().values().map(|kind| kind.rank).max().unwrap_or(0),
        }
    }

    fn take_in(&mut self, parts: &CodebookParts) -> Notice {
        let (layers, links) = (self.layers, self.links);
        let (mut codes, mut left_alone) = (0_usize, 0_usize);
        let (before, is_first) = (self.added.len(), self.fresh && self.ids.is_empty());
        for record in &parts.records {
            let id = record.id();
            if self.project.has(&id) || !self.ids.insert(id) {
                left_alone += 1;
                continue;
            }
            codes += usize::from(matches!(record, Record::Code(_)));
            let record = self.placed(record, layers, links);
            self.added.push(Edit::Add(record));
        }
        let name = name(parts);
        let nothing = before == self.added.len();
        if !nothing || parts.records.is_empty() {
            self.tell(&parts.info, is_first);
        }
        match (nothing, left_alone) {
            (true, _) => Notice::done(format!("{name} is in the project already; nothing was changed")),
            (false, 0) => Notice::done(format!("{name} was added: {}", counted(codes, "code"))),
            (false, n) => {
                let (records, were) = (counted(n, "part"), if n == 1 { "was" } else { "were" });
                let what = format!("{name} was added: {}; {records} of it {were} in the project already", counted(codes, "code"));
                Notice::warning(what, "What was there was left alone; compare the two codebooks")
            }
        }
    }

    /// The record behind what is there already, still without a key where that is taken.
    fn placed(&mut self, record: &Record, layers: u32, links: u32) -> Record {
        match record {
            Record::Layer(layer) => {
                let rank = layer.rank.saturating_add(layers);
                self.layers = self.layers.max(rank);
                Layer { rank, ..Layer::clone(layer) }.into()
            }
            Record::LinkType(kind) => {
                let rank = kind.rank.saturating_add(links);
                self.links = self.links.max(rank);
                LinkType { rank, ..LinkType::clone(kind) }.into()
            }
            Record::Code(code) => {
                let taken = code.key.is_some_and(|key| !code.retired && !self.keys.take(key));
                if taken {
                    self.without_key.push(code.name.clone());
                }
                // Revisions of another codebook say nothing here: no annotation of this project is older than the code.
                Code { key: code.key.filter(|_| !taken), revised: 0, ..Code::clone(code) }.into()
            }
            other => other.clone(),
        }
    }

    fn told_keys(&mut self, parts: &CodebookParts) -> Option<Notice> {
        let names = std::mem::take(&mut self.without_key);
        let first = names.first()?;
        let more = if names.len() == 1 { String::new() } else { format!(" and {} more", names.len() - 1) };
        let what = format!("{first}{more} of {} did not keep the key: other codes have it", name(parts));
        Some(Notice::warning(what, "A free key was given where there was one; change it in the codebook"))
    }

    /// Title, purpose, papers, unit and rules.
    fn tell(&mut self, info: &CodebookInfo, is_first: bool) {
        if is_first {
            self.info = info.clone();
            return;
        }
        if self.fresh {
            join(&mut self.info.name, " + ", &info.name);
            join(&mut self.info.purpose, " ", &info.purpose);
        }
        list(&mut self.info.source, &info.name, &info.source);
        list(&mut self.info.unit, &info.name, &info.unit);
        for rule in &info.rules {
            if !self.info.rules.contains(rule) {
                self.info.rules.push(rule.clone());
            }
        }
    }

    fn edits(mut self) -> Vec<Edit> {
        let before = self.project.codebook();
        if self.added.is_empty() && self.info == *before {
            return Vec::new();
        }
        if !self.fresh {
            self.info.revision = before.revision.saturating_add(1);
        }
        // What codes bring along comes before what is found for the others.
        let mut edits: Vec<Edit> = self.added.into_iter().map(|edit| keyed(edit, &mut self.keys)).collect();
        edits.push(Edit::SetCodebook(Box::new(self.info)));
        edits
    }
}

fn keyed(edit: Edit, keys: &mut TakenKeys) -> Edit {
    match edit {
        Edit::Add(Record::Code(code)) => Edit::Add(with_key(Code::clone(&code), keys).into()),
        other => other,
    }
}

/// Whether nothing of a codebook is there, not even a title.
fn is_without_codebook(project: &Project) -> bool {
    let empty = project.layers().is_empty() && project.codes().is_empty();
    empty && project.attributes().is_empty() && project.link_types().is_empty() && project.codebook().name.is_empty()
}

fn join(words: &mut String, between: &str, more: &str) {
    if more.is_empty() || words.contains(more) {
        return;
    }
    if !words.is_empty() {
        words.push_str(between);
    }
    words.push_str(more);
}

/// Puts a codebook's words behind those of others, with its name before them; not twice.
///
/// The codebook that was there from the start has its words without its name.
fn list(all: &mut String, name: &str, words: &str) {
    let has = |words: &str| format!("; {all}; ").contains(&format!("; {words}; "));
    let named = format!("{name}: {words}");
    if !words.is_empty() && !has(words) && !has(&named) {
        join(all, "; ", &named);
    }
}

fn name(parts: &CodebookParts) -> &str {
    if parts.info.name.is_empty() { "The codebook" } else { &parts.info.name }
}
