//! The codebooks to begin with: a list at the left, what one of them holds at the right, one or several to add.

use std::path::PathBuf;

use egui::text::LayoutJob;
use egui::{FontId, Key, Label, Response, RichText, ScrollArea, TextFormat, Ui, UiBuilder, vec2};

use super::super::context::{CodebookChoice, CommandSender};
use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{Row, filter_field, hint, row_in, section, semibold};
use super::codebooks::size_of;
use super::forms::{Answer, buttons, heading};
use crate::model::{Project, ProjectInfo};
use crate::session::Command;
use crate::store::{CodebookParts, TemplateEntry, template_in};
use crate::text::find::key;
use crate::ui::keyboard::{give_keyboard, take_key};

/// Width of the list in points.
const LIST: f32 = 330.0;
/// Height of a line of the list in points.
const ROW: f32 = 44.0;
/// Lines of a codebook that are shown: more than any of ours has, and few enough to be laid out at once.
const MOST_LINES: usize = 400;
/// Points that a code stands to the right of the one above it.
const INDENT: f32 = 18.0;

/// What the browser shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateBrowser {
    choices: Vec<CodebookChoice>,
    /// Ids of codebooks that the project has already.
    there: Vec<String>,
    filter: String,
    /// The folder of the person's own.
    folder: Option<PathBuf>,
    shown: usize,
    /// The codebook that was read for `shown`.
    sheet: Option<(usize, Sheet)>,
}

/// What one codebook holds.
#[derive(Debug, Clone, PartialEq, Default)]
struct Sheet {
    rules: Vec<String>,
    lines: Vec<Line>,
    /// Lines that are too many to show.
    more: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Line {
    Layer { name: String, purpose: String, attributes: String },
    Code { depth: usize, name: String, id: String, definition: String },
    Link { name: String, definition: String },
}

impl TemplateBrowser {
    /// All codebooks; `has` says whether the project has a layer of this id already.
    pub fn new(entries: Vec<TemplateEntry>, folder: Option<PathBuf>, has: impl Fn(&str) -> bool) -> Self {
        // The layers of `ecf` have names of their own.
        let is_there = |entry: &&TemplateEntry| has(if entry.id == "ecf" { "Framing" } else { &entry.id });
        let there = entries.iter().filter(is_there).map(|entry| entry.id.clone()).collect();
        let choices = entries.into_iter().map(|entry| CodebookChoice { ticked: false, entry }).collect();
        Self { choices, there, filter: String::new(), folder, shown: 0, sheet: None }
    }

    fn read(&mut self) {
        if self.sheet.as_ref().is_some_and(|(of, _)| *of == self.shown) {
            return;
        }
        let parts = self.choices.get(self.shown).and_then(|choice| template_in(self.folder.as_deref(), &choice.entry.id).ok());
        self.sheet = Some((self.shown, parts.map(sheet_of).unwrap_or_default()));
    }

    fn ticked(&self) -> Vec<String> {
        self.choices.iter().filter(|choice| choice.ticked).map(|choice| choice.entry.id.clone()).collect()
    }

