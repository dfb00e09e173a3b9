//! The claim ledger in the window: new claims, the queue of what is not checked, merging, several at once; by the labels that a screen reader
//! hears.

mod desk;
mod story;

use std::collections::BTreeMap;
use std::path::Path;

use desk::{CTRL, Window, click, press, session, settle, type_text, window};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use story::id;
use variorum::model::*;
use variorum::session::plan::ledger::ClaimDraft;
use variorum::session::plan::treating::Treating;
use variorum::session::{Command, Environment, Session};
use variorum::store::{self, Mode};
use variorum::text::{ReadingText, Span, TextSelection, sha256};

const SHIFT: Modifiers = Modifiers::SHIFT;
const NONE: Modifiers = Modifiers::NONE;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..CTRL };
const ALT: Modifiers = Modifiers::ALT;

/// Letters with Ctrl held go through `press` like others; text of a field is put over what stands there.
fn retype(window: &mut Window, text: &str) {
    press(window, CTRL, Key::A);
    type_text(window, text);
}

fn click_with(window: &mut Window, label: &str, modifiers: Modifiers) {
    let at = window.get_by_label(label).rect().left_center() + egui::vec2(40.0, 0.0);
    desk::mouse(window, at, modifiers);
    window.run();
}

fn project(window: &Window) -> Project {
    session(window).project().clone()
}

fn treatments(project: &Project) -> Vec<Treatment> {
    project.treatments().values().map(|t| Treatment::clone(t)).collect()
}

#[test]
fn a_negated_draft_from_selected_words_is_turned_round_and_denied_there() {
    let mut session = story::session();
    session.run(Command::Select(TextSelection::of(Span::new(0, 21).unwrap())));
    let mut window = window(session);
    let before = project(&window);
    press(&mut window, CTRL_SHIFT, Key::N);
    retype(&mut window, "Kim did not meet Putin");
    assert!(window.query_by_label_contains("“did not” denies something").is_some());
    click(&mut window, "Use this wording, and say that the document denies it");
    assert!(window.query_by_label_contains("denies something").is_none());
    click(&mut window, "Importance of the claim: 3");
    window.get_by_label("Group of the new claim").focus();
    window.run();
    type_text(&mut window, "talks");
    press(&mut window, NONE, Key::Enter);

    let now = project(&window);
    let claim = now.claims().values().next().unwrap();
    assert_eq!((claim.statement.as_str(), claim.group.as_str(), claim.importance), ("Kim met Putin", "talks", Some(3)));
    let carrier = now.annotations().values().next().unwrap();
    assert_eq!((carrier.quote().as_str(), carrier.claims().collect::<Vec<_>>()), ("Kim Jong Un met Putin", vec![&claim.id]));
    let [treatment] = &treatments(&now)[..] else { panic!("one treatment") };
    assert_eq!((treatment.kind, &treatment.evidence), (TreatmentKind::Denies, &vec![carrier.id.clone()]));
    press(&mut window, CTRL, Key::Z);
    assert_eq!(project(&window), before);
}

#[test]
fn a_negated_statement_may_be_added_as_it_is() {
    let mut window = window(story::session());
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "New claim");
    type_text(&mut window, "Nobody signed");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(project(&window).claims()[&id::<ClaimId>("cl:nobody-signed")].statement, "Nobody signed");
}

/// The sample with a coder who has done nothing yet, in the first report.
fn sample() -> Session {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023");
    let start = "2026-01-01T00:00:00Z".parse().unwrap();
    let opened = store::open(&folder, Mode::ReadOnly, start).unwrap();
    let mut session = Session::in_memory(opened.project, id("gold"), Environment::fixed(start));
    session.run(Command::AddCoder("Ann".to_owned()));
    session.run(Command::Open(id("000")));
    session
}

/// Walks with the keyboard to words of the open document and selects them.
fn select_by_keys(window: &mut Window, words: &str) {
    let open: DocumentId = id("000");
    let text: ReadingText = project(window).documents()[&open].text.clone();
    let (start, end) = (text.as_str().find(words).unwrap(), text.as_str().find(words).unwrap() + words.len());
    let focus = |window: &Window| session(window).selection().text.unwrap().focus;
    press(window, CTRL, Key::Home);
    while variorum::text::segmentation::next_word(text.as_str(), focus(window)) <= start {
        press(window, CTRL, Key::ArrowRight);
    }
    while focus(window) < start {
        press(window, NONE, Key::ArrowRight);
    }
    while focus(window) < end {
        press(window, CTRL_SHIFT, Key::ArrowRight);
    }
}

