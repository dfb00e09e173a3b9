//! The form for splitting an entity.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::counted;
use super::super::super::widgets::{field_heading, rows, shortened};
use super::sheet::{Ended, finish, preview, title};
use crate::analysis::naming::form_of;
use crate::model::{Annotation, AnnotationId, DocumentId, EntityId, Project, Reference};
use crate::session::plan::entities::plain_name;
use crate::session::plan::entity_merge::{EntityParted, EntitySplit, parted};
use crate::session::{Command, Notice};

/// Height that the list of what can be chosen grows to.
const LIST: f32 = 300.0;

/// By what the mentions are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Form,
    Document,
    Hand,
}

/// What would happen, in sentences, or why it cannot be.
type Seen = Result<Vec<String>, Box<Notice>>;

/// What the form says so far.
#[derive(Debug)]
pub(super) struct SplitForm {
    entity: EntityId,
    name: String,
    by: By,
    forms: BTreeSet<String>,
    documents: BTreeSet<DocumentId>,
    picked: BTreeSet<AnnotationId>,
    /// What can be chosen, at which revision.
    parts: Option<(u64, Parts)>,
    seen: Option<(u64, EntitySplit, Seen)>,
}

/// The mentions of the entity, by what they can be chosen by.
#[derive(Debug, Default)]
struct Parts {
    all: Vec<(AnnotationId, String)>,
    forms: Vec<(String, Vec<AnnotationId>)>,
    documents: Vec<(DocumentId, Vec<AnnotationId>)>,
}

impl SplitForm {
    pub(super) fn new(entity: EntityId) -> Self {
        let (forms, documents, picked) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        Self { entity, name: String::new(), by: By::Form, forms, documents, picked, parts: None, seen: None }
    }

    pub(super) fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> Option<Ended> {
        let name = ctx.project.entities().get(&self.entity).map_or_else(|| format!("{} (deleted)", self.entity), |e| e.name.clone());
        title(ui, ctx, &format!("Split {name}"));
        let parts = match self.parts.take() {
            Some((revision, parts)) if revision == ctx.revision => parts,
            _ => parts_of(ctx.project, &self.entity),
        };
        field_heading(ui, ctx.theme, "Mentions that mean another entity");
        ui.horizontal_wrapped(|ui| {
            ui.radio_value(&mut self.by, By::Form, "By form");
            ui.radio_value(&mut self.by, By::Document, "By document");
            ui.radio_value(&mut self.by, By::Hand, "Picked by hand");
        });
        self.choices(ui, &parts);
        let mentions = self.mentions(&parts);
        self.parts = Some((ctx.revision, parts));
        field_heading(ui, ctx.theme, "Name of the new entity");
        let proposed = if self.by == By::Form { self.forms.first().cloned().unwrap_or_default() } else { String::new() };
        let width = ui.available_width();
        let field = TextEdit::singleline(&mut self.name).hint_text(&proposed).desired_width(width);
        ui.add(field).accessible_name("Name of the new entity");
        let name = if self.name.trim().is_empty() { proposed } else { self.name.clone() };
        field_heading(ui, ctx.theme, "What will happen");
        let split = EntitySplit { entity: self.entity.clone(), name, mentions };
        let possible = preview(ui, ctx, self.seen(ctx, &split));
        finish(ui, ctx, "Split", possible, || Command::SplitEntity(split)).map(|_| Ended::Here)
    }

    fn choices(&mut self, ui: &mut Ui, parts: &Parts) {
        let height = ui.spacing().interact_size.y;
        match self.by {
            By::Form => rows(ui, ("split by form", LIST, height), parts.forms.len(), |ui, at| {
                if let Some((form, mentions)) = parts.forms.get(at) {
                    toggle(ui, &mut self.forms, form, &format!("{} ({})", shortened(form, 40), mentions.len()));
                }
            }),
            By::Document => rows(ui, ("split by document", LIST, height), parts.documents.len(), |ui, at| {
                if let Some((document, mentions)) = parts.documents.get(at) {
                    toggle(ui, &mut self.documents, document, &format!("{document} ({})", mentions.len()));
                }
            }),
            By::Hand => rows(ui, ("split by hand", LIST, height), parts.all.len(), |ui, at| {
                if let Some((mention, words)) = parts.all.get(at) {
                    toggle(ui, &mut self.picked, mention, words);
                }
            }),
        }
    }

