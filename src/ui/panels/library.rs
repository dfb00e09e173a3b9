//! The library: documents by event, with how far the coder is.

use std::collections::BTreeMap;

use egui::{FontId, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2};

use super::super::actions::Action;
use super::super::context::ViewContext;
use super::super::facts::{counted, title_of};
use super::super::theme::SIZES;
use super::super::widgets::{Row, filter_field, hint, paint_progress, row_at, section, semibold};
use crate::model::{CoderId, Document, DocumentId, EventId, ProgressKey, ProgressState};
use crate::session::Command;
use crate::text::find::key;

const DOCUMENT_HEIGHT: f32 = 46.0;
const EVENT_HEIGHT: f32 = 28.0;

/// What the library remembers between frames.
#[derive(Debug, Default)]
pub struct Library {
    filter: String,
    folded: std::collections::BTreeSet<Option<EventId>>,
    lines: Vec<Line>,
    key: Option<(u64, CoderId, String, usize)>,
}

#[derive(Debug)]
enum Line {
    Event(Option<EventId>, String, usize),
    Document(DocumentId),
}

/// The documents of an event, or those of none.
#[derive(Debug)]
struct Group(Option<EventId>);

impl Line {
    fn height(&self) -> f32 {
        match self {
            Self::Event(..) => EVENT_HEIGHT,
            Self::Document(_) => DOCUMENT_HEIGHT,
        }
    }
}

impl Library {
    /// Shows the library.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        ui.horizontal(|ui| {
            section(ui, ctx.theme, "Library");
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.add(egui::Button::new("Import…").small()).on_hover_text("Bring in texts and Markdown files").clicked() {
                    ctx.send.act(Action::Import);
                }
            });
        });
        if ctx.project.documents().is_empty() {
            empty_state(ui, ctx);
            return;
        }
        filter_field(ui, &mut self.filter, "Filter documents…");
        self.update(ctx);
        if self.lines.is_empty() {
            hint(ui, ctx.theme, "No document has these words in its title, outlet or date");
            return;
        }
        let total: f32 = self.lines.iter().map(Line::height).sum();
        let mut toggled = None;
        ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, viewport| {
            ui.set_height(total);
            let (left, right) = (ui.max_rect().left(), ui.max_rect().right());
            let top = ui.max_rect().top();
            let mut y = 0.0;
            for line in &self.lines {
                let height = line.height();
                if y + height >= viewport.top() && y <= viewport.bottom() {
                    let rect = Rect::from_min_max(pos2(left, top + y), pos2(right, top + y + height));
                    toggled = show_line(ui, ctx, line, rect, &self.folded).or(toggled.take());
                }
                y += height;
            }
        });
        if let Some(Group(event)) = toggled {
            if !self.folded.remove(&event) {
                self.folded.insert(event);
            }
            self.key = None;
        }
    }

    /// Sorts the documents again when something changed.
    fn update(&mut self, ctx: &ViewContext<'_>) {
        let key = Some((ctx.revision, ctx.coder.clone(), self.filter.clone(), self.folded.len()));
        if self.key == key {
            return;
        }
        self.key = key;
        self.lines = lines(ctx, &self.filter, &self.folded);
    }
}

fn lines(ctx: &ViewContext<'_>, filter: &str, folded: &std::collections::BTreeSet<Option<EventId>>) -> Vec<Line> {
    let filter = key(filter.trim());
    let fits = |d: &Document| {
        let words = [Some(d.display_title()), d.outlet.as_deref(), d.date.as_deref(), d.author.as_deref(), Some(d.id.as_str())];
        filter.is_empty() || words.into_iter().flatten().any(|w| key(w).contains(&filter))
    };
    let mut groups: BTreeMap<(bool, String, Option<EventId>), Vec<&Document>> = BTreeMap::new();
    for document in ctx.project.documents().values().filter(|d| fits(d)) {
        let event = document.event.as_ref().and_then(|id| ctx.project.events().get(id));
        let name = event.map_or_else(|| "No event".to_owned(), |e| e.display_name().to_owned());
        groups.entry((event.is_none(), name, event.map(|e| e.id.clone()))).or_default().push(document);
    }
    let mut lines = Vec::new();
    for ((_, name, event), documents) in groups {
        let open = !folded.contains(&event) || !filter.is_empty();
        lines.push(Line::Event(event, name, documents.len()));
        if open {
            lines.extend(documents.iter().map(|d| Line::Document(d.id.clone())));
        }
    }
    lines
}

fn show_line(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    line: &Line,
    rect: Rect,
    folded: &std::collections::BTreeSet<Option<EventId>>,
) -> Option<Group> {
    match line {
        Line::Event(event, name, count) => {
            let response = ui.interact(rect, ui.scope_id().with(("event", event)), Sense::click());
            let label = format!("Event {name}, {}", counted(*count, "document", "documents"));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &label));
            paint_event(ui, ctx, rect, name, !folded.contains(event), response.hovered());
            response.clicked().then(|| Group(event.clone()))
        }
        Line::Document(id) => {
            if let Some(document) = ctx.project.documents().get(id) {
                show_document(ui, ctx, document, rect);
            }
            None
        }
    }
}