    /// Moves what is shown with the arrows, and ticks it with Enter in the field.
    fn step(&mut self, ui: &Ui, listed: &[usize], field: &Response) {
        let pressed = |key| ui.input_mut(|input| take_key(input, egui::Modifiers::NONE, key));
        let at = listed.iter().position(|place| *place == self.shown).unwrap_or(0);
        let to = (at + usize::from(pressed(Key::ArrowDown))).saturating_sub(usize::from(pressed(Key::ArrowUp)));
        if let Some(place) = listed.get(to.min(listed.len().saturating_sub(1))) {
            self.shown = *place;
        }
        if !(field.lost_focus() && pressed(Key::Enter)) {
            return;
        }
        give_keyboard(field);
        if let Some(choice) = self.choices.get_mut(self.shown).filter(|choice| choice.entry.fault.is_none()) {
            choice.ticked = !choice.ticked;
        }
    }
}

fn sheet_of(parts: CodebookParts) -> Sheet {
    let (rules, purpose) = (parts.info.rules.clone(), parts.info.purpose.clone());
    let (project, _) = Project::assemble(ProjectInfo::default(), parts.info, parts.records);
    let mut lines = Vec::new();
    for layer in project.layers_in_order() {
        let names: Vec<&str> = layer.attributes.iter().filter_map(|id| project.attributes().get(id)).map(|a| a.name.as_str()).collect();
        // Where there is one layer, its purpose is that of the whole.
        let of_layer = if layer.purpose == purpose { String::new() } else { layer.purpose.clone() };
        lines.push(Line::Layer { name: layer.name.clone(), purpose: of_layer, attributes: names.join(", ") });
        lines.extend(project.codes_of(&layer.id).into_iter().map(|code| Line::Code {
            depth: project.codes_above(code).count().min(6),
            name: code.name.clone(),
            id: code.id.to_string(),
            definition: code.definition.clone(),
        }));
    }
    lines.extend(project.link_types().values().map(|kind| Line::Link { name: kind.name.clone(), definition: kind.definition.clone() }));
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    Sheet { rules, lines, more }
}

/// Shows the browser.
pub(super) fn show(ui: &mut Ui, theme: &Theme, browser: &mut TemplateBrowser, send: &CommandSender) -> Answer {
    let screen = ui.ctx().content_rect().size();
    let (width, height) = ((screen.x - 90.0).clamp(560.0, 1020.0), (screen.y - 230.0).clamp(240.0, 600.0));
    ui.set_width(width);
    heading(ui, theme, "Codebooks to begin with");
    hint(ui, theme, "What is added comes behind what the project has; a part that is there already stays as it is");
    ui.add_space(SIZES.gap);
    // A part of a fixed size each: what fills the height it is given would make the window grow for ever.
    let (room, _) = ui.allocate_exact_size(vec2(width, height), egui::Sense::hover());
    let (left, right) = room.split_left_right_at_x(room.left() + LIST);
    ui.painter().vline(left.right() + 9.0, room.y_range(), (1.0, theme.border));
    list(&mut ui.new_child(UiBuilder::new().max_rect(left)), theme, browser);
    browser.read();
    about(&mut ui.new_child(UiBuilder::new().max_rect(right.with_min_x(right.left() + 20.0))), theme, browser);
    let ticked = browser.ticked();
    let words = if ticked.is_empty() { "Add".to_owned() } else { format!("Add {}", counted(ticked.len(), "codebook", "codebooks")) };
    match buttons(ui, theme, &words, !ticked.is_empty()) {
        (true, _) => {
            send.run(Command::AddTemplates(ticked));
            Answer::Close
        }
        (false, true) => Answer::Close,
        (false, false) => Answer::Open,
    }
}

fn list(ui: &mut Ui, theme: &Theme, browser: &mut TemplateBrowser) {
    let field = filter_field(ui, &mut browser.filter, "Find a codebook, a paper, a purpose…");
    if browser.filter.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        give_keyboard(&field);
    }
    let words = key(browser.filter.trim());
    let fits = |entry: &TemplateEntry| {
        [&entry.name, &entry.purpose, &entry.source, &entry.unit, &entry.id].iter().any(|text| key(text).contains(&words))
    };
    let listed: Vec<usize> = browser.choices.iter().enumerate().filter(|(_, choice)| fits(&choice.entry)).map(|(place, _)| place).collect();
    browser.step(ui, &listed, &field);
    if listed.is_empty() {
        hint(ui, theme, "No codebook has these words");
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("templates").auto_shrink(false).show_rows(ui, ROW, listed.len(), |ui, range| {
        for place in listed.get(range).unwrap_or_default() {
            let there = browser.choices.get(*place).is_some_and(|choice| browser.there.contains(&choice.entry.id));
            let shown = browser.shown == *place;
            if let Some(choice) = browser.choices.get_mut(*place)
                && entry_line(ui, theme, choice, shown, there)
            {
                browser.shown = *place;
            }
        }
    });
}

/// A line: a box to tick, name and size; says whether it was clicked.
fn entry_line(ui: &mut Ui, theme: &Theme, choice: &mut CodebookChoice, shown: bool, there: bool) -> bool {
    let entry = &choice.entry;
    let label = format!("Show {}", entry.name);
    let row = row_in(ui, theme, ROW, &Row { label: &label, chosen: shown, enabled: true });
    let inner = row.rect.shrink2(vec2(8.0, 4.0));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(inner).layout(egui::Layout::left_to_right(egui::Align::Center)));
    let name = format!("Add {}", entry.name);
    inside.add_enabled(entry.fault.is_none(), egui::Checkbox::without_text(&mut choice.ticked)).accessible_name(name);
    let mut size = size_of(entry);
    if entry.file.is_some() {
        size = format!("your own · {size}");
    }
    if there {
        size = format!("in the project · {size}");
    }
    if entry.fault.is_some() {
        "cannot be used".clone_into(&mut size);
    }
    let (left, width) = (inner.left() + 28.0, inner.width() - 30.0);
    let lines = [
        (RichText::new(&entry.name).size(SIZES.body).color(theme.text), 0.0),
        (RichText::new(size).size(SIZES.small).color(theme.muted), 19.0),
    ];
    for (words, down) in lines {
        let galley = egui::WidgetText::from(words).into_galley(ui, Some(egui::TextWrapMode::Truncate), width, egui::TextStyle::Body);
        ui.painter().galley(egui::pos2(left, inner.top() + down), galley, theme.text);
    }
    row.clicked()
}

