//! One file of a project from text to records, keeping whatever this version cannot read.

use std::collections::BTreeSet;
use std::path::Path;

use super::conflicts_file::ReadConflicts;
use super::disk::{DiskAnnotation, DiskDocument, DiskLink, DiskMark, DiskMemo, DiskProgress, DiskTreatment};
use super::file_name::FileName;
use super::layout::FileKey;
use super::parts::{Age, CORRECT_THE_NAME, look_over, version};
use super::ron_text::{Shape, Wrong, parse, parse_file, parse_record};
use super::schema::EVERYWHERE;
use super::source::{Broken, Field, elements, fields, line_and_column, plain_name};
use super::unknown::Unknown;
use super::{Finding, StoreError};
use crate::model::{Attribute, Claim, Code, CodebookInfo, Coder, Entity, Event, Layer, LinkType, ProjectInfo, Record, RecordKind};
use crate::parallel::in_order;

/// What a file holds beside the records: written back as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Leftover {
    /// A newer minor version's number.
    pub format: Option<String>,
    /// Fields of records that are unknown and were not told of as coming from elsewhere: they stay a matter to be told.
    pub slips: BTreeSet<String>,
    /// Fields of the file that this version does not know.
    pub fields: Vec<(String, String)>,
    /// Records that cannot be placed, as `("list", (source))`.
    pub unplaced: Vec<String>,
}

impl Leftover {
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.unplaced.is_empty()
    }
}

/// How a finding ends that is about a record which cannot be read.
pub(super) const KEPT_ASIDE: &str = "; it is kept aside in the file";

/// A record and where it stood.
#[derive(Debug)]
pub(super) struct Located {
    pub record: Record,
    pub section: &'static str,
    pub line: u32,
}

/// A file taken apart.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub info: Option<ProjectInfo>,
    pub codebook: Option<CodebookInfo>,
    /// The document's shape, which waits for its text.
    pub document: Option<DiskDocument>,
    /// The digest that a document's file gives of its text, once its shape was looked at.
    pub digest: String,
    pub records: Vec<Located>,
    pub conflicts: ReadConflicts,
    pub leftover: Leftover,
    /// Why the one record that the file is cannot be held, though it is good RON.
    pub unreadable: Option<StoreError>,
    pub findings: Vec<Finding>,
    /// Something in it is not understood although its version is known: it may be damaged.
    pub is_doubtful: bool,
}

/// Takes a file apart. `path` is for messages. An error means that nothing of the file can be trusted.
pub(super) fn read_file(key: &FileKey, path: &Path, text: &str) -> Result<Content, StoreError> {
    let cut = fields(text).map_err(|broken| unclosed_text(text).unwrap_or_else(|| Wrong::from(broken)).in_file(path, text, 0))?;
    let (age, newer) = version(key, path, text, &cut)?;
    let mut content = Content::default();
    content.leftover.format = newer;
    let foreign = match cut.iter().find(|field| plain_name(field.name) == "foreign") {
        Some(field) => parse(field.value).map_err(|wrong| wrong.in_file(path, text, field.at))?,
        None => BTreeSet::new(),
    };
    let mut reader = Reader { key, path, text, age, foreign, content, counted: (0, 1) };
    for odd in look_over(key, age, &cut).map_err(|wrong| wrong.in_file(path, text, 0))? {
        reader.doubt(odd.at, odd.what, odd.hint);
    }
    if let Some((at, character)) = control_character(text) {
        let what = format!("a character that cannot be seen (U+{character:04X}) stands here, where this program writes none");
        reader.doubt(at, what, "Look at the words around it in a text editor, and correct them if they are damaged");
    }
    match key {
        FileKey::Document(_) => reader.document(&cut)?,
        FileKey::Record(kind, name) => {
            if let Err(wrong) = reader.own_record(*kind, name, &cut) {
                let is_meaning = wrong.is_meaning;
                let error = wrong.in_file(path, text, 0);
                if !is_meaning {
                    return Err(error);
                }
                reader.content.unreadable = Some(error);
            }
        }
        FileKey::Project => reader.content.info = Some(reader.one_record(&cut).map_err(|wrong| wrong.in_file(path, text, 0))?),
        FileKey::Codebook => reader.content.codebook = Some(reader.one_record(&cut).map_err(|wrong| wrong.in_file(path, text, 0))?),
        _ => {
            for field in &cut {
                reader.field(field)?;
            }
        }
    }
    Ok(reader.content)
}

