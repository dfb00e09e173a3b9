//! What is listed or chosen as text: for the clipboard with tabs, for a file as RFC 4180.

use super::{ListOf, Table};
use crate::model::Project;

impl<L: ListOf> Table<L> {
    /// What is listed, as a table of RFC 4180 with a line of headings and CRLF.
    ///
    /// Values are written as they are: one that begins with `=` is not changed for spreadsheets that would take it for a formula, because the
    /// file is data.
    pub fn csv(&self, project: &Project) -> Result<String, csv::Error> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let more = L::more_titles(project);
        writer.write_record(L::COLUMNS.iter().map(|column| column.title).chain(more.iter().map(String::as_str)))?;
        for row in self.listed().iter().filter_map(|id| L::row(project, id)) {
            writer.write_record(L::COLUMNS.iter().map(|column| (column.text)(project, row)).chain(L::more_cells(project, row)))?;
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8(bytes).unwrap_or_default())
    }

    /// The chosen rows as lines with tabs between their cells, in the order of the list.
    pub fn chosen_text(&self, project: &Project) -> String {
        let chosen = self.listed().iter().filter(|id| self.chosen.contains(*id));
        let lines = chosen.filter_map(|id| L::row(project, id)).map(|row| {
            let cells: Vec<String> = L::COLUMNS.iter().map(|column| on_one_line((column.text)(project, row))).collect();
            cells.join("\t")
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// A text with its line ends and tabs as spaces.
pub(super) fn on_one_line(text: String) -> String {
    if text.contains(['\n', '\t']) { text.replace(['\n', '\t'], " ") } else { text }
}
