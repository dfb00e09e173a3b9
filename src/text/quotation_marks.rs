//! Quotation marks of many languages: which letters of a text stand inside them.
//!
//! ```text
//! “…” ‘…’   English        „…“ ‚…‘   German, Czech      «…» ‹…›   French, Russian
//! »…« ›…‹   Danish         ”…” ’…’   Swedish, Finnish   「…」『…』  Chinese, Japanese     "…" '…'  typewriters
//! ```
//!
//! A mark that looks like an apostrophe counts only where it cannot be one; after a plural (‘the leaders’ plan’) nobody can tell, and the
//! first one closes. A double mark that nothing closes reaches to the end of its
//! paragraph, for a quotation of several paragraphs is printed like that; a single one is nothing then.

use super::Span;

/// How much of a stretch of text stands inside quotation marks; only letters and digits are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoted {
    /// All of it.
    Whole,
    /// Some of it.
    Part,
    /// Nothing.
    Nothing,
}

/// Says how much of some stretches (bytes) of a text stands inside quotation marks.
///
/// Marks are looked for from the start of the first paragraph to the end of the last one that the stretches touch.
pub fn quoted(text: &str, spans: &[Span]) -> Quoted {
    let (mut inside, mut outside) = (false, false);
    for span in spans {
        let start = text.get(..span.start()).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text.get(span.end()..).and_then(|after| after.find('\n')).map_or(text.len(), |at| span.end() + at);
        let regions = regions(text, start, end);
        let mut next = 0;
        for (at, letter) in text.get(span.range()).unwrap_or_default().char_indices() {
            let at = span.start() + at;
            while regions.get(next).is_some_and(|region: &(usize, usize)| region.1 <= at) {
                next += 1;
            }
            if letter.is_alphanumeric() {
                let is_in = regions.get(next).is_some_and(|region| region.0 <= at);
                inside |= is_in;
                outside |= !is_in;
            }
        }
    }
    match (inside, outside) {
        (true, false) => Quoted::Whole,
        (true, true) => Quoted::Part,
        (false, _) => Quoted::Nothing,
    }
}

/// What closes what a mark opens, best first; nothing for what is no mark that can open.
fn closers(mark: char) -> &'static [char] {
    match mark {
        '"' => &['"'],
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '”' => &['”'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '‹' => &['›'],
        '›' => &['‹', '›'],
        '「' => &['」'],
        '『' => &['』'],
        '\'' => &['\''],
        '‘' => &['’', '\''],
        '‚' => &['‘', '’', '\''],
        '’' => &['’'],
        _ => &[],
    }
}

/// Whether a mark may as well be an apostrophe.
fn is_doubtful(mark: char) -> bool {
    matches!(mark, '\'' | '’' | '‘')
}

/// A mark that waits to be closed.
struct Open {
    mark: char,
    at: usize,
}

/// The outermost quoted stretches between two places, in order, their marks included.
fn regions(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let mut stack: Vec<Open> = Vec::new();
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut before: Option<char> = None;
    let mut letters = text.get(start..end).unwrap_or_default().char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map(|(_, next)| *next);
        let at = start + at;
        if letter == '\n' {
            close_all(&mut stack, &mut found, at);
        } else if let Some(depth) = closed_by(&stack, letter, after) {
            stack.truncate(depth + 1);
            if let Some(open) = stack.pop()
                && stack.is_empty()
            {
                found.push((open.at, at + letter.len_utf8()));
            }
        } else if opens(letter, before, after) {
            stack.push(Open { mark: letter, at });
        }
        before = Some(letter);
    }
    close_all(&mut stack, &mut found, end);
    found
}

/// Which open mark a letter closes: the innermost that it can.
fn closed_by(stack: &[Open], letter: char, after: Option<char>) -> Option<usize> {
    if is_doubtful(letter) && after.is_some_and(char::is_alphanumeric) {
        return None;
    }
    stack.iter().rposition(|open| closers(open.mark).contains(&letter))
}

