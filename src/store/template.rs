//! The codebooks that come with the program.

use super::StoreError;
use super::codebook::{CodebookParts, read_codebook};

/// A codebook that comes with the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// Its id on the command line.
    pub id: &'static str,
    /// Its name on the screen.
    pub name: &'static str,
    source: &'static str,
}

/// All of them, the usual one first.
pub const TEMPLATES: [Template; 1] =
    [Template { id: "ecf", name: "Entities / Claims / Framing", source: include_str!("../../assets/codebooks/ecf.ron") }];

/// The codebook of this id.
pub fn template(id: &str) -> Result<CodebookParts, StoreError> {
    let found = TEMPLATES.iter().find(|template| template.id == id);
    let found = found.ok_or_else(|| StoreError::NoTemplate { id: id.to_owned() })?;
    read_codebook(found.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Project, ProjectInfo};

    #[test]
    fn every_template_is_a_sound_codebook() {
        for known in TEMPLATES {
            let parts = template(known.id).unwrap();
            assert_eq!(parts.info.name, known.name);
            let (_, errors) = Project::assemble(ProjectInfo::default(), parts.info, parts.records);
            assert_eq!(errors, []);
        }
    }
}
