//! Small pieces that several panels are built from.

mod code_list;
mod draft;
mod exactness;
mod eye;
mod ledger;
mod looking;
mod marked;
mod marks;
mod memos;
mod occurrence;
mod proposed;
mod record_chip;
mod record_search;
mod references;
mod row;
pub mod table;
mod treatment;
pub mod unchecked;
mod voices;

use egui::{Align2, Button, FontFamily, FontId, Response, RichText, Role, Sense, TextEdit, Ui, WidgetInfo, vec2};

pub use code_list::{CodeList, CodeQuery, FoundCode, emphasised};
pub use draft::{draft_hinted, draft_line, draft_marked, draft_text};
pub use exactness::{EXACTLY, EXACTLY_MEANS, Exactness};
pub use eye::{Eye, eye_at, paint_eye};
pub use ledger::{group_field, importance_buttons, treatment_colour};
pub use looking::Looking;
pub use marked::{marked_job, marked_words};
pub use marks::{paint_dot, paint_progress, paint_swatch};
pub use memos::memos;
pub use occurrence::{paint_occurrence, words_around};
pub use proposed::proposals;
pub use record_chip::{leads_somewhere, record_chip, removable_chip};
pub use record_search::{FoundRecord, RecordSearch};
pub use references::{Choice, Search, reference_choices};
pub use row::{Row, row_at, row_in, rows, words_row};
pub use treatment::{TreatmentDraft, treatment_choice, treatment_details, treatment_of};
pub use voices::{find_voice, voice_chain};

pub use crate::text::shortened;

use super::theme::{SEMIBOLD, SIZES, Theme};

/// The semibold face at a size.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// A quiet heading above a part of a panel.
pub fn section(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    ui.add_space(2.0);
    ui.label(RichText::new(text).font(semibold(SIZES.small)).color(theme.muted).extra_letter_spacing(0.3))
}

/// The same above a field that bears the name itself, so that a screen reader says it once.
pub fn field_heading(ui: &mut Ui, theme: &Theme, text: &str) {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), semibold(SIZES.small), theme.muted);
    let (rect, _) = ui.allocate_exact_size(galley.size() + vec2(0.0, 2.0), Sense::hover());
    ui.painter().galley(rect.min + vec2(0.0, 2.0), galley, theme.muted);
}

/// A secondary remark.
pub fn hint(ui: &mut Ui, theme: &Theme, text: impl Into<String>) -> Response {
    ui.add(egui::Label::new(RichText::new(text).color(theme.muted).size(SIZES.body - 1.0)).wrap())
}

/// A one-line search field over the whole width.
pub fn filter_field(ui: &mut Ui, text: &mut String, label: &str) -> Response {
    let width = ui.available_width();
    ui.add(TextEdit::singleline(text).hint_text(label.to_owned()).desired_width(width)).accessible_name(label)
}

/// A button that is nothing but words, in the colour of what can be acted on.
pub fn quiet_button(ui: &mut Ui, text: &str) -> Response {
    let colour = ui.visuals().hyperlink_color;
    ui.add(Button::new(RichText::new(text).color(colour)).frame(false)).on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The one button of a form that does what the form is for.
pub fn primary_button(ui: &mut Ui, theme: &Theme, text: &str) -> Response {
    let words = RichText::new(text).color(theme.on_accent);
    ui.add(Button::new(words).fill(theme.accent).stroke(egui::Stroke::NONE))
}

/// A small button with a cross, named for what it takes away.
pub fn cross_button(ui: &mut Ui, theme: &Theme, label: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label));
    let colour = if response.hovered() || response.has_focus() { theme.error } else { theme.muted };
    let arm = rect.shrink(5.5);
    let stroke = egui::Stroke::new(1.4, colour);
    ui.painter().line_segment([arm.left_top(), arm.right_bottom()], stroke);
    ui.painter().line_segment([arm.right_top(), arm.left_bottom()], stroke);
    response.on_hover_text(label)
}

/// A small button with an arrow to the left or right.
pub fn arrow_button(ui: &mut Ui, theme: &Theme, label: &str, leftwards: bool, enabled: bool) -> Response {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(22.0, 22.0), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if enabled && response.hovered() {
        ui.painter().rect_filled(rect, SIZES.radius, theme.hover);
    }
    let colour = match (enabled, response.hovered()) {
        (false, _) => theme.border,
        (true, true) => theme.text,
        (true, false) => theme.muted,
    };
    let side = if leftwards { -1.0 } else { 1.0 };
    let point = |x: f32, y: f32| rect.center() + vec2(x * side, y);
    let triangle = vec![point(-3.5, -5.0), point(4.5, 0.0), point(-3.5, 5.0)];
    ui.painter().add(egui::Shape::convex_polygon(triangle, colour, egui::Stroke::NONE));
    response
}

/// A tab: words with a line under the chosen one.
///
/// `name` is what it is called for screen readers.
pub fn tab(ui: &mut Ui, theme: &Theme, text: &str, name: &str, chosen: bool) -> Response {
    let font = if chosen { semibold(SIZES.body) } else { FontId::proportional(SIZES.body) };
    let resting = if chosen { theme.text } else { theme.muted };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font, resting);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(14.0, 12.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name));
    if response.hovered() && !chosen {
        ui.painter().rect_filled(rect.shrink2(vec2(0.0, 3.0)), SIZES.radius, theme.hover);
    }
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min;
    ui.painter().galley(at, galley, resting);
    if chosen {
        let line =
            egui::Rect::from_min_max(egui::pos2(rect.left() + 6.0, rect.bottom() - 2.0), egui::pos2(rect.right() - 6.0, rect.bottom()));
        ui.painter().rect_filled(line, 1.0, theme.accent);
    }
    response
}

/// A key as it is printed on the keyboard; returns its width.
pub fn paint_key(ui: &Ui, theme: &Theme, right_centre: egui::Pos2, text: &str) -> f32 {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), FontId::proportional(SIZES.small - 1.0), theme.muted);
    let size = vec2((galley.size().x + 8.0).max(18.0), 17.0);
    let rect = Align2::RIGHT_CENTER.anchor_size(right_centre, size);
    ui.painter().rect(rect, 3.0, theme.raised, (1.0, theme.border), egui::StrokeKind::Inside);
    ui.painter().galley(Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect).min, galley, theme.muted);
    size.x
}
