//! `variorum list`: rows of a list that a query asks for.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::{Ending, Failure, project, write_json};
use crate::analysis::notes::{self, Note};
use crate::analysis::query::{self, Filter, Listed, QueryError};
use crate::analysis::record_names::name_of;
use crate::formats::{OffsetUnit, UnitTable};
use crate::model::{
    Annotation, AnnotationId, AttributeId, Claim, ClaimId, CodeId, CoderId, DocumentId, Entity, EntityId, Link, LinkId, LinkTypeId,
    Project, Value,
};
use crate::text::{Span, counted};

/// Lists annotations, entities, claims, memos or links that a query asks for
#[derive(Debug, clap::Args)]
#[command(
    after_help = "For example: variorum list PROJECT 'code:PER coder:gold near:agreement'. The manual has the language (queries.md)."
)]
pub(super) struct List {
    /// Project folder, or its project.ron
    project: PathBuf,
    /// The query; empty for everything
    #[arg(allow_hyphen_values = true)]
    query: String,
    /// What to list
    #[arg(long, value_enum, default_value = "annotations")]
    of: Of,
    /// Gives one JSON document; offsets are in code points
    #[arg(long)]
    json: bool,
    /// Gives a table (RFC 4180) with a line of headings; values are written as they are
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Of {
    Annotations,
    Entities,
    Claims,
    Memos,
    Links,
}

#[derive(Serialize)]
struct Rows<R> {
    rows: Vec<R>,
    total: usize,
}

/// A row as JSON; as a line of a table it has these cells.
trait Line: Serialize {
    const HEADINGS: &'static [&'static str];
    fn cells(&self) -> Vec<String>;
}

impl List {
    pub fn run(self, out: &mut dyn Write) -> Result<Ending, Failure> {
        let opened = project::read(&self.project)?;
        self.list(out, &opened.project)?;
        Ok(project::ending(&opened))
    }

    fn list(&self, out: &mut dyn Write, project: &Project) -> Result<(), Failure> {
        match self.of {
            Of::Annotations => {
                let tables = tables(project);
                let mut found = self.found(project, project.annotations().values().map(AsRef::as_ref))?;
                found.sort_by_key(|a| (&a.document, a.target.extent().map(|e| (e.start(), std::cmp::Reverse(e.end()))), &a.id));
                self.write(out, found.into_iter().map(|a| annotation(project, a, &tables)).collect())
            }
            Of::Entities => {
                let found = self.found(project, project.entities().values().map(AsRef::as_ref))?;
                self.write(out, found.into_iter().map(|e| entity(project, e)).collect())
            }
            Of::Claims => {
                let found = self.found(project, project.claims_in_order().into_iter().map(AsRef::as_ref))?;
                self.write(out, found.into_iter().map(|c| claim(project, c)).collect())
            }
            Of::Memos => {
                let notes = notes::all(project);
                let found = self.found(project, notes.iter())?;
                self.write(out, found.into_iter().map(|note| memo(project, note)).collect())
            }
            Of::Links => {
                let found = self.found(project, project.links().values().map(AsRef::as_ref))?;
                self.write(out, found.into_iter().map(|l| link(project, l)).collect())
            }
        }
    }

    fn found<'a, R: Listed>(&self, project: &Project, rows: impl Iterator<Item = &'a R>) -> Result<Vec<&'a R>, Failure> {
        let filter = Filter::<R>::new(project, &self.query).map_err(|error| self.failure(&error))?;
        Ok(rows.filter(|row| filter.admits(project, row)).collect())
    }

    fn failure(&self, error: &QueryError) -> Failure {
        let QueryError { column, what, hint } = error;
        Failure::new(format!("could not read the query '{}': column {column}: {what}", self.query), hint.clone())
    }

    fn write<R: Line>(&self, out: &mut dyn Write, rows: Vec<R>) -> Result<(), Failure> {
        let total = rows.len();
        if self.json {
            write_json(out, &Rows { rows, total })?;
        } else if self.csv {
            let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
            let lines = std::iter::once(R::HEADINGS.iter().map(|h| (*h).to_owned()).collect()).chain(rows.iter().map(Line::cells));
            for line in lines {
                table.write_record(line).map_err(|error| Failure::from(std::io::Error::from(error)))?;
            }
            table.flush()?;
        } else {
            for row in &rows {
                let cells: Vec<String> = row.cells().iter().map(|cell| cell.replace(['\n', '\t'], " ")).collect();
                writeln!(out, "{}", cells.join("\t"))?;
            }
            writeln!(out, "{}", counted(total, "row"))?;
        }
        Ok(())
    }
}

