//! What an idle frame of the page allocates, against an empty frame of egui measured in the same run.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its own fixture has failed")]

mod page;

use allocation_counter::{AllocationInfo, measure};
use egui::{Context, Pos2, RawInput, Rect, vec2};
use page::{Shell, support};
use variorum::ui::theme::{Theme, install_fonts};

/// Frames before one counts as idle: layouts, the map and egui's own caches are there by then.
const WARM: usize = 600;
/// What an idle page may allocate beyond an empty frame: egui's list of some 1,000 shapes, grown by doubling, and the words of
/// numbers and labels. Some 450 kB in 90 pieces when this was written, 83 kB at one time.
const BYTES: u64 = 600_000;
const PIECES: u64 = 150;
const AT_ONE_TIME: u64 = 150_000;

fn context() -> Context {
    let ctx = Context::default();
    install_fonts(&ctx);
    Theme::light().apply(&ctx);
    ctx
}

fn frame(ctx: &Context, number: usize, draw: impl FnMut(&mut egui::Ui)) {
    let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, vec2(900.0, 700.0)));
    let input = RawInput { screen_rect, time: Some(number as f64 / 60.0), ..RawInput::default() };
    let mut output = ctx.run_ui(input, draw);
    output.textures_delta.clear();
}

/// The largest of the frames after the warm ones.
fn idle(mut draw: impl FnMut(&mut egui::Ui)) -> AllocationInfo {
    let ctx = context();
    for number in 0..WARM {
        frame(&ctx, number, &mut draw);
    }
    let counts = (WARM..WARM + 5).map(|number| measure(|| frame(&ctx, number, &mut draw)));
    counts.max_by_key(|info| info.bytes_total).unwrap()
}

fn page_of(bytes: usize) -> AllocationInfo {
    let (project, document) = support::project(&support::prose(bytes, support::Shape::News, 1), 1);
    let mut shell = Shell::of(project, document);
    let info = idle(|ui| shell.show(ui));
    assert_eq!((shell.stats.blocks_laid_out, shell.stats.minimap_rows, shell.stats.minimap_looks), (0, 0, 0));
    info
}

#[test]
fn an_idle_frame_allocates_the_same_whether_the_text_has_ten_kilobytes_or_two_megabytes() {
    let empty = idle(|_| {});
    let small = page_of(10_000);
    let large = page_of(2_000_000);
    println!("bytes: empty frame {}, page of 10 kB {}, page of 2 MB {}", empty.bytes_total, small.bytes_total, large.bytes_total);
    println!("allocations: {} {} {}", empty.count_total, small.count_total, large.count_total);
    // The text begins with the same words, so the screens are alike but for the map.
    assert!(large.bytes_total.abs_diff(small.bytes_total) <= small.bytes_total / 50, "{small:?} {large:?}");
    assert!(large.count_total.abs_diff(small.count_total) <= 3, "{small:?} {large:?}");
    assert!(large.bytes_total < empty.bytes_total + BYTES, "{empty:?} {large:?}");
    assert!(large.count_total < empty.count_total + PIECES, "{empty:?} {large:?}");
    assert!(large.bytes_max < empty.bytes_max + AT_ONE_TIME, "{empty:?} {large:?}");
}
