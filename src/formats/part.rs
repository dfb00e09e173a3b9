//! What a reader brings: records and untouched bytes, on their way into a project.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Finding, FormatError, Input, ReadOptions};
use crate::model::{CodebookInfo, Document, DocumentId, Edit, EventId, Project, ProjectInfo, Provenance, Record};
use crate::text::{ReadingText, Run, free_slug, sha256, slug};

/// Characters that an id keeps of a file's name.
const LONGEST_ID: usize = 48;
/// Characters that are kept of a file's ending.
const LONGEST_ENDING: usize = 16;

/// The untouched bytes of an imported file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Its file's name under `documents/original/`.
    pub name: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

/// Whether a part's ids may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ids {
    /// Made up from file names; another one will do as well.
    #[default]
    Proposed,
    /// The file's own; they are kept.
    Fixed,
}

/// What a reader brings: not a project yet, but what would make one.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProjectPart {
    /// Title and settings, where the format has them.
    pub info: Option<ProjectInfo>,
    /// The codebook's title and rules, where the format has them.
    pub codebook: Option<CodebookInfo>,
    /// Everything else, in the order of the file.
    pub records: Vec<Record>,
    /// Untouched bytes of documents.
    pub originals: Vec<Original>,
    /// Whether the ids may be changed.
    pub ids: Ids,
}

/// What is known about documents beside their files; `None` leaves what the file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Title or headline.
    pub title: Option<String>,
    /// Newspaper, agency, channel.
    pub outlet: Option<String>,
    /// `2023`, `2023-09` or `2023-09-14`.
    pub date: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// The event it reports.
    pub event: Option<EventId>,
}

/// The edits that bring a part into a project.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PartPlan {
    /// The edits, for one transaction.
    pub edits: Vec<Edit>,
    /// The untouched bytes to keep with them.
    pub originals: Vec<Original>,
    /// What was left out or renamed.
    pub findings: Vec<Finding>,
}

impl ProjectPart {
    /// The part of a reader that makes one document of one file.
    pub(super) fn of_document(
        input: &Input<'_>,
        options: &ReadOptions,
        text: ReadingText,
        reader: &str,
        encoding: &str,
    ) -> Result<Self, FormatError> {
        let id = proposed_id(&input.stem(), |_| false)?;
        let mut document = Document::new(id, text);
        document.provenance = Provenance {
            file: input.file_name(),
            original: String::new(),
            original_sha256: sha256(input.bytes),
            reader: reader.to_owned(),
            encoding: encoding.to_owned(),
            imported: Some(options.now),
        };
        let extension = input.path.extension().map(|e| slug(&e.to_string_lossy(), LONGEST_ENDING)).filter(|e| !e.is_empty());
        let name = format!("{}.{}", document.id, extension.as_deref().unwrap_or("txt"));
        document.provenance.original.clone_from(&name);
        let originals = vec![Original { name, bytes: input.bytes.to_vec() }];
        Ok(Self { records: vec![document.into()], originals, ..Self::default() })
    }

    /// Gives its documents their typography.
    pub(super) fn set_runs(&mut self, runs: &[Run]) {
        for record in &mut self.records {
            if let Record::Document(document) = record {
                Arc::make_mut(document).runs = Arc::from(runs);
            }
        }
    }

    /// The documents in it.
    pub fn documents(&self) -> impl Iterator<Item = &Arc<Document>> {
        self.records.iter().filter_map(|record| match record {
            Record::Document(document) => Some(document),
            _ => None,
        })
    }

    /// Sets what is known about all its documents.
    pub fn describe(&mut self, metadata: &Metadata) {
        for record in &mut self.records {
            let Record::Document(document) = record else { continue };
            let document = Arc::make_mut(document);
            let set = |field: &mut Option<String>, value: &Option<String>| {
                if value.is_some() {
                    field.clone_from(value);
                }
            };
            set(&mut document.title, &metadata.title);
            set(&mut document.outlet, &metadata.outlet);
            set(&mut document.date, &metadata.date);
            set(&mut document.language, &metadata.language);
            if metadata.event.is_some() {
                document.event.clone_from(&metadata.event);
            }
        }
    }

