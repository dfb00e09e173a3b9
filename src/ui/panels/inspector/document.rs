//! The document itself: what is known about it, and the codes put on it as a whole.

use egui::{CollapsingHeader, ComboBox, Id, RichText, Ui, vec2};

use super::super::super::actions::Action;
use super::super::super::context::{Request, ViewContext};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{draft_line, draft_text, hint, memos, quiet_button, section, semibold, words_row};
use super::nothing;
use crate::model::{Annotation, Document, EventId, RecordId, Value};
use crate::session::Command;
use crate::session::plan::documents::event_called;
use crate::ui::keyboard::entered;

const NAMES: f32 = 78.0;

/// A line of metadata: its name, what it says, and how to change it.
type Field = (&'static str, fn(&Document) -> Option<&str>, fn(&mut Document, Option<String>));

const FIELDS: [Field; 7] = [
    ("Title", |d| d.title.as_deref(), |d, v| d.title = v),
    ("Outlet", |d| d.outlet.as_deref(), |d, v| d.outlet = v),
    ("Author", |d| d.author.as_deref(), |d, v| d.author = v),
    ("Date", |d| d.date.as_deref(), |d, v| d.date = v),
    ("Language", |d| d.language.as_deref(), |d, v| d.language = v),
    ("Genre", |d| d.genre.as_deref(), |d, v| d.genre = v),
    ("Address", |d| d.url.as_deref(), |d, v| d.url = v),
];

/// Shows the open document.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    ui.label(RichText::new("Document").font(semibold(SIZES.heading - 1.0)).color(ctx.theme.text)).on_hover_text(document.id.as_str());
    on_document(ui, ctx, document);
    ui.add_space(SIZES.gap);
    let title = RichText::new("Details").font(semibold(SIZES.small)).color(ctx.theme.muted);
    // Seldom changed once they are known, and the claims below want the room.
    let known = document.title.is_some() || document.outlet.is_some() || document.date.is_some() || document.language.is_some();
    CollapsingHeader::new(title).default_open(!known).show_unindented(ui, |ui| details(ui, ctx, document));
    let title = RichText::new("Looked, nothing here").font(semibold(SIZES.small)).color(ctx.theme.muted);
    CollapsingHeader::new(title).show_unindented(ui, |ui| nothing::show(ui, ctx, document));
    memos(ui, ctx, Some(&RecordId::Document(document.id.clone())));
}

fn details(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    for (name, get, set) in FIELDS {
        named(ui, ctx, name, |ui| {
            let id = Id::unique(("document", &document.id, name));
            draft_line(ui, ctx.send, id, name, get(document).unwrap_or_default(), |text| {
                let mut changed = document.clone();
                set(&mut changed, Some(text.trim().to_owned()).filter(|t| !t.is_empty()));
                Command::SetDocument(Box::new(changed))
            });
        });
    }
    named(ui, ctx, "Event", |ui| event(ui, ctx, document));
    named(ui, ctx, "Note", |ui| {
        let id = Id::unique(("document", &document.id, "note"));
        draft_text(ui, ctx.send, id, "Note", &document.note, 2, |text| {
            Command::SetDocument(Box::new(Document { note: text, ..document.clone() }))
        });
    });
    let file = &document.provenance.file;
    if !file.is_empty() {
        let encoding = &document.provenance.encoding;
        let how = if encoding.is_empty() { String::new() } else { format!(", read in {encoding}") };
        hint(ui, ctx.theme, format!("From {file}{how}"));
        if quiet_button(ui, "Read again…").on_hover_text("In another encoding, or with the present reader; codings go along").clicked() {
            ctx.send.act(Action::ReadAgain);
        }
    }
}

fn named(ui: &mut Ui, ctx: &ViewContext<'_>, name: &str, editor: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(NAMES, ui.spacing().interact_size.y), egui::Sense::hover());
        let galley = ui.painter().layout_no_wrap(name.to_owned(), egui::FontId::proportional(SIZES.body), ctx.theme.muted);
        ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, ctx.theme.muted);
        ui.vertical(editor);
    });
}

fn event(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    let now = document.event.as_ref().and_then(|id| ctx.project.events().get(id));
    let shown = now.map_or("–", |e| e.display_name());
    let put = |event: Option<EventId>| ctx.send.run(Command::SetDocument(Box::new(Document { event, ..document.clone() })));
    let response = ComboBox::from_id_salt("event").selected_text(shown).width(ui.available_width()).truncate().show_ui(ui, |ui| {
        if ui.selectable_label(now.is_none(), "– no event").clicked() {
            put(None);
        }
        for event in ctx.project.events().values() {
            if ui.selectable_label(now.is_some_and(|e| e.id == event.id), event.display_name()).clicked() {
                put(Some(event.id.clone()));
            }
        }
        ui.separator();
        new_event(ui, ctx, document);
    });
    response.response.accessible_name("Event");
}

/// A field in the list that makes a new event and puts the document there.
fn new_event(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    let id = Id::unique(("new event", &document.id));
    let mut name: String = ui.data(|d| d.get_temp(id)).unwrap_or_default();
    let field = ui.add(egui::TextEdit::singleline(&mut name).hint_text("New event…").desired_width(170.0)).accessible_name("New event");
    if entered(ui, &field) && !name.trim().is_empty() {
        if let Some(event) = event_called(ctx.project, name.trim()) {
            let to = Some(event.id.clone());
            ctx.send.run(Command::SetEvent(event));
            ctx.send.run(Command::SetDocument(Box::new(Document { event: to, ..document.clone() })));
        }
        name.clear();
        ui.close();
    }
    ui.data_mut(|d| d.insert_temp(id, name));
}

fn on_document(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document) {
    let all: Vec<&Annotation> =
        ctx.project.annotations_on_document(&document.id).map(AsRef::as_ref).filter(|a| a.coder == *ctx.coder).collect();
    if all.is_empty() {
        return;
    }
    section(ui, ctx.theme, "On the whole document");
    for annotation in all {
        let name = ctx.code_name(&annotation.code);
        let label = format!("{name}, on the whole document");
        let words = format!("{name}  {}", values(ctx, annotation));
        let response = words_row(ui, ctx.theme, &label, &words);
        if response.clicked() {
            ctx.send.send(Request::JumpTo(annotation.id.clone()));
        }
    }
}

/// The values of an annotation in a few words.
fn values(ctx: &ViewContext<'_>, annotation: &Annotation) -> String {
    let word = |value: &Value| match value {
        Value::Choice(word) | Value::Text(word) => word.clone(),
        Value::Choices(words) => words.join(", "),
        Value::Number(n) => n.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::References(references) => references.iter().map(|r| named_by(ctx, r)).collect::<Vec<_>>().join(", "),
    };
    let parts: Vec<String> =
        annotation.attributes.values().map(word).chain(Some(annotation.memo.clone()).filter(|m| !m.is_empty())).collect();
    parts.join(" · ")
}

fn named_by(ctx: &ViewContext<'_>, reference: &crate::model::Reference) -> String {
    match reference {
        crate::model::Reference::Entity(id) => ctx.project.entities().get(id).map_or_else(|| id.to_string(), |e| e.name.clone()),
        crate::model::Reference::Claim(id) => ctx.project.claims().get(id).map_or_else(|| id.to_string(), |c| c.statement.clone()),
    }
}
