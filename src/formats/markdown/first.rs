//! How the first reader (`markdown/1`) read HTML: documents that it made are still laid on their originals.

use std::ops::Range;

/// Whether an inline tag is `<br>`.
pub(super) fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

/// The stretches of words (bytes) in a block of HTML, without tags, comments, scripts and styles, one for each line; white space trimmed.
pub(super) fn words(html: &str) -> Vec<Range<usize>> {
    // Making ASCII letters small keeps every byte's place.
    let small = html.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = html.get(at..) {
        let tag = rest.find('<').unwrap_or(rest.len());
        lines(html, at..at + tag, &mut found);
        let Some(behind) = small.get(at + tag..).filter(|t| !t.is_empty()) else { break };
        at += tag + skipped(behind);
    }
    found
}

fn lines(html: &str, part: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut at = part.start;
    for line in html.get(part).unwrap_or_default().split('\n') {
        let words = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        if !words.is_empty() {
            found.push(start..start + words.len());
        }
        at += line.len() + 1;
    }
}

/// How many bytes a tag, comment, script or style at the beginning of `rest` (in small letters) takes; all of them when it does not end.
fn skipped(rest: &str) -> usize {
    const WHOLE: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")];
    let end = WHOLE.into_iter().find(|(head, _)| rest.starts_with(head)).map_or(">", |(_, end)| end);
    rest.find(end).map_or(rest.len(), |at| at + end.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_between_tags_stay() {
        let html = "<div class=\"a\">One <b>two</b>\n three<!-- no -->\n<script>no()</script></DIV>\n";
        let found: Vec<&str> = words(html).into_iter().map(|r| &html[r]).collect();
        assert_eq!(found, ["One", "two", "three"]);
    }

    #[test]
    fn an_open_tag_takes_the_rest() {
        assert_eq!(words("a < b"), vec![0..1]);
        assert!(is_line_break("<BR />") && is_line_break("<br>") && !is_line_break("<b>"));
    }
}
