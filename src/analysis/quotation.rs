//! Words of a document as a quotation with its source, to be pasted into a text about it.
//!
//! ```text
//! “met Putin […] at the spaceport” (Rodong Sinmun, “A historic meeting”, 2023-09-14, ¶3, characters 219–228, 240–256)
//! ```
//! What is not known of the source is left out.

use crate::model::Document;
use crate::text::Span;

/// Between the fragments of a quotation that leaves something out.
const GAP: &str = " […] ";

/// Quotation marks by language: `quotationStart` and `quotationEnd` of the Unicode CLDR (`delimiters.json`, December 2025); every language
/// that is not here has those of English there. A tag with a script or region comes before its language.
const MARKS: [(&str, &str, &str); 40] = [
    ("am", "«", "»"),
    ("ar", "”", "“"),
    ("be", "«", "»"),
    ("bg", "„", "“"),
    ("ca", "«", "»"),
    ("cs", "„", "“"),
    ("de", "„", "“"),
    ("el", "«", "»"),
    ("et", "„", "“"),
    ("fa", "«", "»"),
    ("fi", "”", "”"),
    ("fr", "«", "»"),
    ("he", "”", "”"),
    ("hr", "„", "“"),
    ("hu", "„", "”"),
    ("hy", "«", "»"),
    ("is", "„", "“"),
    ("it", "«", "»"),
    ("ja", "「", "」"),
    ("ka", "„", "“"),
    ("lt", "„", "“"),
    ("nb", "«", "»"),
    ("nl", "‘", "’"),
    ("nn", "«", "»"),
    ("no", "«", "»"),
    ("pl", "„", "”"),
    ("pt-PT", "«", "»"),
    ("ro", "„", "”"),
    ("ru", "«", "»"),
    ("sk", "„", "“"),
    ("sl", "„", "“"),
    ("sr", "„", "”"),
    ("sv", "”", "”"),
    ("uk", "«", "»"),
    ("ur", "”", "“"),
    ("yue", "「", "」"),
    ("zh-HK", "「", "」"),
    ("zh-Hant", "「", "」"),
    ("zh-MO", "「", "」"),
    ("zh-TW", "「", "」"),
];

/// The words of a document at some places, with where they come from; `None` where there are none.
pub fn quotation(document: &Document, places: &[Span]) -> Option<String> {
    let parts: Vec<String> = places.iter().filter_map(|span| document.text.slice(*span)).map(on_one_line).collect();
    if parts.is_empty() {
        return None;
    }
    let (open, close) = marks_of(document.language.as_deref().unwrap_or_default());
    let known = |field: &Option<String>| field.as_deref().map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned);
    let title = known(&document.title).map(|title| format!("{open}{title}{close}"));
    let source = [known(&document.outlet), title, known(&document.date), paragraphs(document, places), Some(characters(document, places))];
    let source: Vec<String> = source.into_iter().flatten().collect();
    Some(format!("{open}{}{close} ({})", parts.join(GAP), source.join(", ")))
}

/// The marks of a language, by its BCP 47 tag: the longest beginning of it that has its own.
pub fn marks_of(language: &str) -> (&'static str, &'static str) {
    let mut tag = language.trim().replace('_', "-");
    loop {
        if let Some((_, open, close)) = MARKS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(&tag)) {
            return (open, close);
        }
        match tag.rfind('-') {
            Some(end) => tag.truncate(end),
            None => return ("“", "”"),
        }
    }
}

fn on_one_line(words: &str) -> String {
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

fn paragraphs(document: &Document, places: &[Span]) -> Option<String> {
    let first = document.text.paragraph_at(places.first()?.start())? + 1;
    let last = document.text.paragraph_at(places.last()?.end().saturating_sub(1))? + 1;
    Some(if first == last { format!("¶{first}") } else { format!("¶{first}–{last}") })
}

fn characters(document: &Document, places: &[Span]) -> String {
    let count = |offset| document.text.code_points_before(offset);
    let ranges: Vec<String> = places.iter().map(|span| format!("{}–{}", count(span.start()), count(span.end()))).collect();
    format!("characters {}", ranges.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentId;
    use crate::text::ReadingText;

    fn document(text: &str, language: &str) -> Document {
        let document = Document::new(DocumentId::new("d").unwrap(), ReadingText::new(text).unwrap());
        Document { language: Some(language.to_owned()), ..document }
    }

    fn span(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len()).unwrap()
    }

    #[test]
    fn a_quotation_names_everything_that_is_known() {
        let text = "One.\n\nKim Jong Un met Putin at the spaceport.";
        let (outlet, title, date) = (Some("Reuters".to_owned()), Some("A meeting".to_owned()), Some("2023-09-14".to_owned()));
        let known = Document { title, outlet, date, ..document(text, "en") };
        let places = [span(text, "Kim Jong Un"), span(text, "at the spaceport")];
        let expected = "“Kim Jong Un […] at the spaceport” (Reuters, “A meeting”, 2023-09-14, ¶2, characters 6–17, 28–44)";
        assert_eq!(quotation(&known, &places).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_unknown_is_left_out_and_lines_are_joined() {
        let text = "Привет.\n\nМир.";
        let whole = [Span::new(0, text.len()).unwrap()];
        assert_eq!(quotation(&document(text, "ru"), &whole).as_deref(), Some("«Привет. Мир.» (¶1–2, characters 0–13)"));
        assert_eq!(quotation(&document(text, "ru"), &[]), None);
    }

    #[test]
    fn marks_follow_the_language_and_its_script_or_region() {
        let expected = [
            ("de", "„“"),
            ("de-AT", "„“"),
            ("fr", "«»"),
            ("ru", "«»"),
            ("ja", "「」"),
            ("ja-JP", "「」"),
            ("en-GB", "“”"),
            ("", "“”"),
            ("zh-Hant-TW", "「」"),
            ("zh-Hans", "“”"),
        ];
        for (language, marks) in expected {
            let (open, close) = marks_of(language);
            assert_eq!(format!("{open}{close}"), marks, "{language}");
        }
    }
}
