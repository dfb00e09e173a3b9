//! The form for reading a document again: in another encoding, or with the present reader.

use std::path::PathBuf;

use egui::{Grid, TextEdit, Ui};

use super::super::context::{CommandSender, Request};
use super::super::facts::counted;
use super::super::theme::{SIZES, Theme};
use super::super::widgets::{hint, shortened};
use super::forms::{Answer, buttons, heading};
use super::preview::{EncodingChoice, Looked, WIDTH, encodings};
use crate::formats::{self, Encoding, ReadAgain};
use crate::model::{Document, DocumentId, Project};
use crate::session::Look;

/// What the form says.
#[derive(Debug)]
pub struct RereadForm {
    document: DocumentId,
    title: String,
    /// Where it came from and how it was read.
    from: String,
    file: PathBuf,
    format: Option<&'static str>,
    /// The encoding it was read in.
    before: String,
    encoding: EncodingChoice,
    annotations: usize,
    looked: Looked,
}

impl RereadForm {
    /// The form for a document whose bytes are kept in `file`.
    pub fn new(document: &Document, file: PathBuf, project: &Project) -> Self {
        let provenance = &document.provenance;
        Self {
            document: document.id.clone(),
            title: shortened(document.display_title(), 48),
            from: format!("From {}, read in {} by the reader {}", provenance.file, provenance.encoding, provenance.reader),
            file,
            format: formats::format_of(&provenance.reader),
            before: provenance.encoding.clone(),
            encoding: EncodingChoice::First,
            annotations: project.annotation_count(&document.id),
            looked: Looked::default(),
        }
    }

    fn named(&self) -> Option<String> {
        match &self.encoding {
            EncodingChoice::First => Some(self.before.clone()).filter(|name| !name.is_empty()),
            EncodingChoice::Detect => None,
            EncodingChoice::Known(name) => Some((*name).to_owned()),
            EncodingChoice::Other(name) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        }
    }

    fn how(&self) -> ReadAgain {
        let encoding = match (&self.encoding, self.named()) {
            (EncodingChoice::First, _) => Encoding::AsBefore,
            (_, Some(name)) => Encoding::Named(name),
            (_, None) => Encoding::Found,
        };
        ReadAgain { format: None, encoding }
    }
}

/// Shows the form.
pub(super) fn show(ui: &mut Ui, theme: &Theme, form: &mut RereadForm, send: &CommandSender) -> Answer {
    ui.set_width(WIDTH);
    heading(ui, theme, &format!("Read again: {}", form.title));
    hint(ui, theme, form.from.as_str());
    ui.add_space(SIZES.gap);
    let first = format!("As before ({})", form.before);
    Grid::new("reread").num_columns(2).spacing([12.0, 8.0]).show(ui, |ui| {
        let label = ui.label(egui::RichText::new("Encoding").color(theme.muted));
        ui.vertical(|ui| encodings(ui, &mut form.encoding, &first, &form.looked, 320.0)).inner.labelled_by(label.id);
        ui.end_row();
        if let EncodingChoice::Other(name) = &mut form.encoding {
            ui.allocate_space(egui::Vec2::ZERO);
            ui.add(TextEdit::singleline(name).hint_text("Such as KOI8-R or Big5").desired_width(320.0))
                .accessible_name("Name of the encoding");
            ui.end_row();
        }
    });
    ui.add_space(SIZES.gap);
    let format = form.format.map(str::to_owned);
    form.looked.ask(ui, Look { path: form.file.clone(), format, encoding: form.named() });
    form.looked.show(ui, theme);
    ui.add_space(SIZES.gap);
    let words = match form.annotations {
        0 => "Nothing is coded in it yet".to_owned(),
        count => format!(
            "{} where their words are; what has no place any more is kept and told. One undo takes everything back",
            counted(count, "annotation goes", "annotations go")
        ),
    };
    hint(ui, theme, words);
    match buttons(ui, theme, "Read again", form.looked.seen().is_some()) {
        (true, _) => {
            send.send(Request::ReadAgain { document: form.document.clone(), how: form.how() });
            Answer::Close
        }
        (false, true) => Answer::Close,
        (false, false) => Answer::Open,
    }
}
