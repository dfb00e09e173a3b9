//! The palette at the selection: type to find a code, Enter to put it, Enter at once to repeat the last one.

use egui::{
    FontId, Frame, Id, Key, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign, RichText, ScrollArea, TextEdit, Ui, pos2, vec2,
};

use super::super::context::ViewContext;
use super::super::theme::SIZES;
use super::super::widgets::{CodeList, CodeQuery, FoundCode, Row, emphasised, paint_key, paint_swatch, row_in};
use crate::model::{Code, CodeId, Scope};
use crate::session::Command;
use crate::ui::keyboard::{give_keyboard, take_key};

const WIDTH: f32 = 290.0;
const ROW: f32 = 26.0;
/// Rows in sight.
const ROWS: usize = 9;

/// The open palette.
#[derive(Debug, Default)]
pub struct CodePalette {
    filter: String,
    list: CodeList,
    cursor: usize,
    /// How far the list is scrolled, in points.
    scroll: f32,
    has_keyboard: bool,
    wants_keyboard: bool,
    recode: bool,
    anchor: Option<Rect>,
    side: Option<RectAlign>,
}

/// What the page has to say to the palette this frame.
#[derive(Debug, Default)]
pub struct PaletteInput {
    /// Where the selection is on the screen.
    pub selection_rect: Option<Rect>,
    /// What was typed on the page.
    pub typed: Option<String>,
    /// Enter was pressed on the page.
    pub entered: bool,
    /// The page asked for the palette in this frame.
    pub opened: bool,
}

/// What became of the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaletteState {
    /// Still open.
    Open,
    /// Done or called off; the page gets the keyboard.
    Closed,
    /// Something beside it was clicked, which gets the keyboard if it takes any.
    Left,
}

impl CodePalette {
    /// A palette that takes the keyboard (Enter, menu).
    pub fn with_keyboard() -> Self {
        Self { wants_keyboard: true, ..Self::default() }
    }

    /// A palette that leaves the keyboard with the page (after selecting with the mouse), so that a code's key still works at once.
    pub fn beside_page() -> Self {
        Self::default()
    }

    /// A palette that gives the selected annotation another code, under a button.
    pub fn for_recoding(anchor: Rect) -> Self {
        Self { wants_keyboard: true, recode: true, anchor: Some(anchor), ..Self::default() }
    }

