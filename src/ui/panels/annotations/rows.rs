//! The columns of the list of annotations.

use super::super::super::widgets::shortened;
use super::super::super::widgets::table::{Column, ListOf, Order, Width};
use crate::analysis::query;
use crate::model::{Annotation, AnnotationId, Project};

/// The annotations of all coders, in the order of documents and places.
pub(super) struct AnnotationList;

impl ListOf for AnnotationList {
    type Id = AnnotationId;
    type Row = Annotation;
    const NAME: &'static str = "annotations";
    const COLUMNS: &'static [Column<Annotation>] = &[
        Column { title: "Code", width: Width::Points(130.0), text: code, order: Order::Text },
        Column { title: "Quote", width: Width::Share(5.0), text: quote, order: Order::Text },
        Column { title: "Document", width: Width::Share(2.0), text: document, order: Order::Own },
        Column { title: "¶", width: Width::Points(34.0), text: paragraph, order: Order::Number(paragraph_number) },
        Column { title: "Coder", width: Width::Points(80.0), text: coder, order: Order::Text },
        Column { title: "Entity or claim", width: Width::Share(2.0), text: named, order: Order::Text },
        Column { title: "Memo", width: Width::Share(1.5), text: |_, a| a.memo.clone(), order: Order::Text },
        Column { title: "Created", width: Width::Points(86.0), text: |_, a| day(a), order: Order::Text },
    ];

    fn ids(project: &Project) -> Vec<AnnotationId> {
        let in_order = |d| project.annotations_of(d).into_iter().map(|a| a.id.clone());
        project.documents().keys().flat_map(in_order).collect()
    }

    fn records(project: &Project) -> usize {
        project.annotations().len()
    }

    fn row<'p>(project: &'p Project, id: &AnnotationId) -> Option<&'p Annotation> {
        project.annotations().get(id).map(AsRef::as_ref)
    }

    fn label(project: &Project, a: &Annotation) -> String {
        format!("{} “{}” in {} by {}", code(project, a), shortened(&a.quote(), 60), a.document, a.coder)
    }
}

fn code(project: &Project, a: &Annotation) -> String {
    project.codes().get(&a.code).map_or_else(|| a.code.to_string(), |c| c.name.clone())
}

fn quote(_: &Project, a: &Annotation) -> String {
    let words = if a.is_on_text() { a.quote() } else { "(the whole document)".to_owned() };
    if a.orphan { format!("{words} (not at its place)") } else { words }
}

fn document(project: &Project, a: &Annotation) -> String {
    let title = project.documents().get(&a.document).map(|d| d.display_title());
    title.map_or_else(|| a.document.to_string(), |title| format!("{} · {title}", a.document))
}

fn paragraph_number(project: &Project, a: &Annotation) -> Option<f64> {
    query::paragraph(project, a).map(|n| n as f64)
}

fn paragraph(project: &Project, a: &Annotation) -> String {
    query::paragraph(project, a).map(|n| n.to_string()).unwrap_or_default()
}

fn coder(project: &Project, a: &Annotation) -> String {
    project.coders().get(&a.coder).map_or_else(|| a.coder.to_string(), |c| c.name.clone())
}

fn named(project: &Project, a: &Annotation) -> String {
    let entities = a.entities().map(|id| project.entities().get(id).map_or(id.as_str(), |e| &e.name));
    let claims = a.claims().map(|id| project.claims().get(id).map_or(id.as_str(), |c| &c.statement));
    entities.chain(claims).collect::<Vec<_>>().join("; ")
}

fn day(a: &Annotation) -> String {
    a.created.strftime("%Y-%m-%d").to_string()
}
