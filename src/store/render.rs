//! What stands in each file of a project: one record a line, sorted, the same bytes for the same records.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::sync::Arc;

use super::conflicts_file;
use super::disk::{DiskAnnotation, DiskDocument, DiskLink, DiskMark, DiskMemo, DiskProgress, DiskTreatment};
use super::file_name::FileName;
use super::layout::{FORMAT, FileKey, Homes, has_own_file};
use super::ron_text::{Shape, is_sound, record_line, to_line};
use super::source::{elements, fields};
use super::{Leftover, StoreError};
use crate::model::{
    CodebookInfo, CoderId, Document, DocumentId, Link, Mark, Memo, ProgressKey, Project, Record, RecordId, RecordKind, Treatment,
};
use crate::text::sha256;

/// Records that the model does not index by file, sorted by the files that are to be written.
pub(super) struct Grouped<'a> {
    marks: BTreeMap<(&'a CoderId, &'a DocumentId), Vec<&'a Mark>>,
    treatments: BTreeMap<&'a CoderId, Vec<&'a Treatment>>,
    memos: BTreeMap<&'a CoderId, Vec<&'a Memo>>,
    /// Links that do not stand with the annotation they start from.
    strays: BTreeMap<FileKey, Vec<&'a Link>>,
    /// Records whose file's name does not say their id.
    by_name: HashMap<FileKey, Record>,
    homes: &'a Homes,
}

impl<'a> Grouped<'a> {
    /// Walks only the kinds that one of `keys` holds.
    pub fn new(project: &'a Project, keys: &BTreeSet<FileKey>, homes: &'a Homes) -> Self {
        let (marks, treatments, memos) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut grouped = Self { marks, treatments, memos, strays: BTreeMap::new(), by_name: HashMap::new(), homes };
        if keys.iter().any(|k| matches!(k, FileKey::Record(_, name) if name.id().is_none())) {
            for record in project.records() {
                grouped.by_name.extend(FileKey::of_own(&record.id()).filter(|key| keys.contains(key)).map(|key| (key, record)));
            }
        }
        if keys.iter().any(|k| matches!(k, FileKey::Annotations(..))) {
            for mark in project.marks().values() {
                grouped.marks.entry((&mark.coder, &mark.document)).or_default().push(mark);
            }
        }
        if keys.iter().any(|k| matches!(k, FileKey::Treatments(_))) {
            for treatment in project.treatments().values() {
                grouped.treatments.entry(&treatment.coder).or_default().push(treatment);
            }
        }
        if keys.iter().any(|k| matches!(k, FileKey::Memos(_))) {
            for memo in project.memos().values() {
                grouped.memos.entry(&memo.coder).or_default().push(memo);
            }
        }
        if !homes.is_empty() || keys.iter().any(|k| matches!(k, FileKey::Memos(_))) {
            let is_stray = |link: &&Arc<Link>| homes.contains_key(&link.id) || !project.annotations().contains_key(&link.from);
            for link in project.links().values().filter(is_stray) {
                grouped.strays.entry(FileKey::of_link(link, project, homes)).or_default().push(link);
            }
        }
        grouped
    }

    /// The record that has a file of this name.
    fn own(&self, project: &Project, kind: RecordKind, name: &FileName) -> Option<Record> {
        match name.id() {
            Some(id) => project.record(&own_id(kind, &id)?),
            None => self.by_name.get(&FileKey::Record(kind, name.clone())).cloned(),
        }
    }

    fn strays_of(&self, key: &FileKey) -> &[&'a Link] {
        self.strays.get(key).map_or(&[], Vec::as_slice)
    }
}

/// The text of a file, or `None` when there is nothing to put into it and it need not exist.
pub(super) fn render(project: &Project, grouped: &Grouped<'_>, key: &FileKey, left: &Leftover) -> Result<Option<String>, StoreError> {
    let text = match key {
        FileKey::Conflicts => conflicts_file::render(project),
        FileKey::Project => record_file(project.info().clone(), left).map(Some),
        FileKey::Codebook => record_file(head_of_codebook(project), left).map(Some),
        FileKey::Template => codebook_file(project, left).map(Some),
        FileKey::Record(kind, name) => grouped.own(project, *kind, name).map(|record| own_file(&record, left)).transpose(),
        FileKey::Text(id) => Ok(project.documents().get(id).map(|d| d.text.as_str().to_owned())),
        FileKey::Document(id) => project.documents().get(id).map(|d| document_file(d, left)).transpose(),
        FileKey::Annotations(coder, document) => annotation_file(project, grouped, key, (coder, document), left),
        FileKey::Treatments(coder) => {
            let found = grouped.treatments.get(coder).map_or(&[][..], Vec::as_slice);
            let mut foreign = Foreign::new();
            let lines = lines(&mut foreign, found.iter().map(|t| DiskTreatment::from(*t)));
            lines.and_then(|lines| coder_file(coder, &[("treatments", lines)], left, &foreign))
        }
        FileKey::Memos(coder) => memo_file(grouped, key, coder, left),
    };
    text.map_err(|message| StoreError::Unwritable { path: key.path(), message })
}

