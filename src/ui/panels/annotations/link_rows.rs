//! The columns of the list of links.

use super::super::super::widgets::shortened;
use super::super::super::widgets::table::{Column, ListOf, Order, Width};
use crate::analysis::query;
use crate::model::{AnnotationId, Link, LinkId, Project};

/// The links of all coders, in the order of the documents and places they start from.
pub(super) struct LinkList;

impl ListOf for LinkList {
    type Id = LinkId;
    type Row = Link;
    const NAME: &'static str = "links";
    const COLUMNS: &'static [Column<Link>] = &[
        Column { title: "Type", width: Width::Points(130.0), text: kind, order: Order::Text },
        Column { title: "From", width: Width::Share(3.0), text: |p, l| end(p, &l.from), order: Order::Text },
        Column { title: "In", width: Width::Points(60.0), text: |p, l| document(p, &l.from), order: Order::Own },
        Column { title: "To", width: Width::Share(3.0), text: |p, l| end(p, &l.to), order: Order::Text },
        Column { title: "Leads to", width: Width::Points(70.0), text: |p, l| document(p, &l.to), order: Order::Text },
        Column { title: "Values", width: Width::Share(1.5), text: query::values_in_words, order: Order::Text },
        Column { title: "Memo", width: Width::Share(1.0), text: |_, l| l.memo.clone(), order: Order::Text },
        Column { title: "Coder", width: Width::Points(80.0), text: coder, order: Order::Text },
    ];

    fn ids(project: &Project) -> Vec<LinkId> {
        let mut ids: Vec<_> = project.links().values().map(|l| (place(project, &l.from), l.id.clone())).collect();
        ids.sort();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    fn row<'p>(project: &'p Project, id: &LinkId) -> Option<&'p Link> {
        project.links().get(id).map(AsRef::as_ref)
    }

    fn label(project: &Project, l: &Link) -> String {
        let end = |id| shortened(&self::end(project, id), 60);
        format!("{}: {} to {} by {}", kind(project, l), end(&l.from), end(&l.to), l.coder)
    }
}

fn place(project: &Project, id: &AnnotationId) -> Option<(String, usize)> {
    project.annotations().get(id).map(|a| (a.document.to_string(), a.start()))
}

fn kind(project: &Project, l: &Link) -> String {
    project.link_types().get(&l.kind).map_or_else(|| l.kind.to_string(), |t| t.name.clone())
}

fn end(project: &Project, id: &AnnotationId) -> String {
    let Some(a) = project.annotations().get(id) else { return id.to_string() };
    let code = project.codes().get(&a.code).map_or_else(|| a.code.to_string(), |c| c.name.clone());
    let words = if a.is_on_text() { format!("“{}”", a.quote()) } else { "(the whole document)".to_owned() };
    format!("{code} {words}")
}

fn document(project: &Project, id: &AnnotationId) -> String {
    project.annotations().get(id).map(|a| a.document.to_string()).unwrap_or_default()
}

fn coder(project: &Project, l: &Link) -> String {
    project.coders().get(&l.coder).map_or_else(|| l.coder.to_string(), |c| c.name.clone())
}
