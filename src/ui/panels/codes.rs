//! The codes of the chosen layer: click one to put it on the selected words, the paragraph or the document.

use egui::{FontId, Id, Rect, Response, ScrollArea, Ui, pos2, vec2};

use super::super::context::{Request, ViewContext};
use super::super::facts::Facts;
use super::super::theme::SIZES;
use super::super::widgets::{
    CodeList, CodeQuery, Eye, FoundCode, Row, emphasised, eye_at, filter_field, hint, paint_key, paint_swatch, row_in, tab,
};
use crate::model::{Code, LayerId, Scope};
use crate::session::Command;
use crate::ui::keyboard::{entered, give_keyboard};

/// Height of a row in points.
const ROW: f32 = 27.0;
/// Side of the square that the eye of a row answers to, in points.
const EYE: f32 = 22.0;

/// What the code panel remembers between frames.
#[derive(Debug, Default)]
pub struct Codes {
    layer: Option<LayerId>,
    filter: String,
    list: CodeList,
    wants_focus: bool,
}

/// The command that puts a code where it can go: on the selected words, else the paragraph at the caret, else the document.
pub fn command_for(ctx: &ViewContext<'_>, code: &Code) -> Command {
    let can = |scope| code.scopes.contains(&scope);
    if can(Scope::Span) && (ctx.has_words() || !can(Scope::Paragraph)) {
        Command::CodeSelection(code.id.clone())
    } else if can(Scope::Paragraph) && ctx.selection.text.is_some() {
        Command::CodeParagraph(code.id.clone())
    } else if can(Scope::Document) {
        Command::CodeDocument(code.id.clone())
    } else {
        Command::CodeParagraph(code.id.clone())
    }
}

impl Codes {
    /// Puts the keyboard into the filter field at the next frame.
    pub fn focus_filter(&mut self) {
        self.wants_focus = true;
    }

    /// Shows the layers as tabs, the filter, and the codes.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, facts: &Facts) {
        let layers = ctx.project.layers_in_order();
        if layers.is_empty() {
            hint(ui, ctx.theme, "The codebook has no layers yet");
            return;
        }
        let known = self.layer.as_ref().is_some_and(|id| ctx.project.layers().contains_key(id));
        if !known {
            self.layer = layers.first().map(|l| l.id.clone());
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            for layer in &layers {
                let chosen = self.layer.as_ref() == Some(&layer.id);
                let response = tab(ui, ctx.theme, &layer.name, &format!("Layer {}", layer.name), chosen);
                let response = if layer.purpose.is_empty() { response } else { response.on_hover_text(&layer.purpose) };
                if response.clicked() {
                    self.layer = Some(layer.id.clone());
                }
            }
        });
        let entered = self.filter_line(ui);
        let anew = self.update(ctx);
        if entered && let Some(first) = self.list.found().first() {
            ctx.send.run(command_for(ctx, &first.code));
            self.filter.clear();
        }
        if self.list.found().is_empty() {
            let words = if self.filter.trim().is_empty() { "This layer has no codes yet" } else { "No code is called that" };
            hint(ui, ctx.theme, words);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().id_salt("codes").auto_shrink([false, true]);
        if anew && !self.filter.is_empty() {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show_rows(ui, ROW, self.list.found().len(), |ui, range| {
            for found in self.list.found().get(range).unwrap_or_default() {
                show_code(ui, ctx, found, facts.codes.get(&found.code.id).copied().unwrap_or(0));
            }
        });
    }

    fn filter_line(&mut self, ui: &mut Ui) -> bool {
        let field = filter_field(ui, &mut self.filter, "Type to find a code…");
        if std::mem::take(&mut self.wants_focus) {
            give_keyboard(&field);
        }
        entered(ui, &field) && !self.filter.trim().is_empty()
    }

    /// Codes of the chosen layer; while something is typed, the best of all layers.
    fn update(&mut self, ctx: &ViewContext<'_>) -> bool {
        self.list.update(ctx, &CodeQuery { words: &self.filter, scope: None, layer: self.layer.as_ref() })
    }
}

