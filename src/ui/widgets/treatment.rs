//! What one document does with one claim: the choice of a treatment, and everything it rests on.

use std::sync::Arc;

use egui::{Button, ComboBox, Id, Response, RichText, Ui, vec2};

use super::super::context::{Request, ViewContext};
use super::super::theme::SIZES;
use super::{Row, Search, cross_button, draft_line, draft_text, field_heading, hint, quiet_button, reference_choices, row_in, shortened};
use crate::model::{AnnotationId, AttributeKind, Claim, DocumentId, EntityId, Reference, Treatment, TreatmentKey, TreatmentKind};
use crate::session::Command;

/// Height of the list of treatments, so that all of them can be seen at once.
const MENU: f32 = 320.0;
/// How many entities are suggested as voices.
const SUGGESTED: usize = 6;

/// What the editor of one treatment remembers between frames.
#[derive(Debug, Default)]
pub struct TreatmentDraft {
    of: Option<TreatmentKey>,
    /// The search for one more voice, while it is open.
    voice: Option<Search<Reference>>,
}

/// The open coder's treatment of a claim by a document.
pub fn treatment_of<'a>(ctx: &ViewContext<'a>, claim: &Claim, document: &DocumentId) -> Option<&'a Treatment> {
    let key = TreatmentKey { coder: ctx.coder.clone(), document: document.clone(), claim: claim.id.clone() };
    ctx.project.treatments().get(&key).map(Arc::as_ref)
}

/// A list of the treatments with the one of this claim by this document.
pub fn treatment_choice(ui: &mut Ui, ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId, width: f32, shown: RichText) -> Response {
    let now = treatment_of(ctx, claim, document).map(|t| t.kind);
    let combo = ComboBox::from_id_salt(("treatment", &claim.id, document)).selected_text(shown).width(width).height(MENU);
    let response = combo.show_ui(ui, |ui| {
        for kind in std::iter::once(None).chain(TreatmentKind::ALL.map(Some)) {
            let word = kind.map_or("not checked", TreatmentKind::word);
            if ui.selectable_label(now == kind, word).clicked() && now != kind {
                // A treatment is always one of the open document.
                ctx.send.run(Command::Open(document.clone()));
                ctx.send.run(Command::Treat(claim.id.clone(), kind));
            }
        }
    });
    response.response
}

/// Shows everything about a treatment for editing.
pub fn treatment_details(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, draft: &mut TreatmentDraft) {
    let key = treatment.key();
    if draft.of.as_ref() != Some(&key) {
        *draft = TreatmentDraft { of: Some(key), voice: None };
    }
    let set = |changed: Treatment| ctx.send.run(Command::SetTreatment(changed));
    if treatment.kind == TreatmentKind::Omits {
        omission(ui, ctx, treatment, &set);
    } else {
        voices(ui, ctx, treatment, draft, &set);
    }
    evidence(ui, ctx, treatment, &set);
    field_heading(ui, ctx.theme, "Memo");
    let id = Id::unique(("treatment memo", treatment.key().to_string()));
    draft_text(ui, ctx.send, id, "Memo of the treatment", &treatment.memo, 1, |memo| {
        Command::SetTreatment(Treatment { memo, ..treatment.clone() })
    });
}

/// On whose word, outermost voice first.
fn voices(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, draft: &mut TreatmentDraft, set: &impl Fn(Treatment)) {
    field_heading(ui, ctx.theme, "On whose word, outermost voice first");
    if treatment.by.is_empty() {
        hint(ui, ctx.theme, "The document’s own voice");
    }
    for (place, entity) in treatment.by.iter().enumerate() {
        voice(ui, ctx, treatment, place, entity, set);
    }
    let Some(search) = &mut draft.voice else {
        if quiet_button(ui, "Add a voice…").clicked() {
            draft.voice = Some(Search::default());
        }
        return;
    };
    search.fill(ctx.revision, "voices", || {
        let quotes: Vec<String> = treatment.evidence.iter().filter_map(|id| ctx.project.annotations().get(id)).map(|a| a.quote()).collect();
        let mut choices = reference_choices(ctx, &AttributeKind::Entity, &quotes.join(" "));
        choices.retain(|c| !matches!(&c.value, Reference::Entity(id) if treatment.by.contains(id)));
        choices
    });
    if let Some(Reference::Entity(entity)) = search.show(ui, ctx.theme, "Find who says so…", SUGGESTED) {
        let mut by = treatment.by.clone();
        by.push(entity);
        set(Treatment { by, ..treatment.clone() });
        draft.voice = None;
    } else if quiet_button(ui, "Cancel").accessible_name("Add no voice").clicked() {
        draft.voice = None;
    }
}

