//! Codings as a table (RFC 4180, lines end with CR LF, UTF-8): one row for each span, offsets in code points.
//!
//! An annotation of several stretches has several rows with one `annotation` id; one on the whole document has no offsets. Every attribute
//! has a column `attribute:<name>`. Text is written as it is: a cell that begins with `=` is read as a formula by spreadsheet programs, so
//! import the file there as text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use super::{About, Format, FormatError, Holds, Links, Report, UnitTable, WriteOptions};
use crate::model::{Annotation, AttributeId, ClaimId, Document, Origin, Place, Project, Reference, Target, Value};

/// Codings as a table.
#[derive(Debug)]
pub struct Csv;

static ABOUT: About = About {
    id: "csv",
    name: "Table of codings (CSV)",
    extensions: &["csv"],
    reads: false,
    writes: true,
    holds: Holds {
        text: false,
        runs: false,
        annotations: true,
        overlap: true,
        discontinuous: true,
        attributes: true,
        links: Links::None,
        coders: true,
        memos: true,
        claims: false,
        codebook: false,
    },
};

/// What tells a spreadsheet that a table is UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

const BEFORE: [&str; 14] = [
    "document",
    "title",
    "outlet",
    "date",
    "language",
    "coder",
    "layer",
    "code",
    "code name",
    "annotation",
    "scope",
    "start",
    "end",
    "quote",
];
const BEHIND: [&str; 5] = ["entities", "claims", "memo", "origin", "created"];

impl Format for Csv {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn write(&self, project: &Project, options: &WriteOptions, out: &mut dyn Write) -> Result<Report, FormatError> {
        let columns = attribute_columns(project);
        if options.byte_order_mark {
            out.write_all(BYTE_ORDER_MARK.as_bytes())?;
        }
        let mut table = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(out);
        let attributes = columns.iter().map(|name| format!("attribute:{name}"));
        let head = BEFORE.into_iter().map(str::to_owned).chain(attributes).chain(BEHIND.into_iter().map(str::to_owned));
        table.write_record(head)?;
        for document in project.documents().values() {
            let units = UnitTable::new(document.text.as_str(), options.offsets);
            for annotation in project.annotations_of(&document.id) {
                let places: Vec<Option<&Place>> = match &annotation.target {
                    Target::Spans(places) => places.iter().map(Some).collect(),
                    Target::Paragraph(place) => vec![Some(place)],
                    Target::Document => vec![None],
                };
                for place in places {
                    table.write_record(row(project, document, annotation, place, &units, &columns))?;
                }
            }
        }
        table.flush()?;
        drop(table);
        Ok(losses(project))
    }
}

/// The names of the attributes that any annotation carries, sorted.
fn attribute_columns(project: &Project) -> BTreeSet<String> {
    let used: BTreeSet<&AttributeId> = project.annotations().values().flat_map(|a| a.attributes.keys()).collect();
    used.into_iter().map(|id| attribute_name(project, id)).collect()
}

fn attribute_name(project: &Project, id: &AttributeId) -> String {
    project.attributes().get(id).map_or_else(|| id.to_string(), |attribute| attribute.name.clone())
}

fn row(
    project: &Project,
    document: &Document,
    annotation: &Annotation,
    place: Option<&Place>,
    units: &UnitTable<'_>,
    columns: &BTreeSet<String>,
) -> Vec<String> {
    let text = |field: &Option<String>| field.clone().unwrap_or_default();
    let code = project.codes().get(&annotation.code);
    let scope = match annotation.target {
        Target::Spans(_) => "span",
        Target::Paragraph(_) => "paragraph",
        Target::Document => "document",
    };
    let offset = |byte: Option<usize>| byte.and_then(|b| units.from_byte(b)).map(|o| o.to_string()).unwrap_or_default();
    let mut row = vec![
        document.id.to_string(),
        text(&document.title),
        text(&document.outlet),
        text(&document.date),
        text(&document.language),
        annotation.coder.to_string(),
        project.layer_of(&annotation.code).map(|l| l.name.clone()).unwrap_or_default(),
        annotation.code.to_string(),
        code.map(|c| c.name.clone()).unwrap_or_default(),
        annotation.id.to_string(),
        scope.to_owned(),
        offset(place.map(|p| p.span.start())),
        offset(place.map(|p| p.span.end())),
        place.map(|p| p.quote.to_string()).unwrap_or_default(),
    ];
    let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, value) in &annotation.attributes {
        values.entry(attribute_name(project, id)).or_default().push(words(project, value));
    }
    row.extend(columns.iter().map(|name| values.get(name).map(|v| v.join("; ")).unwrap_or_default()));
    let entities: Vec<String> = annotation.entities().map(|id| reference(project, &Reference::Entity(id.clone()))).collect();
    let claims: Vec<&str> = annotation.claims().map(ClaimId::as_str).collect();
    row.extend([
        entities.join("; "),
        claims.join("; "),
        annotation.memo.clone(),
        origin(&annotation.origin),
        annotation.created.to_string(),
    ]);
    row
}

/// A value in words; several are joined by "; ".
fn words(project: &Project, value: &Value) -> String {
    match value {
        Value::Choice(word) | Value::Text(word) => word.clone(),
        Value::Choices(words) => words.join("; "),
        Value::Number(number) => number.to_string(),
        Value::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::References(references) => {
            let names: Vec<String> = references.iter().map(|r| reference(project, r)).collect();
            names.join("; ")
        }
    }
}

/// An entity by its name, a claim by its id (statements are long).
fn reference(project: &Project, reference: &Reference) -> String {
    match reference {
        Reference::Entity(id) => project.entities().get(id).map_or_else(|| id.to_string(), |e| e.name.clone()),
        Reference::Claim(id) => id.to_string(),
    }
}

fn origin(origin: &Origin) -> String {
    match origin {
        Origin::ByHand => "by hand".to_owned(),
        Origin::Rule(rule) => format!("rule: {rule}"),
        Origin::Imported(file) => format!("imported: {file}"),
        Origin::Suggested(by) => format!("suggested: {by}"),
    }
}

/// What a table of codings cannot hold.
fn losses(project: &Project) -> Report {
    let mut report = Report::default();
    for document in project.documents().values() {
        report.lose("text", || document.id.to_string());
        for run in document.runs.iter() {
            report.lose("style run", || format!("{} {}", document.id, run.0));
        }
    }
    for link in project.links().values() {
        report.lose("link", || link.id.to_string());
    }
    for treatment in project.treatments().values() {
        report.lose("treatment", || treatment.key().to_string());
    }
    for memo in project.memos().values() {
        report.lose("memo", || memo.id.to_string());
    }
    for mark in project.marks().values() {
        report.lose("mark", || mark.id.to_string());
    }
    for progress in project.progress().values() {
        report.lose("progress", || progress.key().to_string());
    }
    for code in project.codes().values() {
        report.lose("code's definition", || code.id.to_string());
    }
    report
}
