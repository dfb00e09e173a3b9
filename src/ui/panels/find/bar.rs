//! The find bar: field, how it is meant, where to look, count, next and previous.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{
    Button, Event, Frame, Id, Key, Margin, Modifiers, Response, RichText, Role, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

use super::super::super::actions::{Action, key_text};
use super::super::super::context::ViewContext;
use super::super::super::theme::{SIZES, Theme};
use super::super::super::widgets::{EXACTLY, EXACTLY_MEANS, cross_button};
use super::words::count_words;
use super::{Find, FindScope, FindWish, Wanted, Way};
use crate::analysis::concordance::{Case, Extent, LONGEST_PATTERN, Syntax};
use crate::ui::keyboard::take_key;

/// Width of the field in points.
const FIELD: f32 = 210.0;
const FIELD_LABEL: &str = "Find words in the text…";

/// What a key asks of the bar while the keyboard is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wish {
    Case,
    Word,
    Exact,
    Regex,
    Next,
    Previous,
    Close,
}

impl Find {
    pub(super) fn show_bar(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) -> FindWish {
        let pressed = if self.has_focus { pressed(ui) } else { None };
        if pressed == Some(Wish::Close) {
            self.close();
            self.update(ui, ctx);
            return FindWish::Page;
        }
        let frame = Frame::new().fill(ctx.theme.panel).inner_margin(Margin::symmetric(10, 6));
        let (mut closed, mut code_all) = (false, false);
        self.has_focus = false;
        let bar = frame.show(ui, |ui| {
            ui.take_available_width();
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                self.field(ui);
                self.toggles(ui, pressed);
                ui.add_space(SIZES.gap);
                self.scopes(ui);
                ui.add_space(SIZES.gap);
                self.update(ui, ctx);
                self.steps(ui, ctx, pressed);
                self.count(ui, ctx);
                let all = ui.add_enabled(!self.query.pattern.is_empty(), Button::new("Code all…"));
                self.has_focus |= all.has_focus();
                code_all = all.on_hover_text("Code every occurrence of these words").clicked();
                let cross = cross_button(ui, ctx.theme, "Close the find bar");
                self.has_focus |= cross.has_focus();
                closed = cross.clicked();
            });
            self.refusal(ui, ctx.theme);
        });
        let rect = bar.response.rect;
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, ctx.theme.rule));
        if closed {
            self.close();
            self.update(ui, ctx);
            return FindWish::Page;
        }
        if code_all { FindWish::CodeAll } else { FindWish::Nothing }
    }

    fn field(&mut self, ui: &mut Ui) {
        let id = Id::unique("find field");
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(id));
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(self.query.pattern.chars().count()));
            state.cursor.set_char_range(Some(all));
            state.store(ui.ctx(), id);
        }
        let field = TextEdit::singleline(&mut self.query.pattern).id(id).hint_text(FIELD_LABEL).desired_width(FIELD);
        let response = ui.add(field.char_limit(LONGEST_PATTERN)).accessible_name(FIELD_LABEL);
        self.has_focus |= response.has_focus();
        if response.changed() {
            self.edited();
        }
    }

    fn toggles(&mut self, ui: &mut Ui, pressed: Option<Wish>) {
        let case = toggle(ui, "Aa", "Match case", "Capitals matter", "C", self.query.case == Case::Exact);
        let word = toggle(ui, "|ab|", "Whole words", "Not as a part of a word", "W", self.query.extent == Extent::WholeWords);
        let syntax = self.query.syntax;
        let exact = toggle(ui, "=", EXACTLY, EXACTLY_MEANS, "E", self.query.exactness.is_exact(syntax));
        let regex = toggle(
            ui,
            ".*",
            "Regular expression",
            "The words are a pattern, such as p(resident|rime minister)",
            "R",
            self.query.syntax == Syntax::Regex,
        );
        self.has_focus |= [&case, &word, &exact, &regex].into_iter().any(Response::has_focus);
        let chosen = self.query.exactness.menu(&exact, syntax);
        let (case, word, exact, regex) = (
            case.clicked() || pressed == Some(Wish::Case),
            word.clicked() || pressed == Some(Wish::Word),
            exact.clicked() || pressed == Some(Wish::Exact),
            regex.clicked() || pressed == Some(Wish::Regex),
        );
        if case {
            self.query.case = if self.query.case == Case::Exact { Case::Ignore } else { Case::Exact };
        }
        if word {
            self.query.extent = if self.query.extent == Extent::Anywhere { Extent::WholeWords } else { Extent::Anywhere };
        }
        if exact {
            self.query.exactness.turn(syntax, &mut self.query.case);
        }
        if regex {
            self.query.syntax = if self.query.syntax == Syntax::Literal { Syntax::Regex } else { Syntax::Literal };
        }
        if case || word || exact || regex || chosen {
            self.edited();
        }
    }

    fn scopes(&mut self, ui: &mut Ui) {
        for (scope, words) in [(FindScope::Document, "This document"), (FindScope::Project, "All documents")] {
            let button = Button::selectable(self.scope == scope, words);
            let response = ui.add(button).accessible_name(format!("Look in: {}", words.to_lowercase()));
            self.has_focus |= response.has_focus();
            if response.clicked() {
                self.scope = scope;
            }
        }
    }

    fn steps(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, pressed: Option<Wish>) {
        let possible = self.search().is_some_and(|search| search.total() > 0);
        for (way, action, wish) in [(Way::Previous, Action::PreviousHit, Wish::Previous), (Way::Next, Action::NextHit, Wish::Next)] {
            let response = arrow(ui, ctx.theme, way, possible, &key_text(ui.ctx(), action));
            self.has_focus |= response.has_focus();
            if (response.clicked() || pressed == Some(wish)) && !self.query.pattern.is_empty() {
                self.wanted.get_or_insert(Wanted::Step(way));
                ui.ctx().request_repaint();
            }
        }
    }

    fn count(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(search) = self.search().filter(|s| !self.query.pattern.is_empty() && s.refusal().is_none()) else { return };
        let words = count_words(search, self.current(ctx), self.scope);
        let colour = if search.total() == 0 && !search.is_running() { ctx.theme.warning } else { ctx.theme.text };
        ui.label(RichText::new(words).color(colour));
        if let Some(remark) = self.remark {
            ui.label(RichText::new(remark).color(ctx.theme.muted));
        }
    }

    fn refusal(&self, ui: &mut Ui, theme: &Theme) {
        if let Some(why) = self.search().and_then(|search| search.refusal()) {
            ui.add(egui::Label::new(RichText::new(why).color(theme.error)).wrap());
        }
    }
}

