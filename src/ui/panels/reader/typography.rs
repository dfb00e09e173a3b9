//! The "Aa" button: how one reads.

use egui::{Button, Grid, Popup, PopupCloseBehavior, Response, RichText, Slider, Ui};

use super::super::super::context::{Request, ViewContext};
use super::super::super::text_view::{Face, Paragraphs, ReadingSettings};
use super::super::super::theme::SIZES;
use super::super::super::widgets::{hint, quiet_button, semibold};

/// What can be chosen, in points, characters and multiples of the size.
const TEXT_SIZES: std::ops::RangeInclusive<f32> = 10.0..=40.0;
const MEASURES: std::ops::RangeInclusive<f32> = 40.0..=110.0;
const LEADINGS: std::ops::RangeInclusive<f32> = 1.2..=2.2;

/// Shows the button and, while it hangs open, the choices; each is seen at once.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>, reading: &ReadingSettings) {
    let words = RichText::new("Aa").font(semibold(SIZES.body)).color(ctx.theme.text);
    let button = ui.add(Button::new(words).frame_when_inactive(false)).on_hover_text("Typography of the page");
    let button = button.accessible_name("Typography");
    let popup = Popup::from_toggle_button_response(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("Typography of the page").show(|ui| {
        let mut wanted = reading.clone();
        egui::ScrollArea::vertical().max_height(ui.ctx().content_rect().height() - 90.0).show(ui, |ui| choices(ui, ctx, &mut wanted));
        if wanted != *reading {
            ctx.send.send(Request::SetReading(wanted));
        }
    });
}

fn choices(ui: &mut Ui, ctx: &ViewContext<'_>, wanted: &mut ReadingSettings) {
    Grid::new("typography").num_columns(2).spacing(egui::vec2(14.0, 8.0)).show(ui, |ui| {
        ui.label("Size");
        slider(ui, Slider::new(&mut wanted.size, TEXT_SIZES).step_by(1.0).suffix(" pt"), "Size of the text");
        ui.end_row();
        ui.label("Measure");
        slider(ui, Slider::new(&mut wanted.measure, MEASURES).step_by(1.0).suffix(" characters"), "Characters in a line");
        ui.end_row();
        ui.label("Leading");
        slider(ui, Slider::new(&mut wanted.leading, LEADINGS).step_by(0.05).fixed_decimals(2), "Distance of lines");
        ui.end_row();
        ui.label("Face");
        ui.horizontal(|ui| {
            choice(ui, &mut wanted.face, Face::Serif, "Serif");
            choice(ui, &mut wanted.face, Face::Sans, "Sans");
        });
        ui.end_row();
        ui.label("Paragraphs");
        ui.horizontal(|ui| {
            choice(ui, &mut wanted.paragraphs, Paragraphs::Spaced, "Spaced");
            choice(ui, &mut wanted.paragraphs, Paragraphs::Indented, "Indented");
        });
        ui.end_row();
        ui.label("Numbers");
        ui.vertical(|ui| {
            ui.checkbox(&mut wanted.numbers.paragraphs, "Number paragraphs");
            ui.checkbox(&mut wanted.numbers.lines, "Number lines");
            ui.checkbox(&mut wanted.numbers.sentences, "Number sentences");
        });
        ui.end_row();
    });
    hint(ui, ctx.theme, "Lines of 60 to 75 characters read best");
    if quiet_button(ui, "Reset").on_hover_text("Back to how it was at first").clicked() {
        *wanted = ReadingSettings { minimap: wanted.minimap, ..ReadingSettings::default() };
    }
}

fn slider(ui: &mut Ui, slider: Slider<'_>, name: &str) -> Response {
    ui.add(slider).accessible_name(name)
}

fn choice<T: PartialEq>(ui: &mut Ui, now: &mut T, value: T, words: &str) {
    if ui.add(Button::selectable(*now == value, words).frame_when_inactive(true)).clicked() {
        *now = value;
    }
}
