//! Heights measured in the background, jumps, and the minimap: what lands where, and what a frame costs in counts.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod page;

use egui::{Event, MouseWheelUnit, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use page::{Shell, harness, mark, support};
use support::Shape;
use variorum::text::Span;
use variorum::ui::text_view::{Align, Hits, TextView};

fn shell(bytes: usize, shape: Shape) -> Shell {
    let (project, document) = support::project(&support::prose(bytes, shape, 1), 1);
    Shell::of(project, document)
}

fn measuring(bytes: usize, shape: Shape) -> Harness<'static, Shell> {
    let mut shell = shell(bytes, shape);
    shell.view = TextView::measuring();
    harness(shell)
}

/// Scrolls over the whole text on the drawing thread, so that every block has been laid out, and gives its height.
fn height_of_a_walk(h: &mut Harness<'_, Shell>) -> f64 {
    h.event(Event::PointerMoved(pos2(450.0, 350.0)));
    let mut still = 0;
    let mut last = usize::MAX;
    while still < 4 {
        h.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -1500.0),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Trackpad,
            modifiers: egui::Modifiers::NONE,
        });
        h.step();
        let now = h.state().view.first_visible_offset();
        still = if now == last { still + 1 } else { 0 };
        last = now;
    }
    h.state().view.height()
}

fn label_top(h: &Harness<'_, Shell>, label: &str) -> f32 {
    h.get_by_label(label).rect().top()
}

/// The topmost paragraph that can be seen whole, and where.
fn first_paragraph(h: &Harness<'_, Shell>) -> (String, f32) {
    let mut all: Vec<_> =
        h.query_all_by_label_contains("Paragraph ").map(|n| (n.rect().top(), n.accesskit_node().label().unwrap())).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (top, label) = all.into_iter().find(|(top, _)| *top > 0.0).unwrap();
    (label, top)
}

#[test]
fn measuring_comes_to_the_height_of_the_text_laid_out_by_scrolling_over_it() {
    for shape in [Shape::News, Shape::OneParagraph, Shape::OneLiners] {
        let walked = height_of_a_walk(&mut harness(shell(60_000, shape)));
        let mut h = measuring(60_000, shape);
        let estimated = harness(shell(60_000, shape)).state().view.height();
        h.state_mut().view.wait_for_heights();
        h.run();
        let measured = h.state().view.height();
        assert!((measured - walked).abs() < 0.01, "{shape:?}: {measured} {walked}");
        // A line of 25 bytes is one line by any estimate.
        assert!(shape == Shape::OneLiners || (estimated - walked).abs() > 1.0, "{shape:?}: the estimate was exact, so this shows nothing");
    }
}

#[test]
fn what_is_read_does_not_move_when_heights_above_it_are_corrected() {
    // Letters far wider than the average: every estimate is wrong by lines.
    let text = format!("{}\n", "MWMW WMMWW MMWWM ".repeat(20)).repeat(600);
    let mut h = harness(Shell::with(&text, &[]));
    h.state_mut().view.scroll_to(text.len() / 3 * 2, Align::Center);
    h.run();
    let (label, top) = first_paragraph(&h);
    let (offset, estimated) = (h.state().view.first_visible_offset(), h.state().view.height());
    h.state_mut().view.measure_ahead();
    for _ in 0..5 {
        h.step();
        h.state_mut().view.wait_for_heights();
        assert_eq!(h.state().stats.blocks_laid_out, 0);
        assert_eq!(h.state().view.first_visible_offset(), offset);
        assert!((label_top(&h, &label) - top).abs() < f32::EPSILON);
    }
    assert!((h.state().view.height() - estimated).abs() > 10_000.0);
}

#[test]
fn measuring_begins_again_for_another_width_and_old_heights_are_not_taken_over() {
    let mut h = measuring(100_000, Shape::News);
    h.set_size(vec2(500.0, 700.0));
    h.run();
    h.state_mut().view.wait_for_heights();
    h.run();
    let measured = h.state().view.height();
    let mut narrow = harness(shell(100_000, Shape::News));
    narrow.set_size(vec2(500.0, 700.0));
    narrow.run();
    assert!((measured - height_of_a_walk(&mut narrow)).abs() < 0.01);
}