/// Takes the keys of the bar, so that nothing else sees them. Enter belongs to the field alone: on a button it presses the button.
fn pressed(ui: &Ui) -> Option<Wish> {
    let in_field = ui.memory(|memory| memory.has_focus(Id::unique("find field")));
    ui.input_mut(|input| {
        for (key, wish) in [(Key::C, Wish::Case), (Key::W, Wish::Word), (Key::E, Wish::Exact), (Key::R, Wish::Regex)] {
            if take_key(input, Modifiers::ALT, key) {
                // Some systems send the letter as text as well.
                input.events.retain(|event| !matches!(event, Event::Text(text) if text.eq_ignore_ascii_case(key.name())));
                return Some(wish);
            }
        }
        if take_key(input, Modifiers::NONE, Key::Escape) {
            return Some(Wish::Close);
        }
        if in_field && take_key(input, Modifiers::SHIFT, Key::Enter) {
            return Some(Wish::Previous);
        }
        (in_field && take_key(input, Modifiers::NONE, Key::Enter)).then_some(Wish::Next)
    })
}

/// A small button that stays down; its key works while the keyboard is in the bar.
fn toggle(ui: &mut Ui, sign: &str, name: &str, meaning: &str, key: &str, on: bool) -> Response {
    let button = Button::selectable(on, RichText::new(sign)).min_size(vec2(28.0, 0.0));
    ui.add(button).accessible_name(name).on_hover_text(format!("{name} (Alt+{key})\n{meaning}"))
}

/// A button with an arrow upwards or downwards.
fn arrow(ui: &mut Ui, theme: &Theme, way: Way, possible: bool, key: &str) -> Response {
    let name = match way {
        Way::Next => "Next hit",
        Way::Previous => "Previous hit",
    };
    let sense = if possible { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, ui.spacing().interact_size.y.max(20.0)), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, possible, name));
    if response.hovered() && possible {
        ui.painter().rect_filled(rect, SIZES.radius, theme.hover);
    }
    if response.has_focus() {
        ui.painter().rect_stroke(rect, SIZES.radius, (1.5, theme.focus), egui::StrokeKind::Inside);
    }
    let tip = if way == Way::Next { 3.0 } else { -3.0 };
    let centre = rect.center();
    let stroke = Stroke::new(1.6, if possible { theme.text } else { theme.border });
    for side in [-5.0, 5.0] {
        ui.painter().line_segment([pos2(centre.x + side, centre.y - tip), pos2(centre.x, centre.y + tip)], stroke);
    }
    response.on_hover_text(format!("{name} ({key})"))
}