fn tables(project: &Project) -> BTreeMap<&DocumentId, UnitTable<'_>> {
    let table = |text| UnitTable::new(text, OffsetUnit::CodePoint);
    project.documents().iter().map(|(id, document)| (id, table(document.text.as_str()))).collect()
}

#[derive(Serialize)]
struct AnnotationRow {
    id: AnnotationId,
    document: DocumentId,
    start: Option<usize>,
    end: Option<usize>,
    code: CodeId,
    coder: CoderId,
    quote: String,
    paragraph: Option<usize>,
    attributes: BTreeMap<AttributeId, Value>,
    entities: Vec<EntityId>,
    claims: Vec<ClaimId>,
    origin: &'static str,
    orphan: bool,
    memo: String,
    created: String,
}

fn annotation(project: &Project, a: &Annotation, tables: &BTreeMap<&DocumentId, UnitTable<'_>>) -> AnnotationRow {
    let span = a.target.extent().and_then(|extent| tables.get(&a.document)?.span_from_bytes(extent));
    AnnotationRow {
        id: a.id.clone(),
        document: a.document.clone(),
        start: span.map(Span::start),
        end: span.map(Span::end),
        code: a.code.clone(),
        coder: a.coder.clone(),
        quote: a.quote(),
        paragraph: query::paragraph(project, a),
        attributes: a.attributes.clone(),
        entities: a.entities().cloned().collect(),
        claims: a.claims().cloned().collect(),
        origin: query::origin_word(&a.origin),
        orphan: a.orphan,
        memo: a.memo.clone(),
        created: a.created.to_string(),
    }
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

fn listed(values: &[impl ToString]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

impl Line for AnnotationRow {
    const HEADINGS: &'static [&'static str] = &[
        "id",
        "document",
        "start",
        "end",
        "code",
        "coder",
        "quote",
        "paragraph",
        "entities",
        "claims",
        "origin",
        "orphan",
        "memo",
        "created",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.document.to_string(),
            optional(self.start),
            optional(self.end),
            self.code.to_string(),
            self.coder.to_string(),
            self.quote.clone(),
            optional(self.paragraph),
            listed(&self.entities),
            listed(&self.claims),
            self.origin.to_owned(),
            self.orphan.to_string(),
            self.memo.clone(),
            self.created.clone(),
        ]
    }
}

#[derive(Serialize)]
struct EntityRow {
    id: EntityId,
    name: String,
    kind: String,
    aliases: Vec<String>,
    wikidata: Option<String>,
    mentions: usize,
    documents: usize,
    note: String,
}

fn entity(project: &Project, e: &Entity) -> EntityRow {
    EntityRow {
        id: e.id.clone(),
        name: e.name.clone(),
        kind: e.kind.clone(),
        aliases: e.aliases.clone(),
        wikidata: e.wikidata.clone(),
        mentions: query::mentions(project, e),
        documents: query::documents_mentioning(project, e),
        note: e.note.clone(),
    }
}

impl Line for EntityRow {
    const HEADINGS: &'static [&'static str] = &["id", "name", "kind", "aliases", "wikidata", "mentions", "documents", "note"];

    fn cells(&self) -> Vec<String> {
        let aliases = self.aliases.join("; ");
        let wikidata = self.wikidata.clone().unwrap_or_default();
        let (mentions, documents) = (self.mentions.to_string(), self.documents.to_string());
        vec![self.id.to_string(), self.name.clone(), self.kind.clone(), aliases, wikidata, mentions, documents, self.note.clone()]
    }
}

#[derive(Serialize)]
struct ClaimRow {
    id: ClaimId,
    statement: String,
    group: String,
    importance: Option<u8>,
    annotations: usize,
    note: String,
}