#[test]
fn a_jump_lands_on_its_line_in_the_first_frame_and_stays_there() {
    for (bytes, shape) in [(300_000, Shape::News), (1_000_000, Shape::OneParagraph), (520_000, Shape::OneLiners)] {
        let text = support::prose(bytes, shape, 1);
        let mut random = support::Random::new(5);
        // Beginnings of words: white space at a line's end is not where its annotation is.
        let mut word = || random.below(text.len() - 60);
        let spots: Vec<usize> = (0..6).map(|_| word()).map(|at| at + text[at..].find(' ').unwrap() + 1).collect();
        let marks = spots.iter().enumerate().map(|(i, at)| mark(&format!("n{i}"), i, Span::new(*at, at + 6).unwrap(), &text)).collect();
        let mut shell = Shell::marked(&text, marks);
        shell.view = TextView::measuring();
        let mut h = harness(shell);
        for (i, at) in spots.iter().enumerate() {
            h.state_mut().view.scroll_to(*at, Align::Center);
            h.step();
            let laid_out = h.state().stats.blocks_laid_out;
            let label = format!("Code {i} \"{}\", coder a", &text[*at..at + 6]);
            let top = label_top(&h, &label);
            assert!((top - 350.0).abs() < 1.0, "{shape:?}: {top}");
            assert!(laid_out < 60, "{shape:?}: {laid_out}");
            if i == 3 {
                h.state_mut().view.wait_for_heights();
            }
            for _ in 0..4 {
                h.step();
                assert!((label_top(&h, &label) - top).abs() < f32::EPSILON, "{shape:?}");
            }
        }
    }
}

#[test]
fn a_jump_into_one_long_paragraph_lays_out_little_more_than_the_window_shows() {
    let mut h = harness(shell(1_000_000, Shape::OneParagraph));
    for at in [900_000, 100_000, 500_000] {
        h.state_mut().view.scroll_to(at, Align::Center);
        h.step();
        let stats = h.state().stats;
        assert!(stats.blocks_laid_out <= stats.blocks_visible + 1, "{stats:?}");
    }
}

fn steps_until_idle(h: &mut Harness<'_, Shell>) -> usize {
    (0..2000)
        .find(|_| {
            h.step();
            let stats = h.state().stats;
            assert!(stats.minimap_looks <= 2000, "{stats:?}");
            stats.minimap_rows == 0 && stats.minimap_looks == 0
        })
        .unwrap()
}

#[test]
fn the_map_is_worked_out_a_bounded_part_at_a_time_and_then_costs_nothing() {
    let mut h = harness(shell(2_000_000, Shape::News));
    let frames = steps_until_idle(&mut h);
    assert!(frames > 5, "20,000 annotations do not fit into {frames} frames of 2,000");
    h.state_mut().revision += 1;
    h.step();
    assert!(h.state().stats.minimap_rows > 0);
    steps_until_idle(&mut h);
    for _ in 0..5 {
        h.step();
        assert_eq!((h.state().stats.minimap_rows, h.state().stats.minimap_looks, h.state().stats.blocks_laid_out), (0, 0, 0));
    }
}

#[test]
fn ten_thousand_annotations_over_the_whole_book_cost_no_more_in_a_frame() {
    let text = support::prose(200_000, Shape::OneParagraph, 1);
    let long = (0..10_000).map(|i| mark(&format!("n{i}"), i % 25, Span::new(i % 7, text.len() - i % 5).unwrap(), &text)).collect();
    let mut shell = Shell::marked(&text, long);
    // The page itself would show all of them in every line.
    shell.visible.hidden_layers.extend(["E", "C", "F"].map(|id| variorum::model::LayerId::new(id).unwrap()));
    let mut h = harness(shell);
    steps_until_idle(&mut h);
}

#[test]
fn a_click_on_the_map_goes_there_and_a_short_text_has_none() {
    let mut h = harness(shell(300_000, Shape::News));
    let map = h.get_by_label("Map of the document").rect();
    page::click(&mut h, pos2(map.center().x, map.top() + map.height() * 0.75));
    h.step();
    let there = h.state().view.first_visible_offset();
    assert!((there as f32 / 300_000.0 - 0.75).abs() < 0.03, "{there}");
    assert_eq!(h.state().selection, None, "a click on the map must not set the caret");
    let without = |change: &dyn Fn(&mut Shell), bytes: usize| {
        let mut shell = shell(bytes, Shape::News);
        change(&mut shell);
        harness(shell).query_by_label("Map of the document").is_none()
    };
    assert!(without(&|_| {}, 700));
    assert!(without(&|shell| shell.reading.minimap = false, 300_000));
    assert!(!without(&|_| {}, 300_000));
}

#[test]
fn the_map_works_its_rows_out_again_when_something_was_found_or_hidden() {
    let mut h = harness(shell(50_000, Shape::News));
    steps_until_idle(&mut h);
    h.state_mut().hits = Hits { spans: [Span::new(40_000, 40_010).unwrap()].into(), current: Some(0), revision: 1 };
    h.step();
    assert!(h.state().stats.minimap_rows > 0);
    steps_until_idle(&mut h);
    let coder = h.state().coder.clone();
    h.state_mut().visible.hidden_coders.insert(coder);
    h.step();
    assert!(h.state().stats.minimap_rows > 0);
}