fn skip_to(window: &mut Window, claim: &str) {
    for _ in 0..29 {
        let statement = project(window).claims()[&id::<ClaimId>(claim)].statement.clone();
        if window.query_by_label(&format!("Not checked: {statement}")).is_some() {
            return;
        }
        press(window, NONE, Key::S);
    }
    panic!("{claim} does not come");
}

#[test]
fn the_queue_is_worked_through_with_keys_alone() {
    let mut window = window(sample());
    let before = project(&window);
    press(&mut window, CTRL, Key::U);
    assert!(window.query_by_label("29 of 29 unchecked").is_some());
    // What is done: claim, key, words that show it, voices. All but the second and the disputed one are what the gold says.
    let work = [
        ("cl:01", Key::A, "held a more than five-hour-long meeting at the Vostochny Spaceport on Wednesday", &[][..]),
        ("cl:02", Key::H, "more than five-hour-long", &[][..]),
        ("cl:05", Key::T, "he was very pleased to receive the DPRK leader", &["putin"][..]),
        ("cl:09", Key::T, "ready to work with Russian President Vladimir Putin", &["kcna", "kim jong"][..]),
        ("cl:12", Key::D, "have ceased to be a sensation", &[][..]),
        ("cl:14", Key::N, "did not sign any bilateral agreements", &["peskov"][..]),
        ("cl:15", Key::P, "Referring to speculations", &[][..]),
    ];
    for (claim, key, words, voices) in work {
        skip_to(&mut window, claim);
        press(&mut window, NONE, key);
        select_by_keys(&mut window, words);
        press(&mut window, NONE, Key::Enter);
        for voice in voices {
            type_text(&mut window, voice);
            press(&mut window, NONE, Key::Enter);
        }
        if !matches!(key, Key::A | Key::P) {
            press(&mut window, NONE, Key::Enter);
        }
    }
    // And one is looked for and not found.
    skip_to(&mut window, "cl:21");
    press(&mut window, NONE, Key::O);
    retype(&mut window, "growth, space development");
    settle(&mut window);
    assert!(window.query_by_label("Found nowhere in this document").is_some());
    press(&mut window, NONE, Key::Enter);
    assert!(window.query_by_label("21 of 29 unchecked").is_some());

    let now = project(&window);
    let ann: Vec<Treatment> = treatments(&now).into_iter().filter(|t| t.coder.as_str() != "gold").collect();
    let quote = |t: &Treatment| t.evidence.iter().map(|a| now.annotations()[a].quote()).collect::<Vec<_>>().join("|");
    let by = |t: &Treatment| t.by.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let done: Vec<String> =
        ann.iter().map(|t| format!("{} {} [{}] {}", t.claim, t.kind.word(), quote(t), by(t)).trim().to_owned()).collect();
    let stated = [
        "cl:01 asserts [held a more than five-hour-long meeting at the Vostochny Spaceport on Wednesday]",
        "cl:02 hedges [more than five-hour-long]",
        "cl:05 attributes [he was very pleased to receive the DPRK leader] ent:putin",
        "cl:09 attributes [ready to work with Russian President Vladimir Putin] ent:kcna ent:kim",
        "cl:12 disputes [have ceased to be a sensation]",
        "cl:14 denies [did not sign any bilateral agreements] ent:peskov",
        "cl:15 presupposes [Referring to speculations]",
        "cl:21 omits []",
    ];
    assert_eq!(done, stated);
    let looked = ann.last().and_then(|t| t.looked.clone()).unwrap();
    let text = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/vostochny-2023/documents/2a/000.txt")).unwrap();
    assert_eq!((looked.words, looked.text_sha256), (vec!["growth".to_owned(), "space development".to_owned()], sha256(&text)));

    while session(&window).history().entries().1 > 1 {
        press(&mut window, CTRL, Key::Z);
    }
    assert_eq!(project(&window), before);
}