    /// Turns the part into edits on `project`: new records are added, what is there already is skipped.
    ///
    /// Proposed ids that are taken get a number. Fixed ids that are taken by something else are refused.
    /// The title is taken over by a project without any record alone, the codebook's title, rules and revision by one without a codebook.
    pub fn into_edits(self, project: &Project) -> Result<PartPlan, FormatError> {
        match self.ids {
            Ids::Proposed => self.with_free_ids(project),
            Ids::Fixed => self.with_its_ids(project),
        }
    }

    fn with_its_ids(self, project: &Project) -> Result<PartPlan, FormatError> {
        let mut plan = PartPlan::default();
        if project.records().next().is_none() {
            plan.edits.extend(self.info.map(|info| Edit::SetProject(Box::new(info))));
        }
        if has_no_codebook(project) {
            plan.edits.extend(self.codebook.map(|codebook| Edit::SetCodebook(Box::new(codebook))));
        } else if self.codebook.is_some_and(|codebook| codebook != *project.codebook()) {
            let what = "its title, rules and revision of the codebook differ and were left out";
            plan.findings.push(Finding::warning("codebook", what, "Compare the two codebooks"));
        }
        let mut clashes = Vec::new();
        let mut skipped = 0_usize;
        let mut unwanted = BTreeSet::new();
        for record in self.records {
            match project.record(&record.id()) {
                None => plan.edits.push(Edit::Add(record)),
                Some(there) if is_same(&there, &record) => {
                    skipped += 1;
                    if let Record::Document(d) = &record {
                        unwanted.insert(d.provenance.original.clone());
                    }
                }
                Some(_) => clashes.push(record.id().to_string()),
            }
        }
        if let Some(first) = clashes.first() {
            return Err(FormatError::Clash { count: clashes.len(), first: first.clone() });
        }
        if skipped > 0 {
            plan.findings.push(Finding::info("records", format!("{skipped} are in the project already, the same, and were skipped")));
        }
        plan.originals = self.originals.into_iter().filter(|o| !unwanted.contains(&o.name)).collect();
        Ok(plan)
    }

    fn with_free_ids(mut self, project: &Project) -> Result<PartPlan, FormatError> {
        let mut plan = PartPlan::default();
        let mut taken: BTreeSet<String> = project.documents().keys().map(|id| id.as_str().to_ascii_lowercase()).collect();
        for record in std::mem::take(&mut self.records) {
            let Record::Document(document) = record else {
                plan.edits.push(Edit::Add(record));
                continue;
            };
            if let Some(there) = same_document(project, &document) {
                let what = format!("is in the project already, as {}, and was skipped", there.id);
                plan.findings.push(Finding::warning(&document.provenance.file, what, ""));
                continue;
            }
            let mut document = Arc::unwrap_or_clone(document);
            let id = proposed_id(document.id.as_str(), |id| taken.contains(&id.to_ascii_lowercase()))?;
            taken.insert(id.as_str().to_ascii_lowercase());
            if id != document.id {
                let what = format!("the id {} is taken, so it is called {id}", document.id);
                plan.findings.push(Finding::info(&document.provenance.file, what));
            }
            self.move_original(&mut document, &id, &mut plan.originals);
            document.id = id;
            plan.edits.push(Edit::Add(document.into()));
        }
        Ok(plan)
    }

    /// Renames the document's original after its new id, so that no two files fight for one name.
    fn move_original(&mut self, document: &mut Document, id: &DocumentId, originals: &mut Vec<Original>) {
        let at = self.originals.iter().position(|o| !o.name.is_empty() && o.name == document.provenance.original);
        let Some(at) = at else { return };
        let mut original = self.originals.swap_remove(at);
        let extension = original.name.rsplit_once('.').map_or("txt", |(_, extension)| extension);
        original.name = format!("{id}.{extension}");
        document.provenance.original.clone_from(&original.name);
        originals.push(original);
    }
}

