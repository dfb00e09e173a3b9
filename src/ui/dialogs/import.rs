//! The form for bringing files in: how to read them, and what is known about them.

use std::path::PathBuf;

use egui::{ComboBox, Grid, Response, RichText, TextEdit, Ui};

use super::super::context::{CommandSender, Request};
use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, shortened};
use super::forms::{Answer, buttons, field, heading};
use super::preview::{EncodingChoice, Looked, WIDTH, encodings};
use crate::formats::{FORMATS, Metadata};
use crate::model::{EventId, Project};
use crate::session::{ImportOptions, Look};
use crate::text::capitalised;

/// Width of the fields.
const FIELDS: f32 = 320.0;
/// Width of the fields with their names.
const LEFT: f32 = 410.0;
/// How many files are named one by one.
const NAMED: usize = 4;
/// Files whose names can be chosen for the preview.
const CHOOSABLE: usize = 200;

/// What the form says.
#[derive(Debug)]
pub struct ImportForm {
    paths: Vec<PathBuf>,
    format: Option<&'static str>,
    encoding: EncodingChoice,
    outlet: String,
    date: String,
    language: String,
    events: Vec<(EventId, String)>,
    event: EventChoice,
    /// The file that is looked at.
    shown: usize,
    looked: Looked,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum EventChoice {
    None,
    Known(EventId),
    New(String),
}

impl ImportForm {
    /// An empty form for these files and this project's events.
    pub fn new(paths: Vec<PathBuf>, project: &Project) -> Self {
        let events = project.events().values().map(|e| (e.id.clone(), e.display_name().to_owned())).collect();
        Self {
            paths,
            format: None,
            encoding: EncodingChoice::First,
            outlet: String::new(),
            date: String::new(),
            language: String::new(),
            events,
            event: EventChoice::None,
            shown: 0,
            looked: Looked::default(),
        }
    }

    fn named_encoding(&self) -> Option<String> {
        match &self.encoding {
            EncodingChoice::First | EncodingChoice::Detect => None,
            EncodingChoice::Known(name) => Some((*name).to_owned()),
            EncodingChoice::Other(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        }
    }

    fn options(&self) -> ImportOptions {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
        let metadata = Metadata {
            title: None,
            outlet: filled(&self.outlet),
            date: filled(&self.date),
            language: filled(&self.language),
            event: match &self.event {
                EventChoice::Known(id) => Some(id.clone()),
                EventChoice::None | EventChoice::New(_) => None,
            },
        };
        ImportOptions {
            format: self.format.map(ToOwned::to_owned),
            encoding: self.named_encoding(),
            metadata,
            event: match &self.event {
                EventChoice::New(name) => filled(name),
                EventChoice::None | EventChoice::Known(_) => None,
            },
        }
    }
}

/// Shows the form: what is known of the files at the left, one of them as it would read at the right, or below where there is no room.
pub(super) fn show(ui: &mut Ui, theme: &Theme, form: &mut ImportForm, send: &CommandSender) -> Answer {
    let is_wide = ui.ctx().content_rect().width() > LEFT + WIDTH + 80.0;
    ui.set_width(if is_wide { LEFT + WIDTH + 24.0 } else { WIDTH });
    heading(ui, theme, &format!("Import {}", counted(form.paths.len(), "file", "files")));
    hint(ui, theme, file_names(&form.paths)).on_hover_text(all_names(&form.paths));
    ui.add_space(SIZES.gap);
    if is_wide {
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| fields(ui, theme, form));
            ui.add_space(16.0);
            ui.vertical(|ui| look(ui, theme, form));
        });
    } else {
        fields(ui, theme, form);
        ui.add_space(SIZES.gap);
        look(ui, theme, form);
    }
    let options = form.options();
    let fault = options.fault();
    if let Some(fault) = &fault {
        ui.label(RichText::new(format!("{}. {}", capitalised(&fault.what), fault.hint)).color(theme.error));
    }
    match buttons(ui, theme, "Import", fault.is_none()) {
        (true, _) => {
            send.send(Request::Import { paths: form.paths.clone(), options });
            Answer::Close
        }
        (false, true) => Answer::Close,
        (false, false) => Answer::Open,
    }
}

