//! HTML inside Markdown: what is left when its tags go.

use std::ops::Range;

/// Whether an inline tag is `<br>`.
pub(super) fn is_line_break(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_end_matches('>').trim_end_matches('/').trim();
    name.eq_ignore_ascii_case("br")
}

/// The stretches of words (bytes) in a block of HTML, without tags, comments, scripts and styles, one for each line; white space trimmed.
pub(super) fn words(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = html.get(at..) {
        let tag = rest.find('<').unwrap_or(rest.len());
        lines(html, at..at + tag, &mut found);
        let Some(behind) = rest.get(tag..).filter(|t| !t.is_empty()) else { break };
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

/// How many bytes a tag, comment, script or style at the beginning of `rest` takes; all of them when it does not end.
fn skipped(rest: &str) -> usize {
    const WHOLE: [(&str, &str); 3] = [("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")];
    let begins = |head: &str| rest.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    let end = WHOLE.into_iter().find(|(head, _)| begins(head)).map_or(">", |(_, end)| end);
    // Lower-casing ASCII keeps every byte's place.
    rest.to_ascii_lowercase().find(end).map_or(rest.len(), |at| at + end.len())
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