fn claim(project: &Project, c: &Claim) -> ClaimRow {
    ClaimRow {
        id: c.id.clone(),
        statement: c.statement.clone(),
        group: c.group.clone(),
        importance: c.importance,
        annotations: query::annotations_carrying(project, c),
        note: c.note.clone(),
    }
}

impl Line for ClaimRow {
    const HEADINGS: &'static [&'static str] = &["id", "statement", "group", "importance", "annotations", "note"];

    fn cells(&self) -> Vec<String> {
        let (importance, annotations) = (optional(self.importance), self.annotations.to_string());
        vec![self.id.to_string(), self.statement.clone(), self.group.clone(), importance, annotations, self.note.clone()]
    }
}

#[derive(Serialize)]
struct MemoRow {
    id: String,
    kind: &'static str,
    author: Option<CoderId>,
    about: &'static str,
    subject: String,
    title: String,
    text: String,
    links: Vec<String>,
    created: Option<String>,
    changed: Option<String>,
}

fn memo(project: &Project, note: &Note) -> MemoRow {
    MemoRow {
        id: query::id_word(note),
        kind: note.kind().word(),
        author: note.author(project).cloned(),
        about: query::about_word(project, note),
        subject: note.about(project).and_then(|id| name_of(project, id)).unwrap_or_default(),
        title: note.title(project).to_owned(),
        text: note.text(project).to_owned(),
        links: note.links(project).iter().map(ToString::to_string).collect(),
        created: note.created(project).map(|time| time.to_string()),
        changed: note.changed(project).map(|time| time.to_string()),
    }
}

impl Line for MemoRow {
    const HEADINGS: &'static [&'static str] = &["id", "kind", "author", "about", "subject", "title", "text", "links", "created", "changed"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.kind.to_owned(),
            optional(self.author.as_ref()),
            self.about.to_owned(),
            self.subject.clone(),
            self.title.clone(),
            self.text.clone(),
            self.links.join("; "),
            optional(self.created.as_ref()),
            optional(self.changed.as_ref()),
        ]
    }
}

#[derive(Serialize)]
struct LinkRow {
    id: LinkId,
    #[serde(rename = "type")]
    kind: LinkTypeId,
    coder: CoderId,
    from: AnnotationId,
    from_code: Option<CodeId>,
    from_document: Option<DocumentId>,
    from_quote: String,
    to: AnnotationId,
    to_code: Option<CodeId>,
    to_document: Option<DocumentId>,
    to_quote: String,
    attributes: BTreeMap<AttributeId, Value>,
    values: String,
    memo: String,
    created: String,
}

fn link(project: &Project, l: &Link) -> LinkRow {
    let end = |id: &AnnotationId| project.annotations().get(id);
    let (from, to) = (end(&l.from), end(&l.to));
    LinkRow {
        id: l.id.clone(),
        kind: l.kind.clone(),
        coder: l.coder.clone(),
        from: l.from.clone(),
        from_code: from.map(|a| a.code.clone()),
        from_document: from.map(|a| a.document.clone()),
        from_quote: from.map(|a| a.quote()).unwrap_or_default(),
        to: l.to.clone(),
        to_code: to.map(|a| a.code.clone()),
        to_document: to.map(|a| a.document.clone()),
        to_quote: to.map(|a| a.quote()).unwrap_or_default(),
        attributes: l.attributes.clone(),
        values: query::values_in_words(project, l),
        memo: l.memo.clone(),
        created: l.created.to_string(),
    }
}

impl Line for LinkRow {
    const HEADINGS: &'static [&'static str] = &[
        "id",
        "type",
        "coder",
        "from",
        "from_code",
        "from_document",
        "from_quote",
        "to",
        "to_code",
        "to_document",
        "to_quote",
        "values",
        "memo",
        "created",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.kind.to_string(),
            self.coder.to_string(),
            self.from.to_string(),
            optional(self.from_code.as_ref()),
            optional(self.from_document.as_ref()),
            self.from_quote.clone(),
            self.to.to_string(),
            optional(self.to_code.as_ref()),
            optional(self.to_document.as_ref()),
            self.to_quote.clone(),
            self.values.clone(),
            self.memo.clone(),
            self.created.clone(),
        ]
    }
}
