//! What is looked for, where, and what is put on it.

use std::collections::BTreeSet;

use egui::{ComboBox, Id, RichText, ScrollArea, TextEdit, Ui};

use super::super::super::context::ViewContext;
use super::super::super::facts::title_of;
use super::super::super::theme::SIZES;
use super::super::super::widgets::{Choice, EXACTLY, EXACTLY_MEANS, cross_button, reference_choices, section, shortened};
use super::Bulk;
use super::draft::Kind;
use crate::analysis::concordance::{Case, Extent, LONGEST_PATTERN};
use crate::model::{AttributeKind, CodeId, EntityId, EventId, Reference, Scope};
use crate::session::Where;
use crate::ui::keyboard::{entered, give_keyboard};

/// Choices that are shown before more is typed.
const MOST: usize = 6;

impl Bulk {
    pub(super) fn show_form(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        self.subject(ui, ctx);
        self.places(ui, ctx);
        self.code(ui, ctx);
        if self.draft.code.is_some() {
            self.entity(ui, ctx);
            self.show_values(ui, ctx);
        }
    }

    fn subject(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        section(ui, ctx.theme, "Look for");
        ui.horizontal(|ui| {
            for (kind, words) in [(Kind::Words, "Words"), (Kind::Pattern, "Pattern"), (Kind::Names, "Names of an entity")] {
                if ui.selectable_label(self.draft.kind == kind, words).clicked() {
                    self.draft.kind = kind;
                }
            }
        });
        if self.draft.kind == Kind::Names {
            let named = self.draft.named.clone();
            if let Some(id) = named {
                if chosen(ui, ctx, &entity_name(ctx, &id), "Look for another entity") {
                    self.draft.named = None;
                }
            } else {
                self.names.fill(ctx.revision, "names", || reference_choices(ctx, &AttributeKind::Entity, ""));
                if let Some(Reference::Entity(id)) = self.names.show(ui, ctx.theme, "Entity whose names to look for…", MOST) {
                    self.draft.entity.get_or_insert(id.clone());
                    self.draft.named = Some(id);
                    self.draft.extent = Extent::WholeWords;
                }
            }
        } else {
            let label = if self.draft.kind == Kind::Words { "Words to code…" } else { "Pattern to code…" };
            let field = TextEdit::singleline(&mut self.draft.words).id(Id::unique("words to code")).hint_text(label);
            let field = ui.add(field.char_limit(LONGEST_PATTERN).desired_width(ui.available_width())).accessible_name(label);
            if entered(ui, &field) {
                self.wants_focus = true;
            }
            if self.wants_focus && self.draft.words.is_empty() {
                self.wants_focus = false;
                give_keyboard(&field);
            }
        }
        self.manner(ui);
        if let Some(why) = self.search.as_ref().and_then(|search| search.refusal()) {
            ui.add(egui::Label::new(RichText::new(why).color(ctx.theme.error)).wrap());
        }
    }

    fn manner(&mut self, ui: &mut Ui) {
        let syntax = self.draft.syntax();
        let draft = &mut self.draft;
        let (mut ignore, mut whole) = (draft.case == Case::Ignore, draft.extent != Extent::Anywhere);
        let mut exact = draft.exactness.is_exact(syntax);
        ui.checkbox(&mut ignore, "Capitals do not matter");
        draft.case = if ignore { Case::Ignore } else { Case::Exact };
        // A rule of old keeps its meaning of whole words until somebody says otherwise.
        if ui.checkbox(&mut whole, "Whole words only").changed() {
            draft.extent = if whole { Extent::WholeWords } else { Extent::Anywhere };
        }
        let switch = ui.checkbox(&mut exact, EXACTLY).on_hover_text(EXACTLY_MEANS);
        if switch.changed() {
            draft.exactness.turn(syntax, &mut draft.case);
        }
        draft.exactness.menu(&switch, syntax);
    }

    fn places(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.add_space(SIZES.gap);
        section(ui, ctx.theme, "Look in");
        let this = ctx.selection.document.clone().map(|id| BTreeSet::from([id]));
        let event_name =
            |id: &EventId| ctx.project.events().get(id).map_or_else(|| id.to_string(), |event| event.display_name().to_owned());
        let shown = match &self.draft.place {
            Where::All => "All documents".to_owned(),
            Where::Event(id) => format!("Event: {}", event_name(id)),
            Where::Documents(ids) if Some(ids) == this.as_ref() && !self.draft.choosing => "This document".to_owned(),
            Where::Documents(_) => "Chosen documents".to_owned(),
        };
        let combo = ComboBox::from_id_salt("documents to look in").selected_text(shown).width(ui.available_width()).truncate();
        let response = combo.show_ui(ui, |ui| {
            let events = ctx.project.events().keys().map(|id| (format!("Event: {}", event_name(id)), Some(Where::Event(id.clone()))));
            let this = this.map(|ids| ("This document".to_owned(), Some(Where::Documents(ids))));
            let all = [("All documents".to_owned(), Some(Where::All))];
            for (words, place) in all.into_iter().chain(this).chain(events).chain([("Chosen documents".to_owned(), None)]) {
                let same = if self.draft.choosing { place.is_none() } else { place.as_ref() == Some(&self.draft.place) };
                if ui.selectable_label(same, words).clicked() {
                    self.draft.choosing = place.is_none();
                    self.draft.place = place.unwrap_or_else(|| Where::Documents(self.draft.chosen.clone()));
                }
            }
        });
        response.response.accessible_name("Look in");
        if self.draft.choosing {
            self.choose_documents(ui, ctx);
        }
    }