#[test]
fn a_word_that_is_there_warns_before_an_omission_and_a_click_shows_it() {
    let mut window = window(sample());
    press(&mut window, CTRL, Key::U);
    skip_to(&mut window, "cl:14");
    press(&mut window, NONE, Key::O);
    retype(&mut window, "agreement");
    settle(&mut window);
    assert!(window.query_by_label("Found 2 times: look before you say omits").is_some());
    click(&mut window, "Place 2: agreements");
    let (document, place) = (id::<DocumentId>("000"), session(&window).selection().text.unwrap().span().unwrap());
    assert_eq!(project(&window).documents()[&document].text.slice(place), Some("agreements"));
    // It is still asked, and nothing was said.
    assert!(window.query_by_label("It omits the claim").is_some());
    assert_eq!(treatments(&project(&window)).iter().filter(|t| t.coder.as_str() != "gold").count(), 0);
}

#[test]
fn what_is_asked_of_the_queue_can_be_called_off() {
    let mut window = window(sample());
    let before = project(&window);
    press(&mut window, CTRL, Key::U);
    press(&mut window, NONE, Key::A);
    select_by_keys(&mut window, "Vostochny Spaceport");
    // Code keys and the palette keep out of the way while words are asked for.
    type_text(&mut window, "1");
    press(&mut window, NONE, Key::Escape);
    press(&mut window, NONE, Key::O);
    press(&mut window, NONE, Key::Escape);
    press(&mut window, NONE, Key::S);
    let second = before.claims()[&id::<ClaimId>("cl:02")].statement.clone();
    assert!(window.query_by_label(&format!("Not checked: {second}")).is_some());
    assert_eq!(project(&window), before);
}

/// Three claims, two of which document 000 treats differently.
fn ledger() -> Session {
    let mut session = story::session();
    for statement in ["They met", "A meeting took place", "They signed"] {
        session.run(Command::AddClaim(ClaimDraft { statement: statement.to_owned(), ..ClaimDraft::default() }));
    }
    let mut treat = |claim: &str, kind, start, end| {
        session.run(Command::Select(TextSelection::of(Span::new(start, end).unwrap())));
        session.run(Command::TreatInWords(Treating::new(id(claim), kind)));
    };
    treat("cl:they-met", TreatmentKind::Asserts, 0, 21);
    treat("cl:a-meeting-took-place", TreatmentKind::Hedges, 12, 21);
    session.run(Command::SelectAnnotation(None));
    session
}

#[test]
fn claims_are_merged_with_the_treatment_that_is_chosen_and_one_undo_brings_them_back() {
    let mut window = window(ledger());
    let before = project(&window);
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "Edit claim They met");
    click_with(&mut window, "Edit claim A meeting took place", CTRL);
    click(&mut window, "Merge them…");
    assert!(window.query_by_label("a treats them differently in 000").is_some());
    click(&mut window, "000: keep hedges");
    click(&mut window, "Merge 2 claims into one");
    let now = project(&window);
    let [treatment] = &treatments(&now)[..] else { panic!("one treatment") };
    assert_eq!((treatment.claim.as_str(), treatment.kind, treatment.evidence.len()), ("cl:they-met", TreatmentKind::Hedges, 2));
    let statements: BTreeMap<_, _> = now.claims().values().map(|c| (c.statement.clone(), c.note.clone())).collect();
    assert_eq!(statements.keys().collect::<Vec<_>>(), ["They met", "They signed"]);
    assert_eq!(statements["They met"], "Also stated as: A meeting took place");
    press(&mut window, CTRL, Key::Z);
    assert_eq!(project(&window), before);
}

#[test]
fn what_carries_a_claim_is_split_off_in_one_step() {
    let mut window = window(ledger());
    let before = project(&window);
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "Edit claim They met");
    click(&mut window, "Split the claim");
    window.get_by_label("Statement of the part").focus();
    window.run();
    retype(&mut window, "Kim met Putin");
    click(&mut window, "000, a: “Kim Jong Un met Putin”");
    click(&mut window, "Split off the new claim");
    let treated: Vec<_> = treatments(&project(&window)).iter().map(|t| (t.claim.to_string(), t.kind)).collect();
    assert_eq!(
        treated,
        [("cl:a-meeting-took-place".to_owned(), TreatmentKind::Hedges), ("cl:kim-met-putin".to_owned(), TreatmentKind::Asserts)]
    );
    press(&mut window, CTRL, Key::Z);
    assert_eq!(project(&window), before);
}

