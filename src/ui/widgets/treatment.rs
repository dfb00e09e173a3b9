//! What one document does with one claim: the choice of a treatment, and everything it rests on.

use std::sync::Arc;

use egui::{Button, ComboBox, Id, Response, RichText, Ui};

use super::super::context::{Request, ViewContext};
use super::super::theme::SIZES;
use super::unchecked::Unchecked;
use super::{
    Looking, Row, Search, cross_button, draft_line, draft_text, field_heading, find_voice, hint, importance_buttons, quiet_button, row_in,
    shortened, voice_chain,
};
use crate::model::{Annotation, AnnotationId, Claim, DocumentId, Looked, Reference, Treatment, TreatmentKey, TreatmentKind};
use crate::session::Command;

/// Height of the list of treatments, so that all of them can be seen at once.
const MENU: f32 = 320.0;

/// What the editor of one treatment remembers between frames.
#[derive(Debug, Default)]
pub struct TreatmentDraft {
    of: Option<TreatmentKey>,
    /// The search for one more voice, while it is open.
    voice: Option<Search<Reference>>,
    /// The search for the words of an omission, once it is asked for again.
    looking: Option<Looking>,
}

/// The open coder's treatment of a claim by a document.
pub fn treatment_of<'a>(ctx: &ViewContext<'a>, claim: &Claim, document: &DocumentId) -> Option<&'a Treatment> {
    let key = TreatmentKey { coder: ctx.coder.clone(), document: document.clone(), claim: claim.id.clone() };
    ctx.project.treatments().get(&key).map(Arc::as_ref)
}

/// A list of the treatments with the one of this claim by this document; what a chosen one needs is asked for.
pub fn treatment_choice(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    (claim, document): (&Claim, &DocumentId),
    queue: &mut Unchecked,
    width: f32,
    shown: RichText,
) -> Response {
    let now = treatment_of(ctx, claim, document).map(|t| t.kind);
    let combo = ComboBox::from_id_salt(("treatment", &claim.id, document)).selected_text(shown).width(width).height(MENU);
    let response = combo.show_ui(ui, |ui| {
        for kind in std::iter::once(None).chain(TreatmentKind::ALL.map(Some)) {
            let word = kind.map_or("not checked", TreatmentKind::word);
            if ui.selectable_label(now == kind, word).clicked() && now != kind {
                // A treatment is always one of the open document.
                ctx.send.run(Command::Open(document.clone()));
                match kind {
                    Some(kind) if needs_more(ctx, claim, document, kind) => queue.ask(ctx, &claim.id, document, kind),
                    kind => ctx.send.run(Command::Treat(claim.id.clone(), kind)),
                }
            }
        }
    });
    response.response
}

/// Whether a treatment cannot be set without asking: where it shows, or what was looked for.
fn needs_more(ctx: &ViewContext<'_>, claim: &Claim, document: &DocumentId, kind: TreatmentKind) -> bool {
    if kind == TreatmentKind::Omits {
        return true;
    }
    let ours = |a: &&Arc<Annotation>| a.document == *document && a.coder == *ctx.coder;
    let carried = ctx.project.annotations_naming(&Reference::Claim(claim.id.clone())).any(|a| ours(&a));
    let known = treatment_of(ctx, claim, document).is_some_and(|t| !t.evidence.is_empty());
    let selected = ctx.annotation().is_some_and(|a| a.document == *document && a.is_on_text());
    !(carried || known || selected)
}

/// Shows everything about a treatment for editing.
pub fn treatment_details(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, draft: &mut TreatmentDraft) {
    let key = treatment.key();
    if draft.of.as_ref() != Some(&key) {
        *draft = TreatmentDraft { of: Some(key), ..TreatmentDraft::default() };
    }
    let set = |changed: Treatment| ctx.send.run(Command::SetTreatment(changed));
    if treatment.kind == TreatmentKind::Omits {
        omission(ui, ctx, treatment, draft, &set);
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
    if let Some(by) = voice_chain(ui, ctx, &treatment.by) {
        set(Treatment { by, ..treatment.clone() });
    }
    let Some(search) = &mut draft.voice else {
        if quiet_button(ui, "Add a voice…").clicked() {
            draft.voice = Some(Search::with_keyboard());
        }
        return;
    };
    let quotes: Vec<String> = treatment.evidence.iter().filter_map(|id| ctx.project.annotations().get(id)).map(|a| a.quote()).collect();
    if let Some(entity) = find_voice(ui, ctx, search, &treatment.by, &quotes.join(" ")) {
        let by = treatment.by.iter().cloned().chain([entity]).collect();
        set(Treatment { by, ..treatment.clone() });
        draft.voice = None;
    } else if quiet_button(ui, "Cancel").accessible_name("Add no voice").clicked() {
        draft.voice = None;
    }
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
fn omission(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, draft: &mut TreatmentDraft, set: &impl Fn(Treatment)) {
    field_heading(ui, ctx.theme, "Importance of the omission");
    if let Some(importance) = importance_buttons(ui, treatment.importance, "Importance of the omission") {
        set(Treatment { importance, ..treatment.clone() });
    }
    let Some(looked) = &treatment.looked else { return };
    field_heading(ui, ctx.theme, "Words looked for, with commas between them");
    let id = Id::unique(("treatment words", treatment.key().to_string()));
    draft_line(ui, ctx.send, id, "Words looked for", &looked.words.join(", "), |text| {
        let words = text.split(',').map(str::trim).filter(|w| !w.is_empty()).map(ToOwned::to_owned).collect();
        let looked = crate::model::Looked { words, ..looked.clone() };
        Command::SetTreatment(Treatment { looked: Some(looked), ..treatment.clone() })
    });
    hint(ui, ctx.theme, format!("Looked on {}", looked.when.strftime("%-d %B %Y")));
    look_again(ui, ctx, treatment, looked, draft);
}

/// The same search as when the omission was said, in the text as it is now.
fn look_again(ui: &mut Ui, ctx: &ViewContext<'_>, treatment: &Treatment, looked: &Looked, draft: &mut TreatmentDraft) {
    let Some(looking) = &mut draft.looking else {
        if quiet_button(ui, "Look again…").on_hover_text("Search the document for these words").clicked() {
            let mut looking = Looking::default();
            looking.begin(&looked.words);
            draft.looking = Some(looking);
        }
        return;
    };
    let entered = looking.show(ui, ctx, &treatment.document);
    let (mut keep, mut close) = (entered, false);
    ui.horizontal(|ui| {
        keep |= ui.add_enabled(looking.is_done(), Button::new("Keep these words")).clicked();
        close = quiet_button(ui, "Close the search").clicked();
    });
    if keep {
        // `looked` says when, and in which text, so it is written anew.
        ctx.send.run(Command::Open(treatment.document.clone()));
        ctx.send.run(Command::Omit(treatment.claim.clone(), looking.words()));
    }
    if keep || close {
        draft.looking = None;
    }
}
