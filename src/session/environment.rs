//! The clock, the source of new ids and the person's own folder: the one place where the program meets time, chance and who runs it.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::Settings;

/// Tells the time and makes ids; fixed in tests, so that the same story writes the same bytes.
#[derive(Debug)]
pub struct Environment {
    fixed: Option<Fixed>,
    templates: Option<PathBuf>,
}

#[derive(Debug)]
struct Fixed {
    start: Timestamp,
    ticks: Cell<i64>,
    ids: Cell<u64>,
}

impl Environment {
    /// The machine's clock and random ids (UUID version 7, RFC 9562: sorted by time, never used twice).
    pub fn real() -> Self {
        Self { fixed: None, templates: Settings::default_file().map(|file| Settings::templates_beside(&file)) }
    }

    /// A clock that starts at `start` and goes on one second a look, and ids that count from 1.
    pub fn fixed(start: Timestamp) -> Self {
        Self { fixed: Some(Fixed { start, ticks: Cell::new(0), ids: Cell::new(0) }), templates: None }
    }

    /// The same with another folder for the person's own codebooks.
    #[must_use]
    pub fn with_templates(self, folder: PathBuf) -> Self {
        Self { templates: Some(folder), ..self }
    }

    /// The folder of the person's own codebooks, which may not exist; `None` where the system names no such place.
    pub fn templates(&self) -> Option<&Path> {
        self.templates.as_deref()
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        match &self.fixed {
            None => Timestamp::now(),
            Some(fixed) => {
                let tick = fixed.ticks.get();
                fixed.ticks.set(tick + 1);
                fixed.start.checked_add(SignedDuration::from_secs(tick)).unwrap_or(fixed.start)
            }
        }
    }

    /// The text of a new id that begins with `prefix`, such as `a-` for annotations.
    pub fn new_id(&self, prefix: &str) -> String {
        match &self.fixed {
            None => format!("{prefix}{}", Uuid::now_v7().simple()),
            Some(fixed) => {
                fixed.ids.set(fixed.ids.get() + 1);
                format!("{prefix}{}", fixed.ids.get())
            }
        }
    }
}

impl Default for Environment {
    fn default() -> Self {
        Self::real()
    }
}