/// The first line with a text that does not end there: this program writes none, and where a quotation mark is missing or too many,
/// everything behind it reads the other way round.
fn unclosed_text(text: &str) -> Option<Wrong> {
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        let (mut opened_at, mut is_escaped) = (None, false);
        for (at, byte) in line.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = opened_at.is_some(),
                // A key of a code may be a quotation mark.
                b'"' if opened_at.is_none() && line.get(..at).is_some_and(|before| before.ends_with('\'')) => {}
                b'"' => opened_at = if opened_at.is_some() { None } else { Some(at) },
                _ => {}
            }
        }
        if let Some(at) = opened_at {
            let message = "in this line a quotation mark is missing or one too many".to_owned();
            return Some(Wrong { at: begin + at, message, is_meaning: false });
        }
        begin += line.len();
    }
    None
}

/// The first control character; a file has line ends and perhaps tabs, and all others stand in it as escapes.
fn control_character(text: &str) -> Option<(usize, u8)> {
    let is_one = |byte: u8| (byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t')) || byte == 0x7f;
    text.bytes().enumerate().find(|(_, byte)| is_one(*byte))
}

/// Records that a thread takes at once: a list of fewer than four times as many is read by one thread.
const RECORDS_AT_A_TIME: usize = 512;

/// Why a record could not be made.
enum Unreadable {
    /// It is good RON that says something this version cannot hold.
    Unknown(String),
    /// It is no good RON.
    Broken(Wrong),
}

/// A record, and its fields that are unknown.
type ReadRecord = Result<(Record, Vec<Unknown>), Unreadable>;

fn read_record<T: Shape>(source: &str, whole: &impl Fn(T) -> Result<Record, String>) -> ReadRecord {
    match parse_record::<T>(source) {
        Ok((shape, unknown)) => whole(shape).map(|record| (record, unknown)).map_err(Unreadable::Unknown),
        Err(wrong) if wrong.is_meaning => Err(Unreadable::Unknown(wrong.message)),
        Err(wrong) => Err(Unreadable::Broken(wrong)),
    }
}

struct Reader<'a> {
    key: &'a FileKey,
    path: &'a Path,
    text: &'a str,
    age: Age,
    /// Fields of records that came from elsewhere with a dataset or from a newer version, and were told then.
    foreign: BTreeSet<String>,
    content: Content,
    /// Up to which byte lines have been counted, and which line that is.
    counted: (usize, u32),
}

