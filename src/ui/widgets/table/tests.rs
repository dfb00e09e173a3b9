//! A table of entities: what is written is what is listed, and only what is on the screen is built.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};

use egui_kittest::Harness;

use super::super::super::context::{CommandSender, ViewContext};
use super::super::super::theme::{CodeStyles, Theme, ThemeKind, install_fonts};
use super::*;
use crate::model::{CodebookInfo, CoderId, Entity, EntityId, ProjectInfo};
use crate::session::{Selection, Trail, Visible};

struct Register;

impl ListOf for Register {
    type Id = EntityId;
    type Row = Entity;
    const NAME: &'static str = "entities";
    const COLUMNS: &'static [Column<Entity>] = &[
        Column { title: "Name", width: Width::Share(1.0), text: |_, e| e.name.clone(), order: Order::Text },
        Column { title: "Note", width: Width::Points(90.0), text: |_, e| e.note.clone(), order: Order::Own },
    ];

    fn ids(project: &Project) -> Vec<EntityId> {
        project.entities().keys().cloned().collect()
    }

    fn row<'p>(project: &'p Project, id: &'p EntityId) -> Option<&'p Entity> {
        project.entities().get(id).map(AsRef::as_ref)
    }

    fn label(_: &Project, e: &Entity) -> String {
        e.name.clone()
    }
}

fn project(notes: impl Iterator<Item = String>) -> Project {
    let entity = |(n, note): (usize, String)| {
        let id = EntityId::new(&format!("e{n:05}")).unwrap();
        let (kind, aliases, extra) = (String::new(), Vec::new(), std::collections::BTreeMap::new());
        Entity { id, name: format!("Name {n}"), kind, aliases, wikidata: None, note, extra }.into()
    };
    Project::assemble(ProjectInfo::default(), CodebookInfo::default(), notes.enumerate().map(entity)).0
}

fn no_wake() -> crate::session::Wake {
    std::sync::Arc::new(|| ())
}

#[test]
fn the_file_has_the_rows_that_are_listed_as_they_are() {
    let notes = ["=1+1", "a \"quoted\", word", "two\nlines", "", "-x"];
    let project = project(notes.iter().map(ToString::to_string));
    let mut table = Table::<Register>::default();
    table.listing.sort_by(0);
    table.listing.sort_by(0);
    table.listing.update(&project, 0, "not name:3", no_wake);
    let text = table.csv(&project).unwrap();
    assert!(text.ends_with("\r\n") && text.starts_with("Name,Note\r\n"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(ToOwned::to_owned).collect()).collect();
    assert_eq!(rows, [["Name 4", "-x"], ["Name 2", "two\nlines"], ["Name 1", "a \"quoted\", word"], ["Name 0", "=1+1"]]);
}

#[test]
fn of_fifty_thousand_rows_only_those_on_the_screen_are_built() {
    let project = project((0..50_000).map(|_| String::new()));
    let (selection, coder, send) = (Selection::default(), CoderId::new("a").unwrap(), CommandSender::default());
    let (theme, styles) = (Theme::of(ThemeKind::Light), CodeStyles::default());
    let (table, trail, visible) = (Table::<Register>::default(), Trail::default(), Visible::default());
    let harness = Harness::builder().with_size([800.0, 600.0]).with_context_setup(install_fonts);
    let mut harness = harness.build_ui_state(
        move |ui, table: &mut Table<Register>| {
            let ctx = ViewContext {
                project: &project,
                selection: &selection,
                coder: &coder,
                last_code: None,
                recent: &[],
                revision: 1,
                theme: &theme,
                styles: &styles,
                popup_open: false,
                send: &send,
                gesture: None,
                trail: &trail,
                visible: &visible,
            };
            table.show(ui, &ctx, &mut Vec::new());
        },
        table,
    );
    while harness.state().listed().is_empty() {
        harness.step();
    }
    harness.step();
    assert_eq!(harness.state().listed().len(), 50_000);
    let built = harness.state().rows_built();
    assert!((10..40).contains(&built), "{built} rows were built");
}

/// A register whose first row waits until the test lets it go on, and that counts the rows that were looked at.
struct Slow;

static OPEN: Mutex<bool> = Mutex::new(false);
static OPENED: Condvar = Condvar::new();
static LOOKED_AT: AtomicUsize = AtomicUsize::new(0);

impl ListOf for Slow {
    type Id = EntityId;
    type Row = Entity;
    const NAME: &'static str = "slow entities";
    const COLUMNS: &'static [Column<Entity>] = Register::COLUMNS;

    fn ids(project: &Project) -> Vec<EntityId> {
        Register::ids(project)
    }

    fn row<'p>(project: &'p Project, id: &'p EntityId) -> Option<&'p Entity> {
        LOOKED_AT.fetch_add(1, Ordering::SeqCst);
        let mut open = OPEN.lock().unwrap();
        while !*open {
            open = OPENED.wait(open).unwrap();
        }
        Register::row(project, id)
    }

    fn label(project: &Project, e: &Entity) -> String {
        Register::label(project, e)
    }
}

#[test]
fn what_a_letter_began_is_called_off_by_the_next_one() {
    let project = project((0..10_000).map(|n| format!("note {n}")));
    let (sender, woken) = std::sync::mpsc::channel();
    let sender = Mutex::new(sender);
    let wake: crate::session::Wake = std::sync::Arc::new(move || drop(sender.lock().map(|sender| sender.send(()))));
    let mut table = Table::<Slow>::default();
    let mut ask = |query: &str| table.listing.update(&project, 0, query, || std::sync::Arc::clone(&wake));
    ask("note:1");
    while LOOKED_AT.load(Ordering::SeqCst) == 0 {
        std::thread::yield_now();
    }
    ask("note:12");
    ask("note:123");
    *OPEN.lock().unwrap() = true;
    OPENED.notify_all();
    while !ask("note:1234") {
        woken.recv().unwrap();
    }
    assert_eq!(table.listed().len(), 1);
    // Two jobs were called off at their first row; the third looked at all of them.
    let looked_at = LOOKED_AT.load(Ordering::SeqCst);
    assert!((10_000..=10_002).contains(&looked_at), "{looked_at} rows were looked at");
}