fn voice(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, place: usize, entity: &EntityId, set: &impl Fn(Treatment)) {
    let name = ctx.project.entities().get(entity).map_or(entity.as_str(), |e| e.name.as_str());
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, &format!("Take away the voice {name}")).clicked() {
                let mut by = treatment.by.clone();
                by.retain(|e| e != entity);
                set(Treatment { by, ..treatment.clone() });
            }
            let last = place + 1 == treatment.by.len();
            let moves = [("↓", "inwards", place + 1, !last), ("↑", "outwards", place.wrapping_sub(1), place > 0)];
            for (arrow, word, to, possible) in moves {
                let button = ui.add_enabled(possible, Button::new(arrow).small().frame_when_inactive(false));
                if button.accessible_name(format!("Move {name} {word}")).clicked() {
                    let mut by = treatment.by.clone();
                    by.swap(place, to);
                    set(Treatment { by, ..treatment.clone() });
                }
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                ui.label(RichText::new(format!("{}.", place + 1)).size(SIZES.small).color(ctx.theme.muted));
                ui.add(egui::Label::new(RichText::new(name).color(ctx.theme.text)).truncate());
            });
        });
    });
}

/// The annotations that show it; a click goes there.
fn evidence(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, set: &impl Fn(Treatment)) {
    let omits = treatment.kind == TreatmentKind::Omits;
    field_heading(ui, ctx.theme, "Evidence");
    if treatment.evidence.is_empty() && omits {
        hint(ui, ctx.theme, "None needed; words that show the gap may be named");
    }
    for id in &treatment.evidence {
        evidence_line(ui, ctx, treatment, id, set);
    }
    let selected = ctx.annotation().filter(|a| a.document == treatment.document && !treatment.evidence.contains(&a.id));
    let words = selected.map(|a| format!("Add the selected “{}”", shortened(&a.quote(), 40)));
    let button = Button::new(RichText::new(words.as_deref().unwrap_or("Add the selected annotation")).size(SIZES.body - 1.0)).truncate();
    let response = ui.add_enabled(selected.is_some(), button).accessible_name("Add the selected annotation as evidence");
    let response = response.on_disabled_hover_text("Select another annotation of this document first");
    if response.clicked()
        && let Some(annotation) = selected
    {
        let mut evidence = treatment.evidence.clone();
        evidence.push(annotation.id.clone());
        set(Treatment { evidence, ..treatment.clone() });
    }
}

fn evidence_line(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, id: &AnnotationId, set: &impl Fn(Treatment)) {
    let Some(annotation) = ctx.project.annotations().get(id) else { return };
    let quote = if annotation.is_on_text() { annotation.quote() } else { "(whole document)".to_owned() };
    let words = format!("{}: “{}”", ctx.code_name(&annotation.code), shortened(&quote, 160));
    ui.horizontal(|ui| {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if cross_button(ui, ctx.theme, &format!("Take away the evidence {}", shortened(&quote, 60))).clicked() {
                let mut evidence = treatment.evidence.clone();
                evidence.retain(|e| e != id);
                set(Treatment { evidence, ..treatment.clone() });
            }
            let label = format!("Evidence {words}");
            let response = row_in(ui, ctx.theme, 24.0, &Row { label: &label, chosen: false, enabled: true });
            let text = egui::WidgetText::from(RichText::new(&words).color(ctx.theme.text));
            let galley = text.into_galley(ui, Some(egui::TextWrapMode::Truncate), response.rect.width() - 8.0, egui::TextStyle::Body);
            let at = egui::pos2(response.rect.left() + 4.0, response.rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, galley, ctx.theme.text);
            if response.on_hover_text(&words).clicked() {
                ctx.send.send(Request::JumpTo(id.clone()));
            }
        });
    });
}

/// How much an omission matters, and what was looked for.
fn omission(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, set: &impl Fn(Treatment)) {
    field_heading(ui, ctx.theme, "Importance of the omission");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (level, word) in [(1, "1 minor"), (2, "2"), (3, "3 central")] {
            let chosen = treatment.importance == Some(level);
            let button = Button::selectable(chosen, word).frame_when_inactive(true).min_size(vec2(30.0, 0.0));
            if ui.add(button).accessible_name(format!("Importance of the omission: {level}")).clicked() {
                // A second click takes the value away again.
                set(Treatment { importance: (!chosen).then_some(level), ..treatment.clone() });
            }
        }
    });
    let Some(looked) = &treatment.looked else { return };
    field_heading(ui, ctx.theme, "Words looked for, with commas between them");
    let id = Id::unique(("treatment words", treatment.key().to_string()));
    draft_line(ui, ctx.send, id, "Words looked for", &looked.words.join(", "), |text| {
        let words = text.split(',').map(str::trim).filter(|w| !w.is_empty()).map(ToOwned::to_owned).collect();
        let looked = crate::model::Looked { words, ..looked.clone() };
        Command::SetTreatment(Treatment { looked: Some(looked), ..treatment.clone() })
    });
    hint(ui, ctx.theme, format!("Looked on {}", looked.when.strftime("%-d %B %Y")));
}