impl Reader<'_> {
    fn field(&mut self, field: &Field<'_>) -> Result<(), StoreError> {
        match (self.key, plain_name(field.name)) {
            (_, "format" | "foreign") => Ok(()),
            (_, "unplaced") => self.unplaced(field).map_err(|wrong| wrong.in_file(self.path, self.text, 0)),
            (FileKey::Template, "info") => {
                self.content.codebook = Some(self.whole(field)?);
                Ok(())
            }
            (FileKey::Template, "layers") => self.list(field, "layers", |r: Layer| Ok(r.into())),
            (FileKey::Template, "attributes") => self.list(field, "attributes", |r: Attribute| Ok(r.into())),
            (FileKey::Template, "codes") => self.list(field, "codes", |r: Code| Ok(r.into())),
            (FileKey::Template, "link_types") => self.list(field, "link_types", |r: LinkType| Ok(r.into())),
            (FileKey::Annotations(..) | FileKey::Treatments(_) | FileKey::Memos(_), _) => self.coder_field(field),
            _ => {
                self.keep(field);
                Ok(())
            }
        }
    }

    fn coder_field(&mut self, field: &Field<'_>) -> Result<(), StoreError> {
        let key = self.key;
        match (key, plain_name(field.name)) {
            (FileKey::Annotations(coder, _) | FileKey::Treatments(coder) | FileKey::Memos(coder), "coder") => {
                self.same_as_path(field, coder.as_str());
                Ok(())
            }
            (FileKey::Annotations(_, document), "document") => {
                self.same_as_path(field, document.as_str());
                Ok(())
            }
            (FileKey::Annotations(coder, document), "annotations") => {
                self.list(field, "annotations", |r: DiskAnnotation| r.annotation(coder, document).map(Record::from))
            }
            (FileKey::Annotations(coder, document), "marks") => {
                self.list(field, "marks", |r: DiskMark| r.mark(coder, document).map(Record::from))
            }
            (FileKey::Annotations(coder, _) | FileKey::Memos(coder), "links") => {
                self.list(field, "links", |r: DiskLink| Ok(r.whole(coder).into()))
            }
            (FileKey::Annotations(coder, document), "progress") => {
                let whole = |r: DiskProgress| Ok(r.whole(coder, document).into());
                let record = read_record(field.value, &whole);
                self.take(field.value, field.at, "progress", record)
            }
            (FileKey::Treatments(coder), "treatments") => self.list(field, "treatments", |r: DiskTreatment| Ok(r.whole(coder).into())),
            (FileKey::Memos(coder), "memos") => self.list(field, "memos", |r: DiskMemo| Ok(r.whole(coder).into())),
            _ => {
                self.keep(field);
                Ok(())
            }
        }
    }

    fn keep(&mut self, field: &Field<'_>) {
        self.content.leftover.fields.push((field.name.to_owned(), field.value.to_owned()));
    }

    /// Tells of something that may be damage.
    fn doubt(&mut self, at: usize, what: String, hint: &str) {
        self.content.is_doubtful = true;
        let place = self.place(at);
        self.content.findings.push(Finding::error(place, what, hint));
    }

    /// Tells of unknown fields; in a file of a newer version they are what that version knows.
    fn unknown(&mut self, from: usize, unknown: &[Unknown]) {
        if self.age == Age::Newer {
            return;
        }
        for field in unknown {
            if !self.foreign.contains(&field.path) {
                self.doubt(from + field.at, field.words(), CORRECT_THE_NAME);
                self.content.leftover.slips.insert(field.path.clone());
            }
        }
    }

    /// A value without which the file cannot be used.
    fn whole<T: Shape>(&mut self, field: &Field<'_>) -> Result<T, StoreError> {
        let (value, unknown) = parse_record(field.value).map_err(|wrong| wrong.in_file(self.path, self.text, field.at))?;
        self.unknown(field.at, &unknown);
        Ok(value)
    }

    /// The whole file as one record; what every file has is no field of it.
    fn one_record<T: Shape>(&mut self, cut: &[Field<'_>]) -> Result<T, Wrong> {
        let (mut record, mut unknown) = parse_file::<T>(self.text)?;
        for field in cut.iter().filter(|field| plain_name(field.name) == "unplaced") {
            self.unplaced(field)?;
        }
        for name in EVERYWHERE {
            record.extra().remove(name);
            unknown.retain(|field| field.path != name);
        }
        self.unknown(0, &unknown);
        Ok(record)
    }

    /// A record that has a file of its own, of which the name is that of its id.
    fn own_record(&mut self, kind: RecordKind, name: &FileName, cut: &[Field<'_>]) -> Result<(), Wrong> {
        let record: Record = match kind {
            RecordKind::Coder => self.one_record::<Coder>(cut)?.into(),
            RecordKind::Event => self.one_record::<Event>(cut)?.into(),
            RecordKind::Attribute => self.one_record::<Attribute>(cut)?.into(),
            RecordKind::Layer => self.one_record::<Layer>(cut)?.into(),
            RecordKind::Code => self.one_record::<Code>(cut)?.into(),
            RecordKind::LinkType => self.one_record::<LinkType>(cut)?.into(),
            RecordKind::Entity => self.one_record::<Entity>(cut)?.into(),
            RecordKind::Claim => self.one_record::<Claim>(cut)?.into(),
            RecordKind::Document
            | RecordKind::Annotation
            | RecordKind::Link
            | RecordKind::Treatment
            | RecordKind::Memo
            | RecordKind::Mark
            | RecordKind::Progress => return Ok(()),
        };
        if FileKey::of_own(&record.id()).as_ref() != Some(self.key) {
            let at = cut.iter().find(|field| plain_name(field.name) == "id").map_or(0, |field| field.at);
            let meant = name.id().map_or_else(|| "another one".to_owned(), |id| format!("'{id}'"));
            let message = format!("it says that it is {}, but the name of the file stands for {meant}", record.id());
            return Err(Wrong { at, message, is_meaning: true });
        }
        self.content.records.push(Located { record, section: "", line: 1 });
        Ok(())
    }

    fn document(&mut self, cut: &[Field<'_>]) -> Result<(), StoreError> {
        let document: DiskDocument = self.one_record(cut).map_err(|wrong| wrong.in_file(self.path, self.text, 0))?;
        if let (FileKey::Document(id), Some(field)) = (self.key, cut.iter().find(|field| plain_name(field.name) == "id")) {
            self.same_as_path(field, id.as_str());
        }
        if document.sha256.is_empty() {
            let what = "the digest of the text ('sha256') is missing, so the text is not verified: it may not be the one that was coded";
            self.doubt(0, what.to_owned(), "Take the file back from a backup or from version control");
        }
        self.content.document = Some(document);
        Ok(())
    }

    fn same_as_path(&mut self, field: &Field<'_>, id: &str) {
        if parse::<String>(field.value).is_ok_and(|said| said == id) {
            return;
        }
        let what = format!("says {}: {}, but its path says \"{id}\"; the path counts", field.name, field.value);
        let place = self.place(field.at);
        self.content.findings.push(Finding::warning(place, what, "Was the file copied or renamed by hand?"));
    }

    fn list<T: Shape>(
        &mut self,
        field: &Field<'_>,
        section: &'static str,
        whole: impl Fn(T) -> Result<Record, String> + Sync,
    ) -> Result<(), StoreError> {
        let found = elements(field.value).map_err(|broken| Wrong::from(broken).in_file(self.path, self.text, field.at))?;
        let records = in_order(&found, RECORDS_AT_A_TIME, |(source, _)| read_record(source, &whole));
        for ((source, at), record) in found.into_iter().zip(records) {
            self.take(source, field.at + at, section, record)?;
        }
        Ok(())
    }

    /// Takes in one record. Good RON that cannot be held is set aside; bad RON is an error.
    fn take(&mut self, source: &str, at: usize, section: &'static str, record: ReadRecord) -> Result<(), StoreError> {
        let message = match record {
            Ok((record, unknown)) => {
                self.unknown(at, &unknown);
                let line = self.line(at);
                self.content.records.push(Located { record, section, line });
                return Ok(());
            }
            Err(Unreadable::Unknown(message)) => message,
            Err(Unreadable::Broken(wrong)) => return Err(wrong.in_file(self.path, self.text, at)),
        };
        let what = format!("this record cannot be read ({message}){KEPT_ASIDE}");
        self.doubt(at, what, "Correct it in a text editor and move it back to its list, or open the project with a newer version");
        self.content.leftover.unplaced.push(format!("(\"{section}\", {source})"));
        Ok(())
    }

    fn unplaced(&mut self, field: &Field<'_>) -> Result<(), Wrong> {
        let found = elements(field.value).map_err(|broken| Broken { at: field.at + broken.at, ..broken })?;
        for (source, at) in found {
            let place = self.place(field.at + at);
            let what = "this record was kept aside earlier because it could not be placed";
            self.content.findings.push(Finding::warning(place, what, "Give it a new id and move it back to its list, or delete it"));
            self.content.leftover.unplaced.push(source.to_owned());
        }
        Ok(())
    }

    fn line(&mut self, at: usize) -> u32 {
        let (from, line) = self.counted;
        if at < from {
            return line_and_column(self.text, at).0 as u32;
        }
        let passed = self.text.as_bytes().get(from..at).unwrap_or_default();
        let line = line + passed.split(|b| *b == b'\n').count() as u32 - 1;
        self.counted = (at, line);
        line
    }

    fn place(&self, at: usize) -> String {
        let (line, column) = line_and_column(self.text, at);
        format!("{}:{line}:{column}", self.key.shown())
    }
}