fn paint_event(ui: &Ui, ctx: &ViewContext<'_>, rect: Rect, name: &str, open: bool, hovered: bool) {
    let colour = if hovered { ctx.theme.text } else { ctx.theme.muted };
    let (x, y) = (rect.left() + 7.0, rect.center().y + 2.0);
    let arrow = if open {
        vec![pos2(x - 3.5, y - 2.0), pos2(x + 3.5, y - 2.0), pos2(x, y + 2.5)]
    } else {
        vec![pos2(x - 2.0, y - 3.5), pos2(x + 2.5, y), pos2(x - 2.0, y + 3.5)]
    };
    ui.painter().add(egui::Shape::convex_polygon(arrow, colour, egui::Stroke::NONE));
    let words = egui::WidgetText::from(RichText::new(name).font(semibold(SIZES.small)).color(colour));
    let galley = words.into_galley(ui, Some(egui::TextWrapMode::Truncate), rect.width() - 22.0, FontId::proportional(SIZES.small));
    ui.painter().galley(pos2(rect.left() + 18.0, y - galley.size().y / 2.0), galley, colour);
}

fn show_document(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document, rect: Rect) {
    let chosen = ctx.selection.document.as_ref() == Some(&document.id);
    let title = title_of(document);
    let row = Row { label: &title, chosen, enabled: true };
    let response = row_at(ui, ctx.theme, ui.scope_id().with(("document", &document.id)), rect.shrink2(vec2(0.0, 1.0)), &row);
    let progress = ctx.project.progress().get(&ProgressKey { coder: ctx.coder.clone(), document: document.id.clone() });
    paint_progress(ui.painter(), ctx.theme, pos2(rect.left() + 13.0, rect.top() + 15.0), progress.map(|p| p.state));
    let count = ctx.project.annotation_count(&document.id);
    paint_document(ui, ctx, document, rect, count, chosen);
    if response.clicked() {
        ctx.send.run(Command::Open(document.id.clone()));
        ctx.send.act(Action::Read);
    }
    response.context_menu(|ui| context_menu(ui, ctx, document, progress.map(|p| p.state)));
    response.on_hover_text(format!("{title}\n{}\n{}", subtitle(document), counted(count, "annotation", "annotations")));
}

fn subtitle(document: &Document) -> String {
    let parts = [document.outlet.as_deref(), document.date.as_deref(), document.language.as_deref()];
    let known: Vec<&str> = parts.into_iter().flatten().collect();
    if known.is_empty() { document.id.to_string() } else { known.join(" · ") }
}

fn paint_document(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document, rect: Rect, count: usize, chosen: bool) {
    let inner = Rect::from_min_max(pos2(rect.left() + 27.0, rect.top() + 5.0), pos2(rect.right() - 8.0, rect.bottom() - 4.0));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(inner));
    let font = if chosen { semibold(SIZES.body) } else { FontId::proportional(SIZES.body) };
    let title = egui::WidgetText::from(RichText::new(title_of(document)).font(font).color(ctx.theme.text));
    let galley = title.into_galley(&ui, Some(egui::TextWrapMode::Truncate), inner.width(), FontId::proportional(SIZES.body));
    ui.painter().galley(inner.min, galley, ctx.theme.text);
    let number = ui.painter().layout_no_wrap(count.to_string(), FontId::proportional(SIZES.small), ctx.theme.muted);
    let room = inner.width() - number.size().x - 8.0;
    let at = pos2(inner.right() - number.size().x, inner.bottom() - number.size().y);
    ui.painter().galley(at, number, ctx.theme.muted);
    let under = egui::WidgetText::from(RichText::new(subtitle(document)).size(SIZES.small).color(ctx.theme.muted));
    let galley = under.into_galley(&ui, Some(egui::TextWrapMode::Truncate), room, FontId::proportional(SIZES.small));
    ui.painter().galley(pos2(inner.left(), inner.bottom() - galley.size().y), galley, ctx.theme.muted);
    ui.advance_cursor_after_rect(inner);
}

fn context_menu(ui: &mut Ui, ctx: &ViewContext<'_>, document: &Document, state: Option<ProgressState>) {
    ui.set_min_width(190.0);
    let states = [("Untouched", None), ("In progress", Some(ProgressState::InProgress)), ("Finished", Some(ProgressState::Finished))];
    for (name, to) in states {
        if ui.add(egui::Button::selectable(state == to, name)).clicked() {
            ctx.send.run(Command::SetProgress(document.id.clone(), to));
            ui.close();
        }
    }
    ui.separator();
    if ui.button("Delete the document").on_hover_text("With everything that lies on it; undo brings it back").clicked() {
        ctx.send.run(Command::DeleteDocument(document.id.clone()));
        ui.close();
    }
}

fn empty_state(ui: &mut Ui, ctx: &ViewContext<'_>) {
    ui.add_space(SIZES.group_gap);
    hint(ui, ctx.theme, "No documents yet. Import texts or Markdown files, or drop them on this window");
}