fn opens(letter: char, before: Option<char>, after: Option<char>) -> bool {
    if closers(letter).is_empty() {
        return false;
    }
    let glued = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    // 'Kim', but not Kim's, and not the leaders' (nothing is open there).
    !is_doubtful(letter) || (!glued(before) && after.is_some_and(|c| c.is_alphanumeric() || !closers(c).is_empty()))
}

/// At the end of a paragraph a double mark reaches as far as that, a single one was an apostrophe.
fn close_all(stack: &mut Vec<Open>, found: &mut Vec<(usize, usize)>, at: usize) {
    if let Some(open) = stack.drain(..).find(|open| !is_doubtful(open.mark)) {
        found.push((open.at, at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `[` and `]` stand around what is asked about.
    fn asked(marked: &str) -> Quoted {
        let start = marked.find('[').unwrap();
        let end = marked.find(']').unwrap() - 1;
        quoted(&marked.replace(['[', ']'], ""), &[Span::new(start, end).unwrap()])
    }

    #[test]
    fn words_inside_the_marks_of_many_languages_are_quoted() {
        for text in [
            "He said: \"[No agreements were signed]\".",
            "He said: [\"No agreements were signed\"].",
            "He said: “[No agreements]”, and left.",
            "He said ‘[it’s the leader’s plan]’ today",
            "Er sagte: „[Kein Abkommen]“.",
            "Er sagte: »[Kein Abkommen]«.",
            "Řekl: ‚[žádné dohody]‘.",
            "Il a dit : « [aucun accord] ».",
            "Он заявил: «[Никаких соглашений не подписано]».",
            "Hän sanoi: ”[ei sopimuksia]”.",
            "Mówił: „[żadnych umów]”.",
            "他说：「[没有协议]」。",
            "彼は『[合意はない]』と述べた。",
            "他说：“[没有协议]”。",
            "그는 \"[합의가 없다]\"고 말했다",
            "\"[He said 'no' to it]\"",
        ] {
            assert_eq!(asked(text), Quoted::Whole, "{text}");
        }
    }

    #[test]
    fn a_few_quoted_words_in_a_report_are_a_part() {
        for text in [
            "[ready to work on a \"100-year plan\" of relations]",
            "[готов работать над «планом на сто лет» вместе]",
            "[er sei »bereit« dazu]",
            "[\"The talks\" between them are a \"landmark event\" and \"inspire struggle,\"] it said",
            "[他说这是“里程碑”式的会面]",
        ] {
            assert_eq!(asked(text), Quoted::Part, "{text}");
        }
    }

    #[test]
    fn words_outside_of_marks_are_not_quoted() {
        for text in [
            "[he was very pleased to receive the DPRK leader]",
            "\"No,\" he said, [and left]. \"Yes\"",
            "[the leaders' plan and Kim's train]",
            "[the leaders’ plan and Kim’s train]",
            "« Non », dit-il, [et il partit]",
            "»Nein«, sagte er, [und ging]. »Ja«",
            "[rock 'n roll]",
        ] {
            assert_eq!(asked(text), Quoted::Nothing, "{text}");
        }
    }

    #[test]
    fn what_nothing_closes_reaches_to_the_end_of_its_paragraph_and_no_further() {
        let text = "“One paragraph\nanother";
        assert_eq!(quoted(text, &[Span::new(3, 9).unwrap()]), Quoted::Whole);
        assert_eq!(quoted(text, &[Span::new(17, 24).unwrap()]), Quoted::Nothing);
    }

    #[test]
    fn several_stretches_are_asked_together() {
        let text = "“Yes,” he said, “indeed” so";
        let span = |part: &str| Span::new(text.find(part).unwrap(), text.find(part).unwrap() + part.len()).unwrap();
        assert_eq!(quoted(text, &[span("Yes"), span("indeed")]), Quoted::Whole);
        assert_eq!(quoted(text, &[span("Yes"), span("so")]), Quoted::Part);
    }
}