    fn mentions(&self, parts: &Parts) -> BTreeSet<AnnotationId> {
        match self.by {
            By::Form => of_chosen(&parts.forms, &self.forms),
            By::Document => of_chosen(&parts.documents, &self.documents),
            By::Hand => self.picked.clone(),
        }
    }

    fn seen(&mut self, ctx: &ViewContext<'_>, split: &EntitySplit) -> &Seen {
        let seen = self.seen.take().filter(|(revision, of, _)| *revision == ctx.revision && of == split);
        &self.seen.insert(seen.unwrap_or_else(|| (ctx.revision, split.clone(), looked_at(ctx.project, split)))).2
    }
}

/// What a split comes to, in sentences. The id of the new entity does not matter for them.
fn looked_at(project: &Project, split: &EntitySplit) -> Seen {
    let parted = parted(project, split, &split.entity)?;
    let name = plain_name(&split.name)?;
    Ok(sentences(&name, &parted))
}

fn sentences(name: &str, parted: &EntityParted) -> Vec<String> {
    let mut lines = vec![format!(
        "{} of {} to the new entity “{name}”; {} as they are",
        counted(parted.moved.len(), "mention", "mentions"),
        parted.moved.len() + parted.left,
        counted(parted.left, "stays", "stay")
    )];
    if parted.voices > 0 {
        let voices = counted(parted.voices, "treatment of a claim keeps", "treatments of claims keep");
        lines.push(format!("{voices} the old entity as the voice"));
    }
    lines
}

fn of_chosen<K: Ord>(parts: &[(K, Vec<AnnotationId>)], chosen: &BTreeSet<K>) -> BTreeSet<AnnotationId> {
    parts.iter().filter(|(key, _)| chosen.contains(key)).flat_map(|(_, mentions)| mentions.clone()).collect()
}

fn parts_of(project: &Project, entity: &EntityId) -> Parts {
    let mut all: Vec<&Arc<Annotation>> = project.annotations_naming(&Reference::Entity(entity.clone())).collect();
    all.sort_by_key(|a| (&a.document, a.start(), &a.id));
    let mut forms: BTreeMap<String, Vec<AnnotationId>> = BTreeMap::new();
    let mut documents: BTreeMap<DocumentId, Vec<AnnotationId>> = BTreeMap::new();
    for mention in &all {
        let form = if mention.is_on_text() { form_of(mention) } else { "(the whole document)".to_owned() };
        forms.entry(form).or_default().push(mention.id.clone());
        documents.entry(mention.document.clone()).or_default().push(mention.id.clone());
    }
    let mut forms: Vec<_> = forms.into_iter().collect();
    forms.sort_by_key(|(_, mentions)| std::cmp::Reverse(mentions.len()));
    let code = |a: &Annotation| project.codes().get(&a.code).map_or_else(|| a.code.to_string(), |c| c.name.clone());
    let words = |a: &Annotation| format!("{}: “{}” · {}", a.document, shortened(&form_of(a), 30), shortened(&code(a), 16));
    let all = all.into_iter().map(|a| (a.id.clone(), words(a))).collect();
    Parts { all, forms, documents: documents.into_iter().collect() }
}

fn toggle<T: Ord + Clone>(ui: &mut Ui, chosen: &mut BTreeSet<T>, one: &T, words: &str) {
    let mut has = chosen.contains(one);
    if ui.checkbox(&mut has, words).changed() {
        if has {
            chosen.insert(one.clone());
        } else {
            chosen.remove(one);
        }
    }
}
