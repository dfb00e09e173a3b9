//! Files on their way into a project: the one way for the window and for the command line, which differ in when they keep the bytes and
//! in how they say what came of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::plan::documents::event_called;
use super::transfer::{ImportOptions, format_notice};
use super::{Notice, sentence};
use crate::formats::{self, Format, FormatError, Input, Metadata, Original, ProjectPart, ReadOptions, Report};
use crate::model::{ApplyError, DocumentId, Edit, Project, Record};
use crate::text::counted;

/// How many bytes of a file are looked at to recognise its format.
const HEAD: usize = 4096;

/// A file with its bytes, and the format to read it in.
pub struct Source {
    /// The file.
    pub path: PathBuf,
    /// All of it.
    pub bytes: Vec<u8>,
    /// The format that was asked for, or the one it is recognised as.
    pub format: &'static dyn Format,
}

/// What one file would bring.
#[derive(Debug)]
pub struct Incomer {
    /// Edits that bring it in.
    pub edits: Vec<Edit>,
    /// The untouched bytes that they name.
    pub originals: Vec<Original>,
    /// What there is to say of it.
    pub report: Report,
}

/// Says why a file does not come in.
#[derive(Debug)]
pub enum NotTaken {
    /// There is no such file, or it may not be read.
    Unreadable(std::io::Error),
    /// Nobody knows its format.
    OfNoKnownFormat,
    /// Its format does not take it.
    Format(FormatError),
    /// The project does not.
    Refused(ApplyError),
}

/// Files on their way into a project, each read against what the project is with those before it.
#[derive(Debug)]
pub struct Incoming<'a> {
    project: Project,
    options: &'a ImportOptions,
    metadata: Metadata,
    /// The event that was named, where it is a new one.
    event: Option<Edit>,
    now: Timestamp,
    edits: Vec<Edit>,
    /// The untouched bytes of files that were added, by the names that the edits have for them.
    originals: BTreeMap<String, Vec<u8>>,
}

impl Source {
    /// Reads a file; the format is the one given, or the one it is recognised as.
    pub fn read(path: &Path, format: Option<&'static dyn Format>) -> Result<Self, NotTaken> {
        let bytes = std::fs::read(path).map_err(NotTaken::Unreadable)?;
        let recognised = || formats::recognise(bytes.get(..HEAD).unwrap_or(&bytes), path);
        let format = format.or_else(recognised).ok_or(NotTaken::OfNoKnownFormat)?;
        Ok(Self { path: path.to_owned(), bytes, format })
    }

    /// The same with the format's id.
    pub fn read_as(path: &Path, format: Option<&str>) -> Result<Self, NotTaken> {
        Self::read(path, format.map(formats::by_id).transpose().map_err(NotTaken::Format)?)
    }

    /// What the reader finds in it.
    pub fn input(&self) -> Input<'_> {
        Input { path: &self.path, bytes: &self.bytes }
    }

    /// What is in it: its records, described, and what there is to say.
    pub fn part(&self, encoding: Option<&str>, metadata: &Metadata, now: Timestamp) -> Result<(ProjectPart, Report), NotTaken> {
        let options = ReadOptions { encoding: encoding.map(ToOwned::to_owned), now };
        let (mut part, report) = self.format.read(&self.input(), &options).map_err(NotTaken::Format)?;
        part.describe(metadata);
        Ok((part, report))
    }
}

impl<'a> Incoming<'a> {
    /// Begins with a project as it is; the event that was named is found, or made.
    pub fn new(project: Project, options: &'a ImportOptions, now: Timestamp) -> Self {
        let metadata = options.metadata.clone();
        let mut incoming = Self { project, options, metadata, event: None, now, edits: Vec::new(), originals: BTreeMap::new() };
        incoming.find_event();
        incoming
    }

    fn find_event(&mut self) {
        let name = self.options.event.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let Some(event) = name.and_then(|name| event_called(&self.project, name)) else { return };
        let id = event.id.clone();
        if !self.project.events().contains_key(&id) {
            let add = Edit::Add(event.into());
            let Ok((project, _)) = self.project.after(std::slice::from_ref(&add)) else { return };
            (self.project, self.event) = (project, Some(add));
        }
        self.metadata.event = Some(id);
    }