/// What holds for every file.
fn fields(ui: &mut Ui, theme: &Theme, form: &mut ImportForm) {
    ui.set_width(LEFT);
    Grid::new("import").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
        named(ui, theme, "Format", |ui| formats(ui, form));
        named(ui, theme, "Encoding", |ui| encodings(ui, &mut form.encoding, "Detect", &form.looked, FIELDS));
        if let EncodingChoice::Other(name) = &mut form.encoding {
            more(ui, name, "Name of the encoding", "Such as KOI8-R or Big5");
        }
        for (name, text) in [("Outlet", &mut form.outlet), ("Date", &mut form.date), ("Language", &mut form.language)] {
            field(ui, theme, name, text, FIELDS);
            ui.end_row();
        }
        named(ui, theme, "Event", |ui| events(ui, form));
        if let EventChoice::New(name) = &mut form.event {
            more(ui, name, "Name of the new event", "Its name");
        }
    });
    hint(ui, theme, "What is filled in holds for every file; dates as 2023, 2023-09 or 2023-09-14, languages as en or ru");
}

/// One of the files as it would read.
fn look(ui: &mut Ui, theme: &Theme, form: &mut ImportForm) {
    if form.paths.len() > 1 {
        let name = |at: usize| form.paths.get(at).map(|path| shortened(&name_of(path), 48)).unwrap_or_default();
        let mut shown = form.shown;
        let combo = ComboBox::from_id_salt("shown").selected_text(name(shown)).width(WIDTH).truncate();
        let combo = combo.show_ui(ui, |ui| {
            for at in 0..form.paths.len().min(CHOOSABLE) {
                ui.selectable_value(&mut shown, at, name(at));
            }
        });
        combo.response.accessible_name("File to look at");
        form.shown = shown;
    }
    if let Some(path) = form.paths.get(form.shown).cloned() {
        let format = form.format.map(str::to_owned);
        form.looked.ask(ui, Look { path, format, encoding: form.named_encoding() });
        form.looked.show(ui, theme);
    }
}

fn named(ui: &mut Ui, theme: &Theme, name: &str, editor: impl FnOnce(&mut Ui) -> Response) {
    let label = ui.label(RichText::new(name).color(theme.muted));
    ui.vertical(editor).inner.labelled_by(label.id);
    ui.end_row();
}

/// A field that belongs to the choice above it.
fn more(ui: &mut Ui, text: &mut String, name: &str, hint: &str) {
    ui.allocate_space(egui::Vec2::ZERO);
    ui.add(TextEdit::singleline(text).hint_text(hint.to_owned()).desired_width(FIELDS)).accessible_name(name);
    ui.end_row();
}

fn formats(ui: &mut Ui, form: &mut ImportForm) -> Response {
    let readers: Vec<_> = FORMATS.iter().map(|f| f.about()).filter(|a| a.reads).collect();
    let chosen = readers.iter().find(|a| Some(a.id) == form.format).map_or("Detect", |a| a.name);
    let combo = ComboBox::from_id_salt("format").selected_text(chosen).width(FIELDS).show_ui(ui, |ui| {
        ui.selectable_value(&mut form.format, None, "Detect");
        for about in readers {
            ui.selectable_value(&mut form.format, Some(about.id), about.name);
        }
    });
    combo.response
}

fn events(ui: &mut Ui, form: &mut ImportForm) -> Response {
    let shown = match &form.event {
        EventChoice::None => "– no event",
        EventChoice::Known(id) => form.events.iter().find(|(known, _)| known == id).map_or("– no event", |(_, name)| name),
        EventChoice::New(_) => "New event…",
    };
    let shown = shown.to_owned();
    let combo = ComboBox::from_id_salt("event").selected_text(shown).width(FIELDS).truncate().show_ui(ui, |ui| {
        ui.selectable_value(&mut form.event, EventChoice::None, "– no event");
        for (id, name) in &form.events {
            ui.selectable_value(&mut form.event, EventChoice::Known(id.clone()), name);
        }
        let new = matches!(form.event, EventChoice::New(_));
        if ui.selectable_label(new, "New event…").clicked() && !new {
            form.event = EventChoice::New(String::new());
        }
    });
    combo.response
}

fn name_of(path: &std::path::Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The first names, and how many more there are.
fn file_names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().take(NAMED).map(|p| shortened(&name_of(p), 40)).collect();
    let more = paths.len().saturating_sub(NAMED);
    if more > 0 { format!("{} and {more} more", names.join(", ")) } else { names.join(", ") }
}

fn all_names(paths: &[PathBuf]) -> String {
    paths.iter().take(60).map(|p| name_of(p)).collect::<Vec<_>>().join("\n")
}
