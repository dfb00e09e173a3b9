//! Slow frames: keys pile up between two of them, cut anywhere, and every coding arrives where it was meant, and nothing is deleted.

use egui::{Event, Key, Modifiers};
use variorum::model::{Project, Record};
use variorum::session::{Environment, Session};

use super::desk::{Window, app, read_from_start, session, settle, window};
use super::folder::Folder;
use super::support::now;
use super::{Numbers, figures, some_or_all};

/// Codings in one story.
const CODINGS: usize = 20;

fn stroke(key: Key, modifiers: Modifiers, letter: Option<char>) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let mut events = vec![Event::ModifiersChanged(modifiers), event(true)];
    events.extend(letter.map(|letter| Event::Text(letter.to_string())));
    events.extend([event(false), Event::ModifiersChanged(Modifiers::NONE)]);
    events
}

/// The sample without annotations.
fn empty_sample() -> Session {
    let folder = Folder::sample();
    let opened = variorum::store::open(&folder.root, variorum::store::Mode::ReadOnly, now()).unwrap();
    let kept = opened.project.records().filter(|record| {
        !matches!(record, Record::Annotation(_) | Record::Link(_) | Record::Treatment(_) | Record::Memo(_) | Record::Mark(_))
    });
    let (project, errors) = Project::assemble(opened.project.info().clone(), opened.project.codebook().clone(), kept);
    assert_eq!(errors, []);
    let mut session = Session::in_memory(project, "gold".parse().unwrap(), Environment::fixed(now()));
    session.run(variorum::session::Command::Open("000".parse().unwrap()));
    session
}

/// What a story types, and what must come of it: start, code, words; worked out from the text alone.
fn story(numbers: &mut Numbers, text: &str) -> (Vec<Event>, Vec<(usize, String, String)>) {
    let codes = [('1', Key::Num1, "E.PER"), ('3', Key::Num3, "E.ORG"), ('4', Key::Num4, "E.GPE")];
    let (mut events, mut expected, mut at) = (Vec::new(), Vec::new(), 0);
    for _ in 0..CODINGS {
        let letters = 2 + numbers.below(4);
        let (letter, key, code) = *numbers.pick(&codes);
        for _ in 0..letters {
            events.extend(stroke(Key::ArrowRight, Modifiers::SHIFT, None));
        }
        events.extend(stroke(key, Modifiers::NONE, Some(letter)));
        // The first one leaves the selection at its end.
        let steps = numbers.below(3);
        for _ in 0..=steps {
            events.extend(stroke(Key::ArrowRight, Modifiers::NONE, None));
        }
        let words = &text[at..at + letters];
        let start = at + words.len() - words.trim_start().len();
        expected.push((start, code.to_owned(), words.trim().to_owned()));
        at += letters + steps;
    }
    // On the page these do nothing where no words are selected; on a button that destroys they would.
    events.extend(stroke(Key::Enter, Modifiers::NONE, None));
    events.extend(stroke(Key::Space, Modifiers::NONE, Some(' ')));
    (events, expected)
}

fn coded(window: &Window) -> Vec<(usize, String, String)> {
    let project = session(window).project();
    let mut all: Vec<_> = project.annotations().values().map(|a| (a.start(), a.code.to_string(), a.quote())).collect();
    all.sort();
    all
}

#[test]
fn codings_by_keys_arrive_however_few_frames_there_are() {
    let (mut typed, mut wrong, mut deleted, mut frames) = (0, 0, 0, 0);
    let stories = some_or_all(4, 60);
    for seed in 0..stories {
        let mut numbers = Numbers::new(seed as u64);
        let mut window = window(empty_sample());
        let document = session(&window).project().documents()[&"000".parse::<variorum::model::DocumentId>().unwrap()].clone();
        let title = document.display_title().to_owned();
        read_from_start(&mut window, &title);
        let (events, mut expected) = story(&mut numbers, document.text.as_str());
        let mut rest = events.as_slice();
        let most = 1 + numbers.below(120);
        let mut seen = 0;
        while !rest.is_empty() {
            let (now, later) = rest.split_at((1 + numbers.below(most)).min(rest.len()));
            window.input_mut().events.extend(now.iter().cloned());
            window.step();
            frames += 1;
            rest = later;
            let count = coded(&window).len();
            deleted += usize::from(count < seen);
            seen = count;
        }
        settle(&mut window);
        expected.sort();
        let found = coded(&window);
        typed += expected.len();
        wrong += expected.iter().filter(|one| !found.contains(one)).count() + found.iter().filter(|one| !expected.contains(one)).count();
        assert!(app(&mut window).session().is_some());
    }
    figures("keys", &[("stories", stories), ("frames", frames), ("codings", typed), ("wrong or missing", wrong), ("deleted", deleted)]);
    assert_eq!((wrong, deleted), (0, 0));
}