fn about(ui: &mut Ui, theme: &Theme, browser: &TemplateBrowser) {
    let (Some(choice), Some((_, sheet))) = (browser.choices.get(browser.shown), &browser.sheet) else { return };
    let entry = &choice.entry;
    ScrollArea::vertical().id_salt(("template", browser.shown)).auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - 12.0);
        ui.label(RichText::new(&entry.name).font(semibold(SIZES.heading)).color(theme.text));
        if let Some(fault) = &entry.fault {
            ui.add(Label::new(RichText::new(fault).color(theme.error)).wrap());
        }
        if !entry.purpose.is_empty() {
            ui.add(Label::new(&entry.purpose).wrap());
        }
        let facts = [("After", entry.source.as_str()), ("Unit", entry.unit.as_str()), ("Size", &size_of(entry))];
        for (name, words) in facts.iter().filter(|(_, words)| !words.is_empty()) {
            fact(ui, theme, name, words);
        }
        for line in &sheet.lines {
            show_line(ui, theme, line);
        }
        if sheet.more > 0 {
            hint(ui, theme, format!("and {} more", sheet.more));
        }
        if !sheet.rules.is_empty() {
            ui.add_space(SIZES.gap);
            section(ui, theme, "Rules of coding");
        }
        for rule in &sheet.rules {
            ui.add(Label::new(RichText::new(format!("– {rule}")).color(theme.muted)).wrap());
        }
        ui.add_space(SIZES.group_gap);
    });
}

fn fact(ui: &mut Ui, theme: &Theme, name: &str, words: &str) {
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(44.0, 18.0), |ui| {
            ui.set_min_width(44.0);
            ui.label(RichText::new(name).size(SIZES.small).color(theme.muted));
        });
        ui.add(Label::new(RichText::new(words).size(SIZES.small).color(theme.text)).wrap());
    });
}

fn show_line(ui: &mut Ui, theme: &Theme, line: &Line) {
    let small = |colour| TextFormat::simple(FontId::proportional(SIZES.small), colour);
    let mut job = LayoutJob::default();
    let more = |job: &mut LayoutJob, words: &str| {
        if !words.is_empty() {
            job.append(&format!("\n{words}"), 0.0, small(theme.muted));
        }
    };
    let indent = match line {
        Line::Layer { name, purpose, attributes } => {
            ui.add_space(SIZES.gap);
            job.append(name, 0.0, TextFormat::simple(semibold(SIZES.body), theme.text));
            more(&mut job, purpose);
            if !attributes.is_empty() {
                more(&mut job, &format!("Attributes: {attributes}"));
            }
            0.0
        }
        Line::Code { depth, name, id, definition } => {
            job.append(name, 0.0, TextFormat::simple(FontId::proportional(SIZES.body), theme.text));
            job.append(id, 8.0, small(theme.muted));
            more(&mut job, definition);
            INDENT * (*depth as f32 + 1.0)
        }
        Line::Link { name, definition } => {
            job.append(&format!("Link: {name}"), 0.0, TextFormat::simple(FontId::proportional(SIZES.body), theme.text));
            more(&mut job, definition);
            0.0
        }
    };
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        ui.add(Label::new(job).wrap());
    });
}
