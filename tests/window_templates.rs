//! The codebooks to begin with, in the window: looked at, added, kept and printed.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod desk;
mod story;

use desk::*;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use variorum::store::TEMPLATES;

fn open_browser() -> Window {
    let mut window = window(story::session());
    press(&mut window, CTRL | Modifiers::SHIFT, Key::B);
    window
}

#[test]
fn every_codebook_is_found_and_shows_what_it_is_for_where_it_comes_from_and_what_it_holds() {
    let mut window = open_browser();
    for known in TEMPLATES {
        window.get_by_label("Find a codebook, a paper, a purpose…").focus();
        window.run();
        press(&mut window, CTRL, Key::A);
        type_text(&mut window, known.name);
        click(&mut window, &format!("Show {}", known.name));
        window.get_by_label(known.purpose);
        window.get_by_label(known.unit);
        if !known.source.is_empty() {
            window.get_by_label(known.source);
        }
        let parts = variorum::store::template(known.id).unwrap();
        let first = parts.records.iter().find_map(|record| match record {
            variorum::model::Record::Code(code) => Some(code.id.to_string()),
            _ => None,
        });
        assert!(window.query_all_by_label_contains(&first.unwrap()).next().is_some(), "{}", known.id);
    }
}

#[test]
fn several_are_ticked_and_added_in_one_step_each_code_with_a_key_of_its_own() {
    let mut window = open_browser();
    let before = session(&window).project().clone();
    click(&mut window, "Add Policy frames");
    click(&mut window, "Add Generic news frames");
    click(&mut window, "Add 2 codebooks");
    let project = session(&window).project().clone();
    assert_eq!(project.codes().len(), before.codes().len() + 15 + 5);
    let with_key = project.codes().values().filter(|c| c.id.as_str().starts_with("pf.") && c.key.is_some()).count();
    assert_eq!(with_key, 15);
    press(&mut window, CTRL, Key::Z);
    assert!(*session(&window).project() == before);
}

#[test]
fn a_codebook_is_chosen_by_keys_alone() {
    let mut window = open_browser();
    type_text(&mut window, "boydstun");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    click(&mut window, "Add 1 codebook");
    assert!(session(&window).project().codes().keys().any(|id| id.as_str() == "pf.1"));
}

#[test]
fn the_way_to_print_is_asked() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::P);
    window.get_by_label_contains("To read and print");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("To read and print").is_none());
}

#[test]
fn keeping_without_a_folder_for_settings_says_why_and_leaves_the_name() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::K);
    type_text(&mut window, "keep the codebook");
    press(&mut window, Modifiers::NONE, Key::Enter);
    type_text(&mut window, "mine");
    click(&mut window, "Keep");
    window.get_by_label_contains("The codebook cannot be kept");
    window.get_by_label("Name of the template");
}