#[test]
fn several_claims_get_a_group_in_one_step_and_stand_under_it() {
    let mut window = window(ledger());
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "Edit claim They met");
    press(&mut window, SHIFT, Key::ArrowDown);
    let steps = session(&window).history().entries().1;
    window.get_by_label("Group of all chosen claims").focus();
    window.run();
    type_text(&mut window, "talks");
    click(&mut window, "Set the group of all");
    click(&mut window, "Importance of all chosen claims: 2");
    assert_eq!(session(&window).history().entries().1, steps + 2);
    let groups: Vec<_> = project(&window).claims_in_order().iter().map(|c| (c.group.clone(), c.importance)).collect();
    let talks = || ("talks".to_owned(), Some(2));
    assert_eq!(groups, [talks(), talks(), (String::new(), None)]);
    assert!(window.query_by_label("talks").is_some() && window.query_by_label("No group").is_some());
}

#[test]
fn a_query_filters_the_ledger_and_alt_with_an_arrow_moves_a_claim() {
    let mut window = window(ledger());
    press(&mut window, CTRL, Key::Num2);
    window.get_by_label("Filter claims").focus();
    window.run();
    type_text(&mut window, "treatment:hedges");
    window.run();
    assert!(window.query_by_label("Edit claim They met").is_none());
    click(&mut window, "Edit claim A meeting took place");
    press(&mut window, ALT, Key::ArrowUp);
    let order: Vec<_> = project(&window).claims_in_order().iter().map(|c| c.statement.clone()).collect();
    assert_eq!(order, ["A meeting took place", "They met", "They signed"]);
}

#[test]
fn annotations_are_linked_and_unlinked_in_the_ledger() {
    let mut session = ledger();
    session.run(Command::Select(TextSelection::of(Span::new(0, 11).unwrap())));
    let mut window = window(session);
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "Edit claim They signed");
    click(&mut window, "Code the selected words as carrying the claim");
    let carrying = |window: &Window| {
        let project = project(window);
        project.annotations_naming(&Reference::Claim(id("cl:they-signed"))).map(|a| a.quote()).collect::<Vec<_>>()
    };
    assert_eq!(carrying(&window), ["Kim Jong Un"]);
    click(&mut window, "Unlink “Kim Jong Un”");
    assert!(carrying(&window).is_empty());
    click(&mut window, "Link the selected annotation to the claim");
    assert_eq!(carrying(&window), ["Kim Jong Un"]);
}

#[test]
fn omits_chosen_in_a_cell_asks_for_the_words_there() {
    let mut window = window(ledger());
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "000: treatment of They signed");
    click(&mut window, "omits");
    retype(&mut window, "signed");
    settle(&mut window);
    click(&mut window, "It omits the claim");
    let omitted = treatments(&project(&window)).into_iter().find(|t| t.kind == TreatmentKind::Omits).unwrap();
    assert_eq!((omitted.claim.as_str(), omitted.looked.unwrap().words), ("cl:they-signed", vec!["signed".to_owned()]));
}

#[test]
fn the_queue_under_claims_takes_the_keys_and_leads_to_the_page_for_words() {
    let mut window = window(sample());
    press(&mut window, CTRL, Key::Num2);
    click(&mut window, "View Not checked");
    click(&mut window, "002 KCNA: 29 unchecked");
    press(&mut window, NONE, Key::S);
    press(&mut window, NONE, Key::A);
    assert!(window.query_by_label("Select no words").is_some());
    assert_eq!(session(&window).selection().document, Some(id("002")));
    // Enter without words does nothing, and Escape goes back to the treatments.
    press(&mut window, NONE, Key::Enter);
    press(&mut window, NONE, Key::Escape);
    assert!(window.query_by_label("It presupposes").is_some());
    assert_eq!(treatments(&project(&window)).len(), 58);
}
