//! What was found is marked on the page, and only what is in sight costs anything.

mod page;

use std::sync::Arc;

use page::support::{Shape, prose};
use page::{Shell, harness};
use variorum::text::Span;
use variorum::ui::text_view::{Align, Hits};

/// All places of some words, by the standard library.
fn hits(text: &str, words: &str) -> Hits {
    let spans: Vec<Span> = text.match_indices(words).map(|(at, found)| Span::new(at, at + found.len()).unwrap()).collect();
    Hits { spans: spans.into(), current: Some(0), revision: 1 }
}

fn shell(text: &str, words: &str) -> Shell {
    let mut shell = Shell::with(text, &[]);
    shell.hits = hits(text, words);
    shell
}

#[test]
fn every_hit_in_sight_is_painted_once() {
    let text = "Kim met Putin.\n\nKim said to Putin: Kim.";
    let h = harness(shell(text, "Kim"));
    assert_eq!(h.state().stats.hits_painted, text.matches("Kim").count());
    // A hit over two paragraphs has two stretches and is one hit.
    let h = harness(shell(text, "Putin.\n\nKim"));
    assert_eq!(h.state().stats.hits_painted, 1);
}

#[test]
fn of_very_many_hits_only_those_in_sight_are_painted() {
    let text = prose(3_000_000, Shape::News, 7);
    let mut h = harness(shell(&text, "e"));
    assert!(h.state().hits.spans.len() > 200_000);
    let few = 1..1_500;
    assert!(few.contains(&h.state().stats.hits_painted), "{:?}", h.state().stats);
    h.state_mut().view.scroll_to(text.len() / 2, Align::Center);
    h.run();
    assert!(few.contains(&h.state().stats.hits_painted), "{:?}", h.state().stats);
}

#[test]
fn of_one_long_paragraph_only_the_hits_in_sight_are_painted() {
    let text = prose(300_000, Shape::OneParagraph, 7);
    let h = harness(shell(&text, "e"));
    let seen = h.state().stats.hits_painted;
    assert!((1..1_000).contains(&seen), "{seen}");
    let h = harness(shell(&"e ".repeat(100_000), "e "));
    assert!((1..2_500).contains(&h.state().stats.hits_painted), "{:?}", h.state().stats);
}

#[test]
fn hits_of_a_text_that_is_gone_are_not_painted() {
    let mut page = Shell::with("short", &[]);
    page.hits = Hits { spans: Arc::from([Span::new(100, 200).unwrap()]), current: Some(3), revision: 1 };
    assert_eq!(harness(page).state().stats.hits_painted, 0);
}

#[test]
fn hits_in_right_to_left_text_are_painted() {
    let text = "قال كيم إن كيمياء شيء آخر";
    assert_eq!(harness(shell(text, "كيم")).state().stats.hits_painted, 2);
}