/// Whether a record of one id is the same on both sides. A coder is, by name: each project notes for itself when they joined.
fn is_same(there: &Record, record: &Record) -> bool {
    let same_coder = matches!((there, record), (Record::Coder(ours), Record::Coder(theirs)) if ours.name == theirs.name);
    same_coder || there == record
}

/// Whether a project has nothing yet that a codebook's title and rules could speak of.
fn has_no_codebook(project: &Project) -> bool {
    project.layers().is_empty() && project.codes().is_empty() && project.attributes().is_empty() && project.link_types().is_empty()
}

/// A document of the same words that was made from the same bytes.
fn same_document<'a>(project: &'a Project, document: &Document) -> Option<&'a Arc<Document>> {
    let same = |d: &&Arc<Document>| d.provenance.original_sha256 == document.provenance.original_sha256 && d.text == document.text;
    project.documents().values().find(same)
}

/// A document id from a name: its slug, else `document`, with a number behind it when that is taken or reserved.
fn proposed_id(name: &str, taken: impl Fn(&str) -> bool) -> Result<DocumentId, FormatError> {
    let plain = slug(name, LONGEST_ID);
    // Windows judges a file's name by what stands before its first dot, so a reserved word gets a word before it.
    let stem = if plain.is_empty() || DocumentId::new(&plain).is_ok() { plain } else { format!("document-{plain}") };
    let free = free_slug(&stem, LONGEST_ID + "document-".len(), "document", |name| !taken(name));
    DocumentId::new(free.as_deref().unwrap_or_default()).map_err(FormatError::Id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn part(name: &str, text: &str) -> ProjectPart {
        let options = ReadOptions { encoding: None, now: jiff::Timestamp::UNIX_EPOCH };
        let input = Input { path: Path::new(name), bytes: text.as_bytes() };
        ProjectPart::of_document(&input, &options, ReadingText::new(text).unwrap(), "text/1", "UTF-8").unwrap()
    }

    fn with(project: &mut Project, part: ProjectPart) -> PartPlan {
        let plan = part.into_edits(project).unwrap();
        let transaction = crate::model::Transaction {
            label: "Import".into(),
            coder: crate::model::CoderId::new("a").unwrap(),
            time: jiff::Timestamp::UNIX_EPOCH,
            origin: crate::model::StepOrigin::Import,
            merge_key: None,
            edits: plan.edits.clone(),
        };
        project.apply(&transaction).unwrap();
        plan
    }

    #[test]
    fn ids_come_from_file_names_and_stay_possible_everywhere() {
        let id = |name: &str| proposed_id(name, |_| false).unwrap().to_string();
        let names = ["000_659c", "A report, 2023", "con", "Новости", "..", "com1.x", "-x-"].map(id);
        assert_eq!(names, ["000_659c", "a-report-2023", "document-con", "novosti", "document", "document-com1.x", "x"]);
        assert_eq!(proposed_id("a", |id| id == "a" || id == "a-2").unwrap().as_str(), "a-3");
    }

    #[test]
    fn a_second_file_of_one_name_gets_a_number_and_its_own_original() {
        let mut project = Project::default();
        with(&mut project, part("x/report.txt", "One."));
        let plan = with(&mut project, part("y/Report.txt", "Two."));
        assert_eq!(plan.originals[0].name, "report-2.txt");
        assert_eq!(plan.findings[0].what, "the id report is taken, so it is called report-2");
        assert_eq!(project.documents().len(), 2);
    }

    #[test]
    fn the_same_file_twice_is_skipped() {
        let mut project = Project::default();
        with(&mut project, part("report.txt", "One."));
        let plan = with(&mut project, part("copy.txt", "One."));
        assert!(plan.edits.is_empty() && plan.originals.is_empty());
        assert_eq!(plan.findings[0].what, "is in the project already, as report, and was skipped");
    }
}
