//! The page under the hands: caret, selection, clicks, screen reader labels, and what a frame costs in counts.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod page;

use egui::{Event, Key, Modifiers, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use page::{Shell, click, focused, harness, mouse, press, support, wait};
use variorum::model::{AnnotationId, LayerId, Target};
use variorum::text::{Span, TextSelection, segmentation};
use variorum::ui::text_view::{Align, Density, FrameStats, MenuTarget, PageEvent};

const REPORT: &str = "Pyongyang, September 14 -- Kim Jong Un, general secretary of the party, had a historic meeting with Putin.\n\n\
                      The private train of Kim Jong Un arrived at the spaceport at 13:00. He got off. The guard received him.";

#[test]
fn the_caret_walks_and_selects_kim_jong_un_by_keyboard_alone() {
    let mut h = focused(Shell::with(REPORT, &[]));
    press(&mut h, Modifiers::CTRL, Key::Home);
    for _ in 0..3 {
        press(&mut h, Modifiers::CTRL, Key::ArrowRight);
    }
    for _ in 0.." -- ".len() {
        press(&mut h, Modifiers::NONE, Key::ArrowRight);
    }
    for _ in 0..3 {
        press(&mut h, Modifiers::CTRL | Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(h.state().selected_words(), "Kim Jong Un");
    h.event(Event::Text("p".to_owned()));
    press(&mut h, Modifiers::NONE, Key::Enter);
    assert_eq!(h.state().typed, "p");
    assert_eq!(h.state().events.last(), Some(&PageEvent::OpenPalette));
    h.event(Event::Copy);
    h.run();
    assert_eq!(h.state().events.last(), Some(&PageEvent::CopyText("Kim Jong Un".to_owned())));
    press(&mut h, Modifiers::NONE, Key::Escape);
    assert_eq!(h.state().selected_words(), "");
}

#[test]
fn a_walk_through_the_whole_text_and_back_visits_every_grapheme_once() {
    let text = "Aé👨‍👩‍👧 b.\n\nשלום world\nالعربية 한국 z";
    let mut h = focused(Shell::with(text, &[]));
    press(&mut h, Modifiers::CTRL, Key::Home);
    let mut there = vec![h.state().selection.unwrap().focus];
    loop {
        // The arrow that leads on depends on the direction of the paragraph the caret stands in.
        let at = *there.last().unwrap();
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let leftwards = text[line..].starts_with(['ש', 'ا']);
        press(&mut h, Modifiers::NONE, if leftwards { Key::ArrowLeft } else { Key::ArrowRight });
        let now = h.state().selection.unwrap().focus;
        if now == at || there.len() > 200 {
            break;
        }
        there.push(now);
    }
    // In the mixed lines the Latin and Korean letters are met from their right, the last one first.
    let expected = [
        vec![0, 1, 3, 21, 22, 23, 24],
        vec![26, 28, 30, 32, 34, 35, 39, 38, 37, 36, 35],
        vec![41, 43, 45, 47, 49, 51, 53, 55, 56, 63, 62, 59, 56],
    ]
    .concat();
    assert_eq!(there, expected);
}

#[test]
fn up_and_down_keep_to_their_column_and_home_and_end_to_their_line() {
    let mut h = focused(Shell::with(REPORT, &[]));
    press(&mut h, Modifiers::CTRL, Key::Home);
    for _ in 0..10 {
        press(&mut h, Modifiers::NONE, Key::ArrowRight);
    }
    press(&mut h, Modifiers::NONE, Key::ArrowDown);
    let below = h.state().selection.unwrap().focus;
    assert!(below > 40, "{below}");
    press(&mut h, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(h.state().selection.unwrap().focus, 10);
    press(&mut h, Modifiers::NONE, Key::End);
    let end = h.state().selection.unwrap().focus;
    assert!(end < below && end > 10);
    press(&mut h, Modifiers::NONE, Key::Home);
    assert_eq!(h.state().selection.unwrap().focus, 0);
    press(&mut h, Modifiers::CTRL, Key::ArrowDown);
    assert_eq!(h.state().selection.unwrap().focus, REPORT.find("The private").unwrap());
}

#[test]
fn a_double_click_selects_the_word_and_a_third_the_sentence() {
    let mut h = harness(Shell::with(REPORT, &[("n1", "historic meeting", 0)]));
    let at = h.get_by_label("Code 0 \"historic meeting\", coder a").rect().left_center() + vec2(8.0, 0.0);
    click(&mut h, at);
    click(&mut h, at);
    assert_eq!(h.state().selected_words(), "historic");
    assert_eq!(h.state().events.last(), Some(&PageEvent::OpenPalette));
    click(&mut h, at);
    assert!(h.state().selected_words().starts_with("Pyongyang") && h.state().selected_words().ends_with("Putin."));
}

#[test]
fn a_click_selects_the_smallest_annotation_and_the_next_click_the_one_around_it() {
    let nested = [("outer", "Kim Jong Un, general secretary of the party", 0), ("inner", "Kim Jong Un", 0)];
    let mut h = harness(Shell::with(REPORT, &nested));
    let at = h.get_by_label("Code 1 \"Kim Jong Un\", coder a").rect().center();
    let chosen = |h: &Harness<'_, Shell>| h.state().selected.as_ref().map(|id| id.as_str().to_owned());
    click(&mut h, at);
    assert_eq!(chosen(&h).as_deref(), Some("inner"));
    wait(&mut h);
    click(&mut h, at);
    assert_eq!(chosen(&h).as_deref(), Some("outer"));
    wait(&mut h);
    click(&mut h, at);
    assert_eq!(chosen(&h).as_deref(), Some("inner"));
    wait(&mut h);
    click(&mut h, at + vec2(0.0, 400.0));
    assert_eq!(chosen(&h), None);
}

#[test]
fn dragging_selects_and_shift_click_extends() {
    let mut h = harness(Shell::with(REPORT, &[("n1", "September", 0), ("n2", "secretary", 0)]));
    let from = h.get_by_label_contains("\"September\"").rect().left_center();
    let to = h.get_by_label_contains("\"secretary\"").rect().right_center();
    mouse(&mut h, from, true, Modifiers::NONE);
    for step in 1_u8..=8 {
        h.event(Event::PointerMoved(from + (to - from) * f32::from(step) / 8.0));
        h.step();
    }
    mouse(&mut h, to, false, Modifiers::NONE);
    assert_eq!(h.state().selected_words(), "September 14 -- Kim Jong Un, general secretary");
    assert_eq!(h.state().events.last(), Some(&PageEvent::OpenPalette));
    wait(&mut h);
    let back = h.get_by_label_contains("\"September\"").rect().right_center();
    h.event(Event::ModifiersChanged(Modifiers::SHIFT));
    mouse(&mut h, back, true, Modifiers::SHIFT);
    mouse(&mut h, back, false, Modifiers::SHIFT);
    assert_eq!(h.state().selected_words(), "September");
}

#[test]
fn dragging_a_handle_asks_for_other_borders() {
    let mut h = harness(Shell::with(REPORT, &[("n1", "Kim Jong Un", 0), ("n2", "general secretary", 0)]));
    h.state_mut().selected = Some(AnnotationId::new("n1").unwrap());
    h.run();
    let from = h.get_by_label_contains("\"Kim Jong Un\"").rect().right_bottom();
    let to = h.get_by_label_contains("\"general secretary\"").rect().right_bottom();
    mouse(&mut h, from, true, Modifiers::NONE);
    h.event(Event::PointerMoved(to));
    h.step();
    mouse(&mut h, to, false, Modifiers::NONE);
    let words = "Kim Jong Un, general secretary";
    let start = REPORT.find(words).unwrap();
    let span = Span::new(start, start + words.len()).unwrap();
    let annotation = AnnotationId::new("n1").unwrap();
    assert_eq!(h.state().events.last(), Some(&PageEvent::Resize { annotation, place: 0, span }));
}

#[test]
fn alt_and_arrows_move_the_nearest_border_of_the_selected_annotation() {
    let mut h = focused(Shell::with(REPORT, &[("n1", "Jong Un", 0)]));
    let start = REPORT.find("Jong Un").unwrap();
    let resized = |h: &Harness<'_, Shell>| {
        let span = |event: &PageEvent| if let PageEvent::Resize { span, .. } = event { Some(&REPORT[span.range()]) } else { None };
        h.state().events.iter().rev().find_map(span).map(ToOwned::to_owned)
    };
    // Without a selected annotation, Alt and an arrow do nothing.
    press(&mut h, Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(resized(&h), None);
    h.state_mut().selected = Some(AnnotationId::new("n1").unwrap());
    h.state_mut().selection = Some(TextSelection::caret(start + 1));
    press(&mut h, Modifiers::ALT, Key::ArrowRight);
    assert_eq!(resized(&h).as_deref(), Some("ong Un"));
    assert_eq!(h.state().selection, Some(TextSelection::caret(start + 1)));
    press(&mut h, Modifiers::ALT | Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(resized(&h).as_deref(), Some("Kim Jong Un"));
}

#[test]
fn words_dragged_over_with_ctrl_are_added_to_the_selected_annotation() {
    let mut h = harness(Shell::with(REPORT, &[("n1", "Kim Jong Un", 0), ("n2", "secretary", 0)]));
    let id = AnnotationId::new("n1").unwrap();
    h.state_mut().selected = Some(id.clone());
    h.run();
    let word = h.get_by_label_contains("\"secretary\"").rect();
    let (from, to) = (word.left_center() + vec2(1.0, 0.0), word.right_center() - vec2(1.0, 0.0));
    h.event(Event::ModifiersChanged(Modifiers::COMMAND));
    mouse(&mut h, from, true, Modifiers::COMMAND);
    h.event(Event::PointerMoved(to));
    h.step();
    mouse(&mut h, to, false, Modifiers::COMMAND);
    assert_eq!(h.state().selected_words(), "secretary");
    assert_eq!(h.state().events.last(), Some(&PageEvent::AddFragment(id)));
}

#[test]
fn a_screen_reader_can_select_an_annotation() {
    let mut h = harness(Shell::with(REPORT, &[("n1", "Kim Jong Un", 1)]));
    h.get_by_label("Paragraph 2");
    h.get_by_label("Code 0 \"Kim Jong Un\", coder a").click_accesskit();
    h.run();
    assert_eq!(h.state().selected, Some(AnnotationId::new("n1").unwrap()));
}

#[test]
fn a_point_in_any_script_leads_back_to_its_place() {
    for line in ["السلام عليكم يا عالم", "שלום עולם 2023 abc", "김정은 동지께서 로씨야", "mixed العربية and latin 123"]
    {
        let words: Vec<&str> = line.split(' ').collect();
        let ids: Vec<String> = (0..words.len()).map(|i| format!("n{i}")).collect();
        let annotations: Vec<_> = words.iter().zip(&ids).map(|(w, id)| (id.as_str(), *w, 0)).collect();
        let mut h = harness(Shell::with(line, &annotations));
        for word in &words {
            wait(&mut h);
            let at = h.get_by_label_contains(&format!("\"{word}\"")).rect().center();
            click(&mut h, at);
            let offset = h.state().selection.unwrap().focus;
            let start = line.find(word).unwrap();
            assert!(start <= offset && offset <= start + word.len(), "{word} in {line}: {offset}");
            click(&mut h, at);
            assert_eq!(h.state().selected_words(), *word, "{line}");
        }
    }
}

#[test]
fn an_idle_frame_lays_out_nothing_and_asks_for_no_other() {
    let (project, document) = support::project(&support::prose(100_000, support::Shape::News, 1), 1);
    let mut h = harness(Shell::of(project, document));
    h.run();
    for _ in 0..3 {
        h.step();
        assert_eq!(h.state().stats.blocks_laid_out, 0);
    }
    let delay = h.output().viewport_output.values().next().unwrap().repaint_delay;
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}

#[test]
fn scrolling_and_jumping_in_ten_megabytes_costs_what_is_on_the_screen() {
    let text = support::prose(10_000_000, support::Shape::News, 1);
    let (project, document) = support::project(&text, 1);
    let mut h = harness(Shell::of(project, document));
    let most = |h: &mut Harness<'_, Shell>| {
        h.step();
        let stats = h.state().stats;
        assert!(stats.blocks_laid_out < 60 && stats.blocks_visible < 60 && stats.annotations_painted < 600, "{stats:?}");
    };
    for step in 0..40 {
        let delta = if step % 10 == 9 { vec2(0.0, 3000.0) } else { vec2(0.0, -120.0) };
        h.event(Event::PointerMoved(pos2(400.0, 300.0)));
        h.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta,
            phase: egui::TouchPhase::Move,
            source: egui::MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        });
        most(&mut h);
    }
    for part in 1..10 {
        let offset = segmentation::snap_to_grapheme(&text, text.len() / 10 * part);
        h.state_mut().view.scroll_to(offset, Align::Center);
        most(&mut h);
        let first = h.state().view.first_visible_offset();
        assert!(first < offset && offset - first < 4000, "{first} for {offset}");
    }
}

#[test]
fn a_paragraph_of_five_megabytes_is_no_different() {
    let text = support::prose(5_000_000, support::Shape::OneParagraph, 1);
    let (project, document) = support::project(&text, 1);
    let mut h = harness(Shell::of(project, document));
    for offset in [4_999_000, 2_500_000, 10] {
        h.state_mut().view.scroll_to(offset, Align::Center);
        h.step();
        assert!(h.state().stats.blocks_laid_out < 10, "{:?}", h.state().stats);
        let first = h.state().view.first_visible_offset();
        assert!(first <= offset && offset - first < 4000, "{first}");
    }
}

#[test]
fn a_remembered_place_comes_back() {
    let (project, document) = support::project(&support::prose(200_000, support::Shape::News, 1), 1);
    let mut h = harness(Shell::of(project.clone(), document.clone()));
    h.state_mut().view.scroll_to(123_456, Align::Center);
    h.run();
    let place = h.state().view.first_visible_offset();
    assert!(place > 100_000);
    let mut again = Shell::of(project, document);
    again.view.restore_scroll(place);
    let h = harness(again);
    assert_eq!(h.state().view.first_visible_offset(), place);
}

#[test]
fn what_is_read_stays_in_place_when_the_window_gets_narrower() {
    let (project, document) = support::project(&support::prose(200_000, support::Shape::News, 1), 1);
    let mut h = harness(Shell::of(project, document));
    h.state_mut().view.scroll_to(100_000, Align::Center);
    h.run();
    let before = h.state().view.first_visible_offset();
    h.set_size(vec2(500.0, 700.0));
    h.run();
    let after = h.state().view.first_visible_offset();
    assert!(before.abs_diff(after) < 100, "{before} {after}");
}

#[test]
fn annotations_that_reach_over_paragraphs_are_shown_in_each() {
    let mut shell = Shell::with(REPORT, &[("n1", REPORT, 0)]);
    shell.selected = Some(AnnotationId::new("n1").unwrap());
    let h = harness(shell);
    assert_eq!(h.state().stats.annotations_painted, 2);
    let project = &h.state().project;
    assert!(matches!(project.annotations().values().next().unwrap().target, Target::Spans(_)));
}

#[test]
fn text_of_any_kind_with_any_spans_is_shown_without_a_panic() {
    const PIECES: &[&str] = &[
        "word",
        " ",
        "\n",
        "\n\n",
        "שלום",
        "العربية",
        "한국어",
        "中文",
        "ภาษาไทย",
        "हिन्दी",
        "👨‍👩‍👧",
        "🇰🇷",
        "e\u{301}",
        "\u{202e}",
        "\u{2066}",
        "\u{200b}",
        "\u{7}",
        "\u{2028}",
        "\u{85}",
        "\t",
        "\u{feff}",
        "\u{10ffff}",
        "https://example.org/a/very/long/path",
        "½",
        "—",
        "(",
        "2023",
    ];
    let mut random = support::Random::new(3);
    for round in 0..40 {
        let text: String = (0..random.below(60)).map(|_| PIECES[random.below(PIECES.len())]).collect();
        let mut annotations = Vec::new();
        let ids: Vec<String> = (0..8).map(|i| format!("n{i}")).collect();
        for id in &ids {
            let start = text.floor_char_boundary(random.below(text.len().max(1)));
            let end = text.floor_char_boundary((start + 1 + random.below(40)).min(text.len()));
            if start < end {
                let nth = text.match_indices(&text[start..end]).position(|(at, _)| at == start);
                annotations.extend(nth.map(|nth| (id.as_str(), &text[start..end], nth)));
            }
        }
        let mut h = focused(Shell::with(&text, &annotations));
        for key in [Key::ArrowRight, Key::ArrowLeft, Key::ArrowDown, Key::ArrowUp, Key::End, Key::Home, Key::PageDown, Key::PageUp] {
            for modifiers in [Modifiers::NONE, Modifiers::SHIFT, Modifiers::CTRL] {
                press(&mut h, modifiers, key);
            }
        }
        for _ in 0..4 {
            let at = pos2(random.below(900) as f32, random.below(700) as f32);
            click(&mut h, at);
            let focus = h.state().selection.unwrap_or_default().focus;
            assert_eq!(segmentation::snap_to_grapheme(&text, focus), focus, "round {round}: {text:?}");
        }
    }
}

#[test]
fn a_document_without_text_says_so_and_bears_every_key() {
    let mut h = focused(Shell::with("", &[]));
    for key in [Key::ArrowRight, Key::ArrowUp, Key::End, Key::PageDown] {
        press(&mut h, Modifiers::NONE, key);
    }
    click(&mut h, pos2(300.0, 300.0));
    assert_eq!(h.state().stats, FrameStats::default());
}

#[test]
fn taking_the_focus_shows_a_caret() {
    let h = focused(Shell::with(REPORT, &[]));
    assert_eq!(h.state().selection, Some(TextSelection::caret(0)));
}

#[test]
fn a_right_click_asks_for_the_menu_of_what_is_there() {
    let mut h = harness(Shell::with(REPORT, &[("n1", "Kim Jong Un", 0)]));
    let node = h.get_by_label_contains("\"Kim Jong Un\"");
    let centre = node.rect().center();
    node.click_secondary();
    h.run();
    let target = MenuTarget::Annotation(AnnotationId::new("n1").unwrap());
    assert_eq!(h.state().events.last(), Some(&PageEvent::ContextMenu { target, pos: centre }));
}

#[test]
fn nothing_moves_when_annotations_come_and_go_and_what_is_hidden_is_not_there() {
    let place = |shell: Shell| {
        let h = harness(shell);
        (h.get_by_label("Paragraph 2").rect(), h.state().stats.annotations_painted)
    };
    let bare = place(Shell::with(REPORT, &[]));
    let deep: Vec<(String, &str)> = (0..8).map(|i| (format!("n{i}"), &REPORT[i..60 - i])).collect();
    let annotations: Vec<_> = deep.iter().map(|(id, words)| (id.as_str(), *words, 0)).collect();
    let full = place(Shell::with(REPORT, &annotations));
    assert_eq!((bare.0, full.1), (full.0, 8));
    let mut hidden = Shell::with(REPORT, &annotations);
    hidden.visible.hidden_layers.insert(LayerId::new("E").unwrap());
    assert_eq!(place(hidden).1, 5);
    let mut none = Shell::with(REPORT, &annotations);
    none.visible.density = Density::None;
    assert_eq!(place(none).1, 0);
}
