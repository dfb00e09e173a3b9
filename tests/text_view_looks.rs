//! How the page looks, told without a renderer: what stands where, in which words, and that nothing moves.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod page;

use egui::epaint::Shape;
use egui::{Pos2, Rect, TextureId};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use page::{Shell, click, harness, support};
use variorum::model::{
    Annotation, AnnotationId, CodebookInfo, CoderId, Document, DocumentId, Link, LinkType, Origin, Project, ProjectInfo, Record,
};
use variorum::text::{ReadingText, Span};
use variorum::ui::text_view::{Align, Arcs, Density, Face, PageEvent, Paragraphs};

const REPORT: &str = "Pyongyang, September 14 -- Kim Jong Un, general secretary of the party, had a historic meeting with Putin.\n\n\
                      The private train of Kim Jong Un arrived at the spaceport at 13:00. He got off. The guard received him.";

type Page = Harness<'static, Shell>;

/// Every shape of the last frame.
fn for_each_shape(page: &Page, each: &mut impl FnMut(&Shape)) {
    fn walk(shape: &Shape, each: &mut impl FnMut(&Shape)) {
        if let Shape::Vec(inner) = shape {
            for s in inner {
                walk(s, each);
            }
        } else {
            each(shape);
        }
    }
    page.output().shapes.iter().for_each(|s| walk(&s.shape, each));
}

/// Corners of the quads of all letters: the only ones that come from a texture of our own.
fn letters(page: &Page) -> Vec<Pos2> {
    let mut found = Vec::new();
    for_each_shape(page, &mut |shape| {
        if let Shape::Mesh(mesh) = shape
            && mesh.texture_id != TextureId::default()
        {
            found.extend(mesh.vertices.iter().map(|v| v.pos));
        }
    });
    found
}

/// Labels and numbers: words that egui sets, and where.
fn words(page: &Page) -> Vec<(String, Rect)> {
    let mut found = Vec::new();
    for_each_shape(page, &mut |shape| {
        if let Shape::Text(text) = shape {
            found.push((text.galley.text().to_owned(), text.galley.rect.translate(text.pos.to_vec2())));
        }
    });
    found
}

fn has_word(page: &Page, word: &str) -> bool {
    words(page).iter().any(|(w, _)| w == word)
}

fn id(text: &str) -> AnnotationId {
    AnnotationId::new(text).unwrap()
}

fn annotation(name: &str, coder: &str, code: usize, words: &str, text: &str) -> Annotation {
    let start = text.find(words).unwrap();
    let span = Span::new(start, start + words.len()).unwrap();
    support::annotation(name, &DocumentId::new("d").unwrap(), &CoderId::new(coder).unwrap(), code, span, text)
}

/// A shell on a report with these records beside codebook, document and the coders `a` and `b`.
fn shell(text: &str, more: Vec<Record>) -> Shell {
    let document = DocumentId::new("d").unwrap();
    let mut records = support::codebook();
    records.push(support::coder_record(&CoderId::new("a").unwrap()));
    records.push(support::coder_record(&CoderId::new("b").unwrap()));
    records.push(Document::new(document.clone(), ReadingText::new(text).unwrap()).into());
    records.extend(more);
    let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
    assert!(errors.is_empty(), "{errors:?}");
    Shell::of(project, document)
}

fn link_type() -> Record {
    let kind = LinkType {
        id: "source-of".parse().unwrap(),
        name: "source of".to_owned(),
        rank: 0,
        from: Vec::new(),
        to: Vec::new(),
        definition: String::new(),
        attributes: Vec::new(),
        extra: std::collections::BTreeMap::new(),
    };
    kind.into()
}

fn link(name: &str, from: &str, to: &str) -> Record {
    let link = Link {
        id: name.parse().unwrap(),
        coder: CoderId::new("a").unwrap(),
        kind: "source-of".parse().unwrap(),
        from: id(from),
        to: id(to),
        attributes: std::collections::BTreeMap::new(),
        memo: String::new(),
        created: jiff::Timestamp::UNIX_EPOCH,
        extra: std::collections::BTreeMap::new(),
    };
    link.into()
}

