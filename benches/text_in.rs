//! Texts on their way in: `cargo bench --bench text_in`.
//!
//! Prints milliseconds for 1, 2 and 4 MB of each kind, and how many times longer 4 MB take than 1 MB: 4 is linear. The kinds are those that
//! cost other readers minutes. A last column has what a sum over the same bytes costs, for comparison between machines.

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;
use variorum::formats::{Input, ReadOptions, by_id};

/// Each is measured this often; the median counts.
const RUNS: usize = 5;

fn repeated(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len())
}

/// Milliseconds, the median of several runs.
fn milliseconds(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begin = Instant::now();
            work();
            begin.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

fn main() {
    type Make = fn(usize) -> Vec<u8>;
    let kinds: [(&str, &str, Make); 9] = [
        ("HTML table in Markdown", "markdown", |n| {
            format!("<table>\n{}</table>\n", repeated("<tr><td>Kim &amp; Putin</td><td class=\"x\">3 < 5</td></tr>\n", n)).into_bytes()
        }),
        ("HTML, one line", "markdown", |n| format!("<div>{}</div>\n", repeated("<b>Kim</b> met <i>Putin</i> ", n)).into_bytes()),
        ("HTML, open tags", "markdown", |n| repeated("<div><b>", n).into_bytes()),
        ("character references", "markdown", |n| format!("<p>{}</p>\n", repeated("&#1055;&eacute;", n)).into_bytes()),
        ("quotes in quotes", "markdown", |n| format!("{} a\n{}", ">".repeat(100_000), repeated("lazy\n", n)).into_bytes()),
        ("table", "markdown", |n| format!("|a|b|\n|-|-|\n{}", repeated("|Kim|met|Putin|\n", n)).into_bytes()),
        ("prose", "markdown", |n| repeated("The **president** met [Kim](u) -- and said: \"No\".\n\n", n).into_bytes()),
        ("windows-1251", "text", |n| {
            encoding_rs::WINDOWS_1251.encode(&repeated("Президент встретился с лидером.\n", 2 * n)).0.into_owned()
        }),
        ("UTF-16 without a mark", "text", |n| {
            repeated("我昨天在中国大使馆见到了王先生。\n", n * 3 / 2).encode_utf16().flat_map(u16::to_le_bytes).collect()
        }),
    ];
    println!("{:26} {:>9} {:>9} {:>9} {:>7} {:>9}", "milliseconds", "1 MB", "2 MB", "4 MB", "4/1", "sum, 4 MB");
    for (name, format, make) in kinds {
        let mut row = Vec::new();
        let mut sum = 0.0;
        for megabytes in [1, 2, 4] {
            let bytes = make(megabytes << 20);
            let input = Input { path: Path::new("a.md"), bytes: &bytes };
            let options = ReadOptions { encoding: None, now: Timestamp::UNIX_EPOCH };
            let format = by_id(format).expect("a format");
            row.push(milliseconds(|| drop(black_box(format.read(&input, &options)))));
            sum = milliseconds(|| _ = black_box(bytes.iter().map(|b| u64::from(*b)).sum::<u64>()));
        }
        println!("{name:26} {:9.1} {:9.1} {:9.1} {:7.2} {sum:9.2}", row[0], row[1], row[2], row[2] / row[0]);
    }
}