/// The codebook's head as it is written: its revision only where no code says it, so that two people who each revise a code do not both
/// change one line.
fn head_of_codebook(project: &Project) -> CodebookInfo {
    let head = project.codebook().clone();
    let said = project.codes().values().map(|code| code.revised).max().unwrap_or(0);
    CodebookInfo { revision: if head.revision > said { head.revision } else { 0 }, ..head }
}

/// The id of a record that has a file of its own.
fn own_id(kind: RecordKind, id: &str) -> Option<RecordId> {
    match kind {
        RecordKind::Coder => id.parse().ok().map(RecordId::Coder),
        RecordKind::Event => id.parse().ok().map(RecordId::Event),
        RecordKind::Attribute => id.parse().ok().map(RecordId::Attribute),
        RecordKind::Layer => id.parse().ok().map(RecordId::Layer),
        RecordKind::Code => id.parse().ok().map(RecordId::Code),
        RecordKind::LinkType => id.parse().ok().map(RecordId::LinkType),
        RecordKind::Entity => id.parse().ok().map(RecordId::Entity),
        RecordKind::Claim => id.parse().ok().map(RecordId::Claim),
        RecordKind::Document
        | RecordKind::Annotation
        | RecordKind::Link
        | RecordKind::Treatment
        | RecordKind::Memo
        | RecordKind::Mark
        | RecordKind::Progress => None,
    }
}

/// Names of fields that records carry and this version does not know.
type Foreign = BTreeSet<String>;

fn lines<T: Shape>(foreign: &mut Foreign, records: impl IntoIterator<Item = T>) -> Result<Vec<String>, String> {
    records.into_iter().map(|record| line(foreign, record)).collect()
}

fn line<T: Shape>(foreign: &mut Foreign, mut record: T) -> Result<String, String> {
    foreign.extend(record.extra().iter().filter(|(name, value)| is_sound(name, value)).map(|(name, _)| name.clone()));
    record_line(record)
}

/// A codebook in one file, as templates are.
pub(super) fn codebook_file(project: &Project, left: &Leftover) -> Result<String, String> {
    let mut codes: Vec<_> = project.codes().values().collect();
    codes.sort_by(|a, b| (&a.layer, a.rank, &a.id).cmp(&(&b.layer, b.rank, &b.id)));
    let mut types: Vec<_> = project.link_types().values().collect();
    types.sort_by(|a, b| (a.rank, &a.id).cmp(&(b.rank, &b.id)));
    let mut foreign = Foreign::new();
    let info = line(&mut foreign, project.codebook().clone())?;
    let layers = lines(&mut foreign, project.layers_in_order().into_iter().map(|r| (**r).clone()))?;
    let attributes = lines(&mut foreign, project.attributes().values().map(|r| (**r).clone()))?;
    let codes = lines(&mut foreign, codes.into_iter().map(|r| (**r).clone()))?;
    let types = lines(&mut foreign, types.into_iter().map(|r| (**r).clone()))?;
    let file = FileText::new(left, "", &foreign).field("info", &info);
    file.section("layers", &layers).section("attributes", &attributes).section("codes", &codes).section("link_types", &types).end(left)
}

/// Lists of which each element has its line.
const LISTS_BY_LINE: [&str; 2] = ["runs", "rules"];

fn document_file(document: &Document, left: &Leftover) -> Result<String, String> {
    let digest = sha256(document.text.as_str().as_bytes());
    record_file(DiskDocument::new(document, digest), left)
}