    fn choose_documents(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let documents = ctx.project.documents();
        let row = ui.spacing().interact_size.y;
        let area = ScrollArea::vertical().id_salt("chosen documents").max_height(130.0).auto_shrink([false, true]);
        area.show_rows(ui, row, documents.len(), |ui, rows| {
            for document in documents.values().skip(rows.start).take(rows.len()) {
                let mut ticked = self.draft.chosen.contains(&document.id);
                if ui.checkbox(&mut ticked, shortened(&title_of(document), 40)).changed() {
                    if ticked {
                        self.draft.chosen.insert(document.id.clone());
                    } else {
                        self.draft.chosen.remove(&document.id);
                    }
                }
            }
        });
    }

    fn code(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.add_space(SIZES.gap);
        section(ui, ctx.theme, "Code as");
        if let Some(id) = self.draft.code.clone() {
            if chosen(ui, ctx, ctx.code_name(&id), "Choose another code") {
                (self.draft.code, self.draft.attributes) = (None, std::collections::BTreeMap::new());
                self.wants_focus = true;
            }
            return;
        }
        self.codes.fill(ctx.revision, "codes", || code_choices(ctx));
        let place = ui.next_auto_id();
        if let Some(id) = self.codes.show(ui, ctx.theme, "Code for all…", MOST) {
            self.draft.code = Some(id);
            self.codes.query.clear();
            // What comes next is looking through the list.
            self.wanted = Some(1);
        } else if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(place));
        }
    }

    fn entity(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(code) = &self.draft.code else { return };
        let takes = |kind: &AttributeKind| matches!(kind, AttributeKind::Entity | AttributeKind::EntityOrClaim);
        if !ctx.project.attributes_of(code).iter().any(|a| takes(&a.kind)) {
            self.draft.entity = None;
            return;
        }
        ui.add_space(SIZES.gap);
        section(ui, ctx.theme, "Entity that all mean");
        if let Some(id) = self.draft.entity.clone() {
            if chosen(ui, ctx, &entity_name(ctx, &id), "Leave the entity out") {
                self.draft.entity = None;
            }
            return;
        }
        let words = self.draft.words.clone();
        self.entities.fill(ctx.revision, &words, || reference_choices(ctx, &AttributeKind::Entity, &words));
        if let Some(Reference::Entity(id)) = self.entities.show(ui, ctx.theme, "Entity for all…", MOST) {
            self.draft.entity = Some(id);
            self.entities.query.clear();
        }
    }
}

/// Codes that can lie on words, the one used last first.
fn code_choices(ctx: &ViewContext<'_>) -> Vec<Choice<CodeId>> {
    let layers = ctx.project.layers_in_order();
    let all = layers.iter().flat_map(|layer| ctx.project.codes_of(&layer.id).into_iter().map(move |code| (layer, code)));
    let usable = all.filter(|(_, code)| !code.retired && code.scopes.contains(&Scope::Span));
    let choice = |(layer, code): (&std::sync::Arc<crate::model::Layer>, &std::sync::Arc<crate::model::Code>)| Choice {
        value: code.id.clone(),
        name: code.name.clone(),
        remark: layer.name.clone(),
        also: code.id.to_string(),
        likely: true,
    };
    let mut choices: Vec<_> = usable.map(|(layer, code)| choice((layer, code))).collect();
    choices.sort_by_key(|choice| ctx.last_code != Some(&choice.value));
    choices
}

fn entity_name(ctx: &ViewContext<'_>, id: &EntityId) -> String {
    ctx.project.entities().get(id).map_or_else(|| format!("{id} (deleted)"), |entity| entity.name.clone())
}

/// Shows what was chosen with a cross; says whether the cross was clicked.
fn chosen(ui: &mut Ui, ctx: &ViewContext<'_>, name: &str, away: &str) -> bool {
    ui.horizontal(|ui| {
        ui.label(RichText::new(shortened(name, 34)).color(ctx.theme.text));
        cross_button(ui, ctx.theme, away).clicked()
    })
    .inner
}