#[test]
fn no_letter_moves_when_words_are_coded_lit_or_selected_whatever_is_shown() {
    for density in [Density::None, Density::Quiet, Density::Full] {
        let mut bare = Shell::with(REPORT, &[]);
        bare.visible.density = density;
        let before = letters(&harness(bare));
        assert!(before.len() > 400);
        let mut coded =
            Shell::with(REPORT, &[("n1", "Kim Jong Un", 0), ("n2", "Kim Jong Un, general secretary", 0), ("n3", "He got off.", 0)]);
        coded.visible.density = density;
        let mut page = harness(coded);
        assert_eq!(letters(&page), before, "{density:?}, coded");
        page.state_mut().selected = Some(id("n1"));
        page.run();
        assert_eq!(letters(&page), before, "{density:?}, selected");
        let at = before[before.len() / 2];
        page.event(egui::Event::PointerMoved(at));
        page.run();
        assert_eq!(letters(&page), before, "{density:?}, pointed at");
    }
}

#[test]
fn numbers_of_lines_and_sentences_move_nothing() {
    let text = format!("{}\n\nEnd.", "One two three four five six seven eight nine ten. ".repeat(14).trim_end());
    let mut page = harness(Shell::with(&text, &[]));
    let before = letters(&page);
    page.state_mut().reading.numbers.lines = true;
    page.state_mut().reading.numbers.sentences = true;
    page.run();
    assert_eq!(letters(&page), before);
    for number in ["5", "10", "14", "¶1", "¶2"] {
        assert!(has_word(&page, number), "{number} in {:?}", words(&page));
    }
    assert!(!has_word(&page, "15"), "only every fifth line and as many sentences as there are");
    // The second paragraph counts its sentences anew.
    assert_eq!(words(&page).iter().filter(|(w, _)| w == "1").count(), 2);
}

#[test]
fn an_indented_paragraph_begins_farther_in_and_closer_to_the_one_above() {
    let mut page = harness(Shell::with(REPORT, &[("n1", "The", 0), ("n2", "Pyongyang", 0)]));
    let place = |page: &Page, words: &str| page.get_by_label_contains(words).rect();
    let (first, second) = (place(&page, "\"Pyongyang\""), place(&page, "\"The\""));
    assert!((first.left() - second.left()).abs() < 1.0);
    page.state_mut().reading.paragraphs = Paragraphs::Indented;
    page.run();
    assert!((place(&page, "\"Pyongyang\"").left() - first.left()).abs() < 0.1);
    assert!(place(&page, "\"The\"").left() > second.left() + 18.0);
    assert!(place(&page, "\"The\"").top() < second.top() - 5.0);
}

#[test]
fn the_line_being_read_stays_whatever_is_chosen() {
    let text = support::prose(60_000, support::Shape::News, 7);
    let mut page = harness(Shell::with(&text, &[]));
    page.state_mut().view.scroll_to(30_000, Align::Center);
    page.run();
    page.state_mut().reading.size += 1.0;
    page.run();
    let reading = page.state().view.first_visible_offset();
    for step in 0_u8..30 {
        let step = f32::from(step);
        let reading = &mut page.state_mut().reading;
        reading.size = 12.0 + step;
        reading.measure = 110.0 - step;
        reading.leading = 1.2 + step / 40.0;
        reading.face = if (step as usize).is_multiple_of(2) { Face::Sans } else { Face::Serif };
        page.run();
    }
    assert_eq!(page.state().view.first_visible_offset(), reading);
}

#[test]
fn others_and_suggestions_say_whose_they_are() {
    let suggested = Annotation { origin: Origin::Suggested("names".to_owned()), ..annotation("n3", "a", 6, "guard", REPORT) };
    let marks = vec![annotation("n1", "a", 0, "Putin", REPORT).into(), annotation("n2", "b", 3, "train", REPORT).into(), suggested.into()];
    let page = harness(shell(REPORT, marks));
    for label in ["C0", "C3·B", "C6?"] {
        assert!(has_word(&page, label), "{label} in {:?}", words(&page));
    }
}

