//! What the program remembers between two starts: window, looks, recent projects, and the last place in each document.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{ReadingSettings, Visible};
use crate::model::{CoderId, DocumentId};
use crate::text::TextSelection;

/// How many recent projects the welcome screen lists.
const RECENT: usize = 12;

/// Everything that is remembered, for this person on this machine. Losing it loses no work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// Light, dark or sepia.
    pub theme: ThemeChoice,
    /// Which colours the codes have.
    pub code_colours: CodeColours,
    /// Zoom of the whole window, 1 is 100%.
    pub zoom: f32,
    /// Inner size of the window in points.
    pub window: Option<[f32; 2]>,
    /// Whether the window filled the screen.
    pub maximised: bool,
    /// Width of the library in points.
    pub library_width: f32,
    /// Width of the annotation panel in points.
    pub panel_width: f32,
    /// How the reader likes to read.
    pub reading: ReadingSettings,
    /// Whether the attributes of a code are asked for right after coding.
    pub ask_attributes: bool,
    /// Whether tables begin with a byte-order mark, for spreadsheets that take UTF-8 for something else.
    pub table_mark: bool,
    /// Whether the status bar tells words and annotations per hour.
    pub pace: bool,
    /// Name a new project's first coder gets.
    pub coder_name: String,
    /// Projects opened before, latest first.
    pub recent: Vec<RecentProject>,
    /// Where one was in each project, by the project's id.
    pub places: BTreeMap<String, Places>,
}

/// Which colours the window has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark brown on cream.
    Sepia,
}

/// Which colours the codes have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum CodeColours {
    /// A family of hues for each layer, and hues of the codebook's own.
    #[default]
    Families,
    /// Colours that neighbours are told apart by with any kind of colour vision; hues of the codebook's own are left out.
    Safe,
}

/// A project that was opened before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentProject {
    /// Its folder.
    pub path: PathBuf,
    /// Its title then.
    pub title: String,
}

/// Where one was in a project.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Places {
    /// The open document.
    pub document: Option<DocumentId>,
    /// The open coder.
    pub coder: Option<CoderId>,
    /// Caret or selection by document.
    pub selections: BTreeMap<DocumentId, TextSelection>,
    /// First visible byte by document.
    pub scroll: BTreeMap<DocumentId, usize>,
    /// What is shown of the annotations.
    pub visible: Visible,
    /// Queries that were given a name.
    pub queries: Vec<SavedQuery>,
}

/// A query with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedQuery {
    /// The list it is for, such as `annotations`.
    pub list: String,
    /// What it is called.
    pub name: String,
    /// The query.
    pub text: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::default(),
            code_colours: CodeColours::default(),
            zoom: 1.0,
            window: None,
            maximised: false,
            library_width: 220.0,
            panel_width: 340.0,
            reading: ReadingSettings::default(),
            // An analyst must be able to put ten names in ten seconds: a question after each would be in the way.
            ask_attributes: false,
            table_mark: false,
            pace: false,
            coder_name: String::new(),
            recent: Vec::new(),
            places: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// Reads them from a file; what is missing or unreadable is as on the first start.
    pub fn load(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Writes them into a file, whole or not at all.
    pub fn save(&self, file: &Path) -> std::io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer_pretty(&mut temporary, self)?;
        temporary.persist(file).map(drop).map_err(|error| error.error)
    }

    /// The file for the person who runs the program; `None` where the system names no such place.
    ///
    /// `VARIORUM_SETTINGS` names another file, for tests and portable use.
    pub fn default_file() -> Option<PathBuf> {
        if let Some(file) = std::env::var_os("VARIORUM_SETTINGS") {
            return Some(PathBuf::from(file));
        }
        directories::ProjectDirs::from("org", "variorum", "variorum").map(|dirs| dirs.config_dir().join("settings.json"))
    }

    /// The folder of the person's own codebooks, beside the settings.
    pub fn templates_beside(file: &Path) -> PathBuf {
        file.with_file_name("templates")
    }

    /// Puts a project at the head of the recent ones.
    pub fn remember_project(&mut self, path: &Path, title: &str) {
        self.recent.retain(|r| r.path != path);
        self.recent.insert(0, RecentProject { path: path.to_owned(), title: title.to_owned() });
        self.recent.truncate(RECENT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were_saved() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("deep/settings.json");
        let mut settings = Settings { zoom: 1.25, ..Settings::default() };
        settings.remember_project(Path::new("somewhere"), "A project");
        settings.save(&file).unwrap();
        assert_eq!(Settings::load(&file), settings);
    }

    #[test]
    fn an_unreadable_settings_file_means_a_first_start() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.json");
        std::fs::write(&file, "{ not json").unwrap();
        assert_eq!(Settings::load(&file), Settings::default());
    }
}