fn show_code(ui: &mut Ui, ctx: &ViewContext<'_>, found: &FoundCode, count: usize) {
    let code: &Code = &found.code;
    let indent = if code.parent.is_some() { 14.0 } else { 0.0 };
    let of_selected = ctx.annotation().is_some_and(|a| a.code == code.id);
    let response = row_in(ui, ctx.theme, ROW, &Row { label: &code.name, chosen: of_selected, enabled: true });
    let rect = response.rect;
    if let Some(style) = ctx.styles.get(&code.id) {
        let swatch = Rect::from_center_size(pos2(rect.left() + 20.0 + indent, rect.center().y), vec2(24.0, 13.0));
        paint_swatch(ui.painter(), swatch, style);
    }
    let hidden = ctx.visible.hidden_codes.contains(&code.id);
    let ink = if hidden { ctx.theme.muted } else { ctx.theme.text };
    let mut right = rect.right() - 8.0;
    let number = if count == 0 { String::new() } else { count.to_string() };
    let number = ui.painter().layout_no_wrap(number, FontId::proportional(SIZES.small), ctx.theme.muted);
    let at = pos2(right - number.size().x, rect.center().y - number.size().y / 2.0);
    ui.painter().galley(at, number, ctx.theme.muted);
    right -= 34.0;
    if let Some(key) = code.key {
        right -= paint_key(ui, ctx.theme, pos2(right, rect.center().y), &key.to_string()) + 6.0;
    }
    if show_eye(ui, ctx, code, &response, right) {
        right -= EYE + 4.0;
    }
    let left = rect.left() + 40.0 + indent;
    let name = egui::WidgetText::from(emphasised(&code.name, &found.letters, ink, ctx.theme.accent));
    let galley = name.into_galley(ui, Some(egui::TextWrapMode::Truncate), right - left, FontId::proportional(SIZES.body));
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
    if response.clicked() && !ctx.popup_open {
        ctx.send.run(command_for(ctx, code));
    }
    response.on_hover_ui(|ui| code_tooltip(ui, ctx, code));
}

/// An eye on the row that is pointed at or has the keyboard, and on every row of a code that is hidden; says whether there is one.
fn show_eye(ui: &Ui, ctx: &ViewContext<'_>, code: &Code, row: &Response, right: f32) -> bool {
    let hidden = ctx.visible.hidden_codes.contains(&code.id);
    let id = row.id.with("eye");
    if !(hidden || row.contains_pointer() || row.has_focus() || ui.memory(|memory| memory.has_focus(id))) {
        return false;
    }
    let rect = Rect::from_center_size(pos2(right - EYE / 2.0, row.rect.center().y), vec2(EYE, EYE));
    let (eye, verb) = if hidden { (Eye::Shut, "Show") } else { (Eye::Open, "Hide") };
    if eye_at(ui, ctx.theme, id, rect, eye, &format!("{verb} {} on the page", code.name)).clicked() {
        let mut visible = ctx.visible.clone();
        if !visible.hidden_codes.remove(&code.id) {
            visible.hidden_codes.insert(code.id.clone());
        }
        ctx.send.send(Request::SetVisible(visible));
    }
    true
}

fn code_tooltip(ui: &mut Ui, ctx: &ViewContext<'_>, code: &Code) {
    ui.set_max_width(340.0);
    ui.push_id(Id::unique(&code.id), |ui| {
        ui.strong(format!("{} · {}", code.name, code.id));
        if !code.aliases.is_empty() {
            ui.label(code.aliases.join(" · "));
        }
        for (title, text) in [("", &code.definition), ("Include: ", &code.include), ("Exclude: ", &code.exclude)] {
            if !text.is_empty() {
                ui.label(format!("{title}{text}"));
            }
        }
        if let Some(example) = code.examples.first() {
            hint(ui, ctx.theme, format!("For example: {example}"));
        }
    });
}