#[test]
fn in_quiet_a_label_is_there_only_for_the_selected_annotation() {
    let mut shell = Shell::with(REPORT, &[("n1", "Kim Jong Un", 0), ("n2", "Putin", 0)]);
    shell.visible.density = Density::Quiet;
    let mut page = harness(shell);
    assert!(!has_word(&page, "C0") && !has_word(&page, "C1"));
    page.state_mut().selected = Some(id("n2"));
    page.run();
    assert!(!has_word(&page, "C0") && has_word(&page, "C1"));
}

#[test]
fn labels_stand_at_the_left_where_one_reads_leftwards() {
    let text = "שלום עולם ועוד מילים אחרות בשורה הזאת";
    let page = harness(Shell::with(text, &[("n1", "עולם", 0)]));
    let marked = page.get_by_label_contains("\"עולם\"").rect();
    let (_, label) = words(&page).into_iter().find(|(w, _)| w == "C0").unwrap();
    assert!(label.right() <= marked.left() && label.right() > marked.left() - 12.0, "{label:?} beside {marked:?}");
}

#[test]
fn the_links_of_the_selected_annotation_are_arcs_that_lead_to_their_other_ends() {
    let elsewhere = DocumentId::new("e").unwrap();
    let there = "Moscow denied it.";
    let far = support::annotation("far", &elsewhere, &CoderId::new("a").unwrap(), 0, Span::new(0, 6).unwrap(), there);
    let marks: Vec<Record> = vec![
        link_type(),
        Document::new(elsewhere, ReadingText::new(there).unwrap()).into(),
        annotation("n1", "a", 0, "Kim Jong Un", REPORT).into(),
        annotation("n2", "a", 3, "train", REPORT).into(),
        far.into(),
        link("l1", "n1", "n2"),
        link("l2", "n2", "far"),
    ];
    let mut page = harness(shell(REPORT, marks));
    let (near, out) = ("source of: “Kim Jong Un” to “train”", "source of: “train” to “Moscow” in ");
    assert!(page.query_by_label(near).is_none(), "nothing is selected");
    page.state_mut().selected = Some(id("n1"));
    page.run();
    page.run();
    assert!(page.query_by_label(near).is_some() && page.query_by_label_contains(out).is_none());
    page.state_mut().visible.arcs = Arcs::All;
    page.state_mut().selected = None;
    page.run();
    page.run();
    page.get_by_label(near);
    page.get_by_label_contains(out).click_accesskit();
    page.run();
    assert_eq!(page.state().events.last(), Some(&PageEvent::FollowLink(id("far"))));
    let code = page.state().project.annotations()[&id("n2")].code.clone();
    page.state_mut().visible.hidden_codes.insert(code);
    page.run();
    page.run();
    assert!(page.query_by_label(near).is_none(), "an arc to what is hidden would lead nowhere");
}

#[test]
fn a_click_on_an_arc_follows_it() {
    let marks = vec![
        link_type(),
        annotation("n1", "a", 0, "Kim", REPORT).into(),
        annotation("n2", "a", 3, "spaceport", REPORT).into(),
        link("l1", "n1", "n2"),
    ];
    let mut page = harness(shell(REPORT, marks));
    page.state_mut().visible.arcs = Arcs::All;
    page.run();
    page.run();
    let arc = page.get_by_label_contains("source of").rect();
    // Along the margin the way runs straight down.
    click(&mut page, egui::pos2(arc.right(), arc.center().y));
    assert!(matches!(page.state().events.last(), Some(PageEvent::FollowLink(_))), "{:?}", page.state().events.last());
}

#[test]
fn of_very_many_links_a_page_draws_a_bounded_number_and_says_so() {
    let mut marks =
        vec![link_type(), annotation("n1", "a", 0, "Kim Jong Un", REPORT).into(), annotation("n2", "a", 3, "train", REPORT).into()];
    marks.extend((0..260).map(|number| link(&format!("l{number}"), "n1", "n2")));
    let mut page = harness(shell(REPORT, marks));
    page.state_mut().visible.arcs = Arcs::All;
    page.run();
    page.run();
    assert_eq!(page.query_all_by_label_contains("source of: “Kim").count(), 200);
    assert!(has_word(&page, "+60 links"), "{:?}", words(&page));
}
