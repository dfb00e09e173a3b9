//! Conflicts in the window: counted in the header, shown with both versions, settled by click and by key.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod desk;
mod story;

use desk::*;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::model::{Conflict, Entity, EntityId, ProjectInfo, Record, RecordId, Versions};
use variorum::session::{Environment, Session};

fn entity(name: &str, note: &str) -> Record {
    Entity { id: id("e-1"), name: name.into(), kind: String::new(), aliases: vec![], wikidata: None, note: note.into(), extra: [].into() }
        .into()
}

/// A window on a project in which others changed an entity and the title.
fn window_with_conflicts() -> Window {
    let mut project = story::project();
    project.replay_edits(&[variorum::model::Edit::Add(entity("Mine", "ours"))]);
    let fields = vec!["name".to_owned(), "note".to_owned()];
    let of_entity = Conflict::of_record(RecordId::Entity(id("e-1")), fields, Some(entity("Mine", "ours")), Some(entity("Theirs", "long")));
    let theirs = ProjectInfo { title: "Another title".into(), ..project.info().clone() };
    let versions = Versions::Project { ours: Box::new(project.info().clone()), theirs: Box::new(theirs) };
    let of_title = Conflict::new(vec!["title".into()], versions);
    let coder = project.coders().keys().next().unwrap().clone();
    let project = project.with_conflicts([of_entity, of_title]);
    window(Session::in_memory(project, coder, Environment::real()))
}

fn names(window: &Window) -> (String, String, usize) {
    let project = session(window).project();
    (project.entities()[&id::<EntityId>("e-1")].name.clone(), project.info().title.clone(), project.conflicts().len())
}

#[test]
fn both_versions_are_shown_and_either_can_be_chosen() {
    let mut window = window_with_conflicts();
    let title = session(&window).project().info().title.clone();
    click(&mut window, "2 conflicts to settle");
    for words in ["Entity “Mine”", "The project", "Mine", "The other", "Theirs", "ours", "long", "Another title"] {
        assert!(window.query_all_by_label(words).next().is_some(), "{words}");
    }
    window.get_by_label("name, note: changed here and by others, each in another way");
    click(&mut window, "Take the other: Entity “Mine”, name, note");
    assert_eq!(names(&window), ("Theirs".into(), title.clone(), 1));
    click(&mut window, "Keep mine: The project, title");
    assert_eq!(names(&window), ("Theirs".into(), title.clone(), 0));
    window.get_by_label("Nothing is left to settle");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Nothing is left to settle").is_none());
    assert!(window.query_by_label_contains("to settle").is_none(), "the header counts none");
    press(&mut window, CTRL, Key::Z);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(names(&window), ("Mine".into(), title, 2));
    window.get_by_label("2 conflicts to settle");
}

#[test]
fn all_of_mine_are_kept_in_one_step_and_escape_decides_nothing() {
    let mut window = window_with_conflicts();
    let before = names(&window);
    click(&mut window, "2 conflicts to settle");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(names(&window), before);
    click(&mut window, "2 conflicts to settle");
    click(&mut window, "Keep all mine");
    assert_eq!(names(&window), (before.0.clone(), before.1.clone(), 0));
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(names(&window), before);
}

#[test]
fn conflicts_are_reached_and_settled_by_keys_alone() {
    let mut window = window_with_conflicts();
    press(&mut window, CTRL, Key::K);
    type_text(&mut window, "settle conflicts");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Keep all mine");
    let wanted = "Take the other: Entity “Mine”, name, note";
    let mut steps = 0;
    while !window.get_by_label(wanted).is_focused() {
        press(&mut window, Modifiers::NONE, Key::Tab);
        steps += 1;
        assert!(steps < 40, "the button is reached by Tab");
    }
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(names(&window).0, "Theirs");
}

#[test]
fn a_project_without_conflicts_shows_nothing_of_them() {
    let window = window(story::session());
    assert!(window.query_by_label_contains("to settle").is_none());
}

/// Nobody settles what they do not see.
#[test]
fn what_is_reached_by_tab_is_scrolled_into_view() {
    let mut project = story::project();
    let entities = (0..9).map(|n| {
        let entity = |name: &str| -> Record {
            let Record::Entity(entity) = entity(name, "note") else { panic!("an entity") };
            Entity { id: id(&format!("e-{n}")), ..Entity::clone(&entity) }.into()
        };
        project.replay_edits(&[variorum::model::Edit::Add(entity(&format!("Mine {n}")))]);
        let versions = (Some(entity(&format!("Mine {n}"))), Some(entity("Theirs")));
        Conflict::of_record(RecordId::Entity(id(&format!("e-{n}"))), vec!["name".to_owned()], versions.0, versions.1)
    });
    let conflicts: Vec<Conflict> = entities.collect();
    let coder = project.coders().keys().next().unwrap().clone();
    let mut window = window(Session::in_memory(project.with_conflicts(conflicts), coder, Environment::real()));
    click(&mut window, "9 conflicts to settle");
    let screen = window.ctx.content_rect();
    let mut seen = std::collections::HashSet::new();
    for _ in 0..40 {
        press(&mut window, Modifiers::NONE, Key::Tab);
        window.run();
        let focused = window.ctx.memory(egui::Memory::focused).and_then(|id| window.ctx.read_response(id)).unwrap();
        assert!(screen.contains_rect(focused.rect) && focused.interact_rect.height() > focused.rect.height() - 1.0, "{:?}", focused.rect);
        seen.insert(focused.id);
    }
    assert!(seen.len() > 18, "all buttons were reached");
}