/// The file of a record that has one of its own.
fn own_file(record: &Record, left: &Leftover) -> Result<String, String> {
    match record {
        Record::Coder(r) => record_file((**r).clone(), left),
        Record::Event(r) => record_file((**r).clone(), left),
        Record::Attribute(r) => record_file((**r).clone(), left),
        Record::Layer(r) => record_file((**r).clone(), left),
        Record::Code(r) => record_file((**r).clone(), left),
        Record::LinkType(r) => record_file((**r).clone(), left),
        Record::Entity(r) => record_file((**r).clone(), left),
        Record::Claim(r) => record_file((**r).clone(), left),
        Record::Document(r) => document_file(r, left),
        Record::Annotation(_) | Record::Link(_) | Record::Treatment(_) | Record::Memo(_) | Record::Mark(_) | Record::Progress(_) => {
            Err(format!("{} has no file of its own", record.id()))
        }
    }
}

/// A file that is one record, one field a line: what two people change in different fields merges as plain text, if these are not next
/// to each other, and it is what people read and compare most.
fn record_file<T: Shape>(record: T, left: &Leftover) -> Result<String, String> {
    let mut foreign = Foreign::new();
    let line = line(&mut foreign, record)?;
    let mut file = FileText::new(left, "", &foreign);
    for field in fields(&line).map_err(|broken| broken.why.to_owned())? {
        if LISTS_BY_LINE.contains(&field.name) {
            let found = elements(field.value).map_err(|broken| broken.why.to_owned())?;
            let found: Vec<String> = found.into_iter().map(|(element, _)| element.to_owned()).collect();
            file = file.section(field.name, &found);
        } else {
            file = file.field(field.name, field.value);
        }
    }
    file.end(left)
}

fn annotation_file(
    project: &Project,
    grouped: &Grouped<'_>,
    key: &FileKey,
    (coder, document): (&CoderId, &DocumentId),
    left: &Leftover,
) -> Result<Option<String>, String> {
    let all = project.annotations_of(document);
    let mut links: Vec<&Link> = grouped.strays_of(key).to_vec();
    for a in &all {
        let at_home = project.links_of(&a.id).filter(|l| l.from == a.id && l.coder == *coder && !grouped.homes.contains_key(&l.id));
        links.extend(at_home.map(AsRef::as_ref));
    }
    links.sort_by(|a, b| a.id.cmp(&b.id));
    let progress = project.progress().get(&ProgressKey { coder: coder.clone(), document: document.clone() });
    let marks = grouped.marks.get(&(coder, document)).map_or(&[][..], Vec::as_slice);
    let mut foreign = Foreign::new();
    let annotations = lines(&mut foreign, all.into_iter().filter(|a| a.coder == *coder).map(|a| DiskAnnotation::from(&**a)))?;
    let links = lines(&mut foreign, links.into_iter().map(DiskLink::from))?;
    let marks = lines(&mut foreign, marks.iter().map(|m| DiskMark::from(*m)))?;
    let progress = progress.map(|p| line(&mut foreign, DiskProgress::from(&**p))).transpose()?;
    if annotations.is_empty() && links.is_empty() && marks.is_empty() && progress.is_none() && left.is_empty() {
        return Ok(None);
    }
    let whose = format!(", coder: {}, document: {}", to_line(coder)?, to_line(document)?);
    let mut file = FileText::new(left, &whose, &foreign);
    file = file.section("annotations", &annotations).section("links", &links).section("marks", &marks);
    if let Some(progress) = progress {
        file = file.field("progress", &progress);
    }
    file.end(left).map(Some)
}

fn memo_file(grouped: &Grouped<'_>, key: &FileKey, coder: &CoderId, left: &Leftover) -> Result<Option<String>, String> {
    let memos = grouped.memos.get(coder).map_or(&[][..], Vec::as_slice);
    let mut foreign = Foreign::new();
    let memos = lines(&mut foreign, memos.iter().map(|m| DiskMemo::from(*m)))?;
    let links = lines(&mut foreign, grouped.strays_of(key).iter().map(|l| DiskLink::from(*l)))?;
    coder_file(coder, &[("memos", memos), ("links", links)], left, &foreign)
}

fn coder_file(coder: &CoderId, sections: &[(&str, Vec<String>)], left: &Leftover, foreign: &Foreign) -> Result<Option<String>, String> {
    if sections.iter().all(|(_, lines)| lines.is_empty()) && left.is_empty() {
        return Ok(None);
    }
    let mut file = FileText::new(left, &format!(", coder: {}", to_line(coder)?), foreign);
    for (name, lines) in sections {
        file = file.section(name, lines);
    }
    file.end(left).map(Some)
}

