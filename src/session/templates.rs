//! Codebooks to begin with: added to the open project, or kept from it for further ones.

use super::plan::{Plan, templates};
use super::writer::notice_of;
use super::{Notice, Session};
use crate::model::StepOrigin;
use crate::store::{self, CodebookParts, TemplateEntry};

impl Session {
    /// All codebooks to begin with: those of the program and the person's own. Reads the person's files.
    pub fn templates(&self) -> Vec<TemplateEntry> {
        store::templates(self.environment.templates())
    }

    /// Keeps the project's codebook under a name for further projects, and says where, or why not.
    pub fn save_codebook_as_template(&mut self, name: &str) -> Result<Notice, Notice> {
        let Some(folder) = self.environment.templates() else {
            return Err(Notice::refused(
                "The codebook cannot be kept: the system names no folder for settings",
                "Write it into a file instead",
            ));
        };
        let saved = store::save_template(folder, name, &CodebookParts::of(&self.project)).map_err(|error| notice_of(&error))?;
        Ok(Notice::done(format!("The codebook is kept as '{}' for further projects", name.trim())).at(saved))
    }

    /// Adds codebooks in one step; says what came in and what was left alone.
    pub(super) fn add_templates(&mut self, ids: &[String]) {
        if let Err(notice) = self.try_to_add(ids) {
            self.notify(notice);
        }
    }

    /// The same where a codebook that cannot be read is a failure.
    pub(super) fn try_to_add<T: AsRef<str>>(&mut self, ids: &[T]) -> Result<(), Notice> {
        let folder = self.environment.templates();
        let read = |id: &T| store::template_in(folder, id.as_ref()).map_err(|error| notice_of(&error));
        let parts = ids.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let (plan, notices) = templates::add(&self.desk(), &parts);
        let told = match plan {
            Plan::Edit(step) => self.commit(step, StepOrigin::Window),
            Plan::Show(_) | Plan::Refuse(_) | Plan::Nothing => true,
        };
        if told {
            self.notices.extend(notices);
        }
        Ok(())
    }
}
