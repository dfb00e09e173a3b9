//! The form for bringing files in: how to read them, and what is known about them.

use std::path::PathBuf;

use egui::{ComboBox, Grid, Response, RichText, TextEdit, Ui};

use super::super::context::{CommandSender, Request};
use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, shortened};
use super::forms::{Answer, buttons, field, heading};
use crate::formats::{FORMATS, Metadata};
use crate::model::{EventId, Project};
use crate::session::ImportOptions;

/// Width of the fields.
const FIELDS: f32 = 320.0;
/// How many files are named one by one.
const NAMED: usize = 4;
/// The encodings that are met most, by the names of the WHATWG standard; others are typed.
const ENCODINGS: [&str; 6] = ["UTF-8", "windows-1252", "windows-1251", "UTF-16LE", "GB18030", "Shift_JIS"];

/// What the form says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportForm {
    paths: Vec<PathBuf>,
    format: Option<&'static str>,
    encoding: Encoding,
    outlet: String,
    date: String,
    language: String,
    events: Vec<(EventId, String)>,
    event: EventChoice,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Encoding {
    Detect,
    Known(&'static str),
    Other(String),
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
            encoding: Encoding::Detect,
            outlet: String::new(),
            date: String::new(),
            language: String::new(),
            events,
            event: EventChoice::None,
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
            encoding: match &self.encoding {
                Encoding::Detect => None,
                Encoding::Known(name) => Some((*name).to_owned()),
                Encoding::Other(name) => filled(name),
            },
            metadata,
            event: match &self.event {
                EventChoice::New(name) => filled(name),
                EventChoice::None | EventChoice::Known(_) => None,
            },
        }
    }
}

/// Shows the form.
pub(super) fn show(ui: &mut Ui, theme: &Theme, form: &mut ImportForm, send: &CommandSender) -> Answer {
    ui.set_width(410.0);
    heading(ui, theme, &format!("Import {}", counted(form.paths.len(), "file", "files")));
    hint(ui, theme, file_names(&form.paths)).on_hover_text(all_names(&form.paths));
    ui.add_space(SIZES.gap);
    Grid::new("import").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
        named(ui, theme, "Format", |ui| formats(ui, form));
        named(ui, theme, "Encoding", |ui| encodings(ui, form));
        if let Encoding::Other(name) = &mut form.encoding {
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
    match buttons(ui, theme, "Import", true) {
        (true, _) => {
            send.send(Request::Import { paths: form.paths.clone(), options: form.options() });
            Answer::Close
        }
        (false, true) => Answer::Close,
        (false, false) => Answer::Open,
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

fn encodings(ui: &mut Ui, form: &mut ImportForm) -> Response {
    let shown = match &form.encoding {
        Encoding::Detect => "Detect",
        Encoding::Known(name) => name,
        Encoding::Other(_) => "Other…",
    };
    let combo = ComboBox::from_id_salt("encoding").selected_text(shown).width(FIELDS).height(320.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut form.encoding, Encoding::Detect, "Detect");
        for name in ENCODINGS {
            ui.selectable_value(&mut form.encoding, Encoding::Known(name), name);
        }
        let other = matches!(form.encoding, Encoding::Other(_));
        if ui.selectable_label(other, "Other…").clicked() && !other {
            form.encoding = Encoding::Other(String::new());
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