/// A file while it is put together.
struct FileText {
    out: String,
}

impl FileText {
    /// The head. A file of a newer minor version keeps its number, and in one of this version the fields that came from elsewhere
    /// are named: they are no slips.
    fn new(left: &Leftover, more: &str, foreign: &Foreign) -> Self {
        let format = left.format.as_deref().unwrap_or(FORMAT);
        let named: Vec<String> = foreign.difference(&left.slips).map(|name| format!("\"{name}\"")).collect();
        let named = if left.format.is_some() || named.is_empty() { String::new() } else { format!(", foreign: [{}]", named.join(", ")) };
        Self { out: format!("(\nformat: \"{format}\"{more}{named},\n") }
    }

    fn field(mut self, name: &str, value: &str) -> Self {
        let _ = writeln!(self.out, "{name}: {value},");
        self
    }

    /// A list, also an empty one: one that is missing is known to be missing.
    fn section(mut self, name: &str, lines: &[String]) -> Self {
        let _ = writeln!(self.out, "{name}: [");
        for line in lines {
            let _ = writeln!(self.out, "{line},");
        }
        self.out.push_str("],\n");
        self
    }

    #[expect(clippy::unnecessary_wraps, reason = "ends a chain of steps that can fail")]
    fn end(mut self, left: &Leftover) -> Result<String, String> {
        for (name, value) in &left.fields {
            self = self.field(name, value);
        }
        if !left.unplaced.is_empty() {
            self = self.section("unplaced", &left.unplaced);
        }
        self.out.push_str(")\n");
        Ok(self.out)
    }
}

/// The lines that a record has in its file, without their ends.
pub(super) fn lines_of(record: &Record) -> Result<Vec<String>, String> {
    match record {
        _ if has_own_file(record.id().kind()) || matches!(record, Record::Document(_)) => {
            Ok(own_file(record, &Leftover::default())?.lines().map(str::to_owned).collect())
        }
        Record::Progress(_) => Ok(vec![format!("progress: {},", one_line(record)?)]),
        _ => Ok(vec![format!("{},", one_line(record)?)]),
    }
}

/// The second line of a file, which says its format and whose it is.
pub(super) fn head_line(key: &FileKey) -> Result<String, String> {
    let whose = match key {
        FileKey::Annotations(coder, document) => format!(", coder: {}, document: {}", to_line(coder)?, to_line(document)?),
        FileKey::Treatments(coder) | FileKey::Memos(coder) => format!(", coder: {}", to_line(coder)?),
        FileKey::Conflicts
        | FileKey::Project
        | FileKey::Codebook
        | FileKey::Template
        | FileKey::Record(..)
        | FileKey::Document(_)
        | FileKey::Text(_) => String::new(),
    };
    Ok(format!("format: \"{FORMAT}\"{whose},"))
}

/// The lines of the project's title and settings in their file, or of the codebook's.
pub(super) fn lines_of_head<T: Shape>(head: T) -> Result<Vec<String>, String> {
    Ok(record_file(head, &Leftover::default())?.lines().map(str::to_owned).collect())
}

/// A record as its line in its file.
pub(super) fn one_line(record: &Record) -> Result<String, String> {
    match record {
        Record::Coder(r) => record_line((**r).clone()),
        Record::Event(r) => record_line((**r).clone()),
        Record::Attribute(r) => record_line((**r).clone()),
        Record::Layer(r) => record_line((**r).clone()),
        Record::Code(r) => record_line((**r).clone()),
        Record::LinkType(r) => record_line((**r).clone()),
        Record::Entity(r) => record_line((**r).clone()),
        Record::Claim(r) => record_line((**r).clone()),
        Record::Document(r) => record_line(DiskDocument::new(r, sha256(r.text.as_str().as_bytes()))),
        Record::Annotation(r) => record_line(DiskAnnotation::from(&**r)),
        Record::Link(r) => record_line(DiskLink::from(&**r)),
        Record::Treatment(r) => record_line(DiskTreatment::from(&**r)),
        Record::Memo(r) => record_line(DiskMemo::from(&**r)),
        Record::Mark(r) => record_line(DiskMark::from(&**r)),
        Record::Progress(r) => record_line(DiskProgress::from(&**r)),
    }
}