    /// Shows it; the chosen code is sent as a command.
    pub fn show(&mut self, ui: &Ui, ctx: &ViewContext<'_>, input: PaletteInput) -> PaletteState {
        let on_page = !self.recode;
        if on_page && (!ctx.has_words() || ctx.document().is_none()) {
            return if input.opened { PaletteState::Open } else { PaletteState::Closed };
        }
        if let Some(typed) = input.typed.filter(|_| on_page) {
            self.filter.push_str(&typed);
            self.wants_keyboard = true;
        }
        if on_page && input.selection_rect.is_some() {
            self.anchor = input.selection_rect;
        }
        if ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Escape)) {
            return PaletteState::Closed;
        }
        self.update(ctx);
        let list = std::mem::take(&mut self.list);
        let found = list.found();
        let moved = self.move_cursor(ui, found.len());
        let entered = input.entered || ui.input_mut(|i| take_key(i, Modifiers::NONE, Key::Enter));
        let mut chosen = entered.then(|| found.get(self.cursor).map(|found| found.code.id.clone())).flatten();
        let anchor = self.anchor.unwrap_or_else(|| Rect::from_center_size(ui.max_rect().center(), vec2(0.0, 0.0)));
        let rect = self.window(ui, ctx, anchor, found, moved, &mut chosen);
        self.list = list;
        if let Some(code) = chosen {
            ctx.send.run(self.command(ctx, code));
            return PaletteState::Closed;
        }
        // The click that ended the selection opened it; only a later one beside it closes it.
        let clicked_beside = ui.input(|i| i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|p| !rect.contains(p)));
        if clicked_beside { PaletteState::Left } else { PaletteState::Open }
    }

    fn command(&self, ctx: &ViewContext<'_>, code: CodeId) -> Command {
        match (&ctx.selection.annotation, self.recode) {
            (Some(annotation), true) => Command::Recode(annotation.clone(), code),
            _ => Command::CodeSelection(code),
        }
    }

    /// Codes that fit what was typed, best first; without anything typed those used last, then the codebook's order.
    fn update(&mut self, ctx: &ViewContext<'_>) {
        let scope = match (self.recode, ctx.annotation().map(|a| &a.target)) {
            (true, Some(crate::model::Target::Document)) => Scope::Document,
            (true, Some(crate::model::Target::Paragraph(_))) => Scope::Paragraph,
            _ => Scope::Span,
        };
        self.list.update(ctx, &CodeQuery { words: &self.filter, scope: Some(scope), layer: None });
    }

    /// Moves the cursor with the arrows; says whether it did.
    fn move_cursor(&mut self, ui: &Ui, count: usize) -> bool {
        let before = self.cursor;
        if self.has_keyboard {
            let (down, up) = ui.input_mut(|i| (take_key(i, Modifiers::NONE, Key::ArrowDown), take_key(i, Modifiers::NONE, Key::ArrowUp)));
            if down {
                self.cursor += 1;
            }
            if up {
                self.cursor = self.cursor.saturating_sub(1);
            }
        }
        self.cursor = self.cursor.min(count.saturating_sub(1));
        self.cursor != before
    }

    /// The scroll that has the cursor in sight, going no further than needed.
    fn scroll_to_cursor(&self) -> f32 {
        let (top, seen) = (self.cursor as f32 * ROW, ROWS as f32 * ROW);
        self.scroll.clamp((top + ROW - seen).max(0.0), top)
    }

    fn window(
        &mut self,
        ui: &Ui,
        ctx: &ViewContext<'_>,
        anchor: Rect,
        found: &[FoundCode],
        moved: bool,
        chosen: &mut Option<CodeId>,
    ) -> Rect {
        let frame = Frame::popup(ui.style()).inner_margin(Margin::same(8)).corner_radius(SIZES.window_radius);
        // Decided once for the longest list, so that it does not jump to the other side of the words while one types.
        let room = ui.ctx().content_rect().bottom() - anchor.bottom();
        let side = *self.side.get_or_insert(if room > ROW * ROWS as f32 + 80.0 { RectAlign::BOTTOM_START } else { RectAlign::TOP_START });
        // A popup of the page's layer: no tooltip of the page lies over it.
        let popup = Popup::new(Id::unique("code palette"), ui.ctx().clone(), anchor, ui.layer_id())
            .align(side)
            .align_alternatives(&[])
            .gap(8.0)
            .width(WIDTH)
            .frame(frame)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .open(true);
        let shown = popup.show(|ui| self.contents(ui, ctx, found, moved, chosen));
        shown.map_or(anchor, |shown| shown.response.rect)
    }

    fn contents(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, found: &[FoundCode], moved: bool, chosen: &mut Option<CodeId>) {
        ui.set_width(WIDTH);
        let before = self.filter.clone();
        let label = if self.recode { "Recode as…" } else { "Code as…" };
        let field = TextEdit::singleline(&mut self.filter).id(Id::unique("code palette filter")).hint_text(label).desired_width(WIDTH);
        let response = ui.add(field).accessible_name(label);
        if std::mem::take(&mut self.wants_keyboard) {
            give_keyboard(&response);
            put_caret_at_end(ui, &response, &self.filter);
        }
        self.has_keyboard = response.has_focus();
        if self.filter != before {
            (self.cursor, self.scroll) = (0, 0.0);
            *chosen = key_pressed_alone(ctx, &before, &self.filter);
        }
        ui.add_space(2.0);
        if found.is_empty() {
            ui.label(RichText::new("No code is called that").color(ctx.theme.muted));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = ScrollArea::vertical().max_height(ROW * ROWS as f32);
        if moved || self.filter != before {
            area = area.vertical_scroll_offset(self.scroll_to_cursor());
        }
        let shown = area.show_rows(ui, ROW, found.len(), |ui, range| {
            for place in range {
                let Some(code) = found.get(place) else { continue };
                if show_code(ui, ctx, code, place == self.cursor) {
                    *chosen = Some(code.code.id.clone());
                }
            }
        });
        self.scroll = shown.state.clamped_offset().y;
    }
}

/// Digits and signs begin no code's name, so as the first thing typed they are a code's key.
fn key_pressed_alone(ctx: &ViewContext<'_>, before: &str, typed: &str) -> Option<CodeId> {
    let mut letters = typed.chars();
    let (Some(key), None, true) = (letters.next(), letters.next(), before.is_empty()) else { return None };
    if key.is_alphabetic() {
        return None;
    }
    ctx.project.codes().values().find(|c| c.key == Some(key) && !c.retired).map(|c| c.id.clone())
}

fn put_caret_at_end(ui: &Ui, response: &egui::Response, text: &str) {
    let mut state = egui::text_edit::TextEditState::load(ui.ctx(), response.id).unwrap_or_default();
    let end = egui::text::CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(end)));
    state.store(ui.ctx(), response.id);
}

fn show_code(ui: &mut Ui, ctx: &ViewContext<'_>, found: &FoundCode, chosen: bool) -> bool {
    let code: &Code = &found.code;
    let label = format!("Code as {}", code.name);
    let response = row_in(ui, ctx.theme, ROW, &Row { label: &label, chosen, enabled: true });
    let rect = response.rect;
    if let Some(style) = ctx.styles.get(&code.id) {
        let swatch = Rect::from_center_size(pos2(rect.left() + 20.0, rect.center().y), vec2(24.0, 13.0));
        paint_swatch(ui.painter(), swatch, style);
    }
    let painter = ui.painter();
    let name = painter.layout_job(emphasised(&code.name, &found.letters, ctx.theme.text, ctx.theme.accent));
    let mut x = rect.left() + 40.0;
    let width = name.size().x;
    painter.galley(pos2(x, rect.center().y - name.size().y / 2.0), name, ctx.theme.text);
    x += width + 8.0;
    let remark = if ctx.last_code == Some(&code.id) { "last used" } else { code.id.as_str() };
    let remark = painter.layout_no_wrap(remark.to_owned(), FontId::proportional(SIZES.small), ctx.theme.muted);
    painter.galley(pos2(x, rect.center().y - remark.size().y / 2.0 + 0.5), remark, ctx.theme.muted);
    if let Some(key) = code.key {
        paint_key(ui, ctx.theme, pos2(rect.right() - 8.0, rect.center().y), &key.to_string());
    }
    response.clicked()
}