    /// What a file would bring after those that were added; nothing is added yet.
    pub fn look_at(&self, source: &Source) -> Result<Incomer, NotTaken> {
        let (part, mut report) = source.part(self.options.encoding.as_deref(), &self.metadata, self.now)?;
        let plan = part.into_edits(&self.project).map_err(NotTaken::Format)?;
        report.findings.extend(plan.findings);
        Ok(Incomer { edits: plan.edits, originals: plan.originals, report })
    }

    /// Adds what a file brings, all of it or nothing. Its bytes are taken over, under another name where an earlier file has that one.
    pub fn add(&mut self, comes: &mut Incomer) -> Result<(), NotTaken> {
        let originals = self.with_free_names(comes);
        (self.project, _) = self.project.after(&comes.edits).map_err(NotTaken::Refused)?;
        self.edits.extend(comes.edits.iter().cloned());
        self.originals.extend(originals);
        Ok(())
    }

    /// The bytes of a file by names that no other bytes have, and its documents name them so.
    fn with_free_names(&self, comes: &mut Incomer) -> BTreeMap<String, Vec<u8>> {
        let originals = std::mem::take(&mut comes.originals);
        let own: BTreeSet<String> = originals.iter().map(|original| original.name.clone()).collect();
        let mut named: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut renamed = HashMap::new();
        for Original { name, bytes } in originals {
            let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, "txt"));
            let mut others = (2_usize..).map(|n| format!("{stem}-{n}.{extension}"));
            let is_free = |other: &String| !(self.originals.contains_key(other) || named.contains_key(other) || own.contains(other));
            let is_taken = self.originals.get(&name).is_some_and(|there| *there != bytes);
            let free = if is_taken { others.find(is_free) } else { None };
            if let Some(free) = &free {
                renamed.insert(name.clone(), free.clone());
            }
            named.insert(free.unwrap_or(name), bytes);
        }
        rename_originals(&mut comes.edits, &renamed);
        named
    }

    /// Edits for all that was added, and the untouched bytes that they name. An event that no record came for would be left over.
    pub fn finish(mut self) -> (Vec<Edit>, Vec<Original>) {
        if !self.edits.is_empty() {
            self.edits.splice(0..0, self.event);
        }
        let originals = self.originals.into_iter().map(|(name, bytes)| Original { name, bytes }).collect();
        (self.edits, originals)
    }
}

/// Lets documents name their originals otherwise: by the old names, the new ones.
pub(super) fn rename_originals(edits: &mut [Edit], names: &HashMap<String, String>) {
    for edit in edits {
        if let Edit::Add(Record::Document(document)) = edit
            && let Some(new) = names.get(&document.provenance.original)
        {
            new.clone_into(&mut Arc::make_mut(document).provenance.original);
        }
    }
}

impl NotTaken {
    /// For the window.
    pub(super) fn notice(&self, path: &Path) -> Notice {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match self {
            Self::Unreadable(error) => {
                Notice::error(format!("'{name}' could not be read: {error}"), "Check that the file exists and may be read")
            }
            Self::OfNoKnownFormat => {
                Notice::error(format!("'{name}' is of no known format"), "Choose the format, or convert the file to text or Markdown")
            }
            Self::Format(error) => format_notice(error),
            Self::Refused(error) => Notice::error(format!("Not imported: {}", sentence(error)), "Nothing of this file was taken"),
        }
    }
}

/// The documents that edits add.
pub fn added_documents(edits: &[Edit]) -> impl Iterator<Item = &DocumentId> {
    edits.iter().filter_map(|edit| match edit {
        Edit::Add(Record::Document(document)) => Some(&document.id),
        _ => None,
    })
}

/// What the step is called that brings edits in.
pub fn import_label(edits: &[Edit]) -> String {
    let mut documents = added_documents(edits);
    match (documents.next(), documents.count()) {
        (None, _) => format!("Import {}", counted(edits.len(), "record")),
        (Some(one), 0) => format!("Import {one}"),
        (Some(_), more) => format!("Import {} documents", more + 1),
    }
}
