//! One line of the dataset: a record as a JSON object with its type.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::foreign::{kept_as, read_known};
use super::quick;
use super::strict::Strict;
use super::words::words;
use crate::formats::{OffsetUnit, Original};
use crate::model::{
    Annotation, Attribute, Claim, Code, Coder, Document, DocumentId, Entity, Event, Layer, Link, LinkType, Mark, MarkSubject, Memo, Place,
    Progress, Record, Target, Treatment,
};
use crate::text::sha256;
use crate::text::{Run, Span};

/// What a line holds.
pub(super) enum Line {
    /// A record; its offsets count what the line says, else what the header says. And its fields that are unknown, each with
    /// whether it is kept with the record.
    Record(Record, Option<OffsetUnit>, Vec<(String, bool)>),
    /// Untouched bytes.
    Original(OriginalLine),
    /// Something this version does not know.
    Unknown(String),
}

/// Untouched bytes on a line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct OriginalLine {
    #[serde(rename = "type", default)]
    kind: String,
    /// The file's name under `documents/original/`.
    pub name: String,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// The bytes.
    pub base64: String,
}

impl OriginalLine {
    /// The line of an original.
    pub fn of(original: &Original) -> Self {
        Self {
            kind: "original".to_owned(),
            name: original.name.clone(),
            sha256: sha256(&original.bytes),
            base64: BASE64_STANDARD.encode(&original.bytes),
        }
    }
}

/// A record's fields behind its type.
#[derive(Serialize)]
struct Typed<'a, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    offsets: Option<OffsetUnit>,
    #[serde(flatten)]
    record: &'a T,
}

macro_rules! kinds {
    ($($kind:literal $variant:ident;)*) => {
        /// A record as a line.
        pub(super) fn to_json(record: &Record, offsets: Option<OffsetUnit>) -> Result<String, serde_json::Error> {
            match record { $(Record::$variant(r) => serde_json::to_string(&Typed { kind: $kind, offsets, record: &**r }),)* }
        }

        impl Line {
            /// A line in which nothing is out of the ordinary.
            fn quick(line: &str) -> Option<Self> {
                let head = quick::head(line)?;
                Some(match &*head.kind {
                    $($kind => Self::Record(Record::$variant(Arc::new(quick::record::<$variant>(line)?)), head.unit, Vec::new()),)*
                    "original" => Self::Original(serde_json::from_str(line).ok()?),
                    _ => return None,
                })
            }

            /// Any line, or what is wrong with it.
            fn general(line: &str) -> Result<Self, String> {
                let Strict(Value::Object(mut fields)) = serde_json::from_str(line).map_err(|e| words(&e))? else {
                    return Err("it is no object in curly brackets".to_owned());
                };
                let Some(Value::String(kind)) = fields.remove("type") else {
                    return Err("it has no \"type\"".to_owned());
                };
                let unit = fields.remove("offsets").map(serde_json::from_value).transpose().map_err(|e| format!("offsets: {}", words(&e)))?;
                let value = Value::Object(fields);
                let why = |e: serde_json::Error| format!("the {kind} is incomplete or wrong: {}", words(&e));
                Ok(match kind.as_str() {
                    $($kind => {
                        let (mut record, unknown) = read_known::<$variant>(&value).map_err(why)?;
                        let mut told = Vec::new();
                        for name in unknown {
                            let kept = value.get(&name).and_then(|value| kept_as(&name, value));
                            told.push((name.clone(), kept.is_some()));
                            record.extra.extend(kept.map(|source| (name, source)));
                        }
                        Self::Record(Record::$variant(Arc::new(record)), unit, told)
                    })*
                    "original" => Self::Original(serde_json::from_value(value).map_err(why)?),
                    _ => Self::Unknown(kind),
                })
            }
        }
    };
}

impl Line {
    /// Understands a line, or says why not.
    pub fn parse(line: &str) -> Result<Self, String> {
        Self::quick(line).map_or_else(|| Self::general(line), Ok)
    }
}

kinds! {
    "coder" Coder;
    "event" Event;
    "attribute" Attribute;
    "layer" Layer;
    "code" Code;
    "link-type" LinkType;
    "entity" Entity;
    "claim" Claim;
    "document" Document;
    "annotation" Annotation;
    "link" Link;
    "treatment" Treatment;
    "memo" Memo;
    "mark" Mark;
    "progress" Progress;
}

/// The record with all its spans moved by `to`; `None` when one of them has no place there.
pub(super) fn moved(record: &Record, to: &dyn Fn(&DocumentId, Span) -> Option<Span>) -> Option<Record> {
    let place = |document: &DocumentId, place: &Place| {
        let span = to(document, place.span)?;
        Some(Place { span, quote: Arc::clone(&place.quote) })
    };
    Some(match record {
        Record::Document(d) => {
            let runs: Option<Vec<Run>> = d.runs.iter().map(|Run(span, style)| Some(Run(to(&d.id, *span)?, style.clone()))).collect();
            Document { runs: runs?.into(), ..Document::clone(d) }.into()
        }
        Record::Annotation(a) => {
            let target = match &a.target {
                Target::Spans(places) => Target::Spans(places.iter().map(|p| place(&a.document, p)).collect::<Option<_>>()?),
                Target::Paragraph(p) => Target::Paragraph(place(&a.document, p)?),
                Target::Document => Target::Document,
            };
            Annotation { target, ..Annotation::clone(a) }.into()
        }
        Record::Mark(m) => {
            let subject = match &m.subject {
                MarkSubject::Paragraph(p) => MarkSubject::Paragraph(place(&m.document, p)?),
                other @ (MarkSubject::Document | MarkSubject::Claim(_)) => other.clone(),
            };
            Mark { subject, ..Mark::clone(m) }.into()
        }
        Record::Coder(_)
        | Record::Event(_)
        | Record::Attribute(_)
        | Record::Layer(_)
        | Record::Code(_)
        | Record::LinkType(_)
        | Record::Entity(_)
        | Record::Claim(_)
        | Record::Link(_)
        | Record::Treatment(_)
        | Record::Memo(_)
        | Record::Progress(_) => record.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Lines of each kind, some with what makes the quick reader give up.
    const LINES: [&str; 9] = [
        r#"{"type":"annotation","id":"a1","coder":"a","document":"d","code":"E.PER","target":{"Spans":[{"span":[0,5],"quote":"Putin"}]},"attributes":{"E.certain":{"YesNo":true}},"memo":"\u00e9 \"x\"","created":"2026-01-02T03:04:05Z","revision":2}"#,
        r#"{"offsets":"byte","type":"document","id":"d","text":"Putin met Kim.","runs":[[[0,5],"Bold"]]}"#,
        r#"{"type":"coder","id":"a","name":"A","note":"n","extra":{"hand":"left"}}"#,
        r#"{"type":"entity","id":"e","name":"Kim","scanner":{"dpi":300,"dpi":600}}"#,
        r#"{"type":"entity","id":"e","name":"Kim","scanner":{"dpi":300}}"#,
        r#"{"type":"claim","id":"k","statement":"They met","statement":"They did not"}"#,
        r#"{"type":"claim","id":"k","statement":"They met","type":"claim"}"#,
        r#"{"type":"original","name":"r.txt","sha256":"00","base64":"UHV0aW4="}"#,
        r#"{"type":"event","id":"v","name":7}"#,
    ];

    fn shown(line: &Line) -> String {
        match line {
            Line::Record(record, unit, told) => format!("{record:?} {unit:?} {told:?}"),
            Line::Original(original) => format!("{} {} {}", original.name, original.sha256, original.base64),
            Line::Unknown(kind) => kind.clone(),
        }
    }

    #[test]
    fn a_line_with_nothing_out_of_the_ordinary_is_read_the_quick_way() {
        let quick = LINES.map(|line| Line::quick(line).is_some());
        assert_eq!(quick, [true, true, true, false, false, false, false, true, false]);
    }

    proptest! {
        #[test]
        fn the_quick_reader_finds_what_the_general_one_finds_or_nothing(
            line in 0..LINES.len(), at in any::<prop::sample::Index>(), by in "[\\[\\]{}:,\"0-9a-z\\\\. -]{0,3}", take in 0_usize..9,
        ) {
            let chars: Vec<char> = LINES[line].chars().collect();
            let at = at.index(chars.len());
            let changed: String = chars[..at].iter().copied().chain(by.chars()).chain(chars[at..].iter().skip(take).copied()).collect();
            for line in [LINES[line], &changed] {
                if let Some(quick) = Line::quick(line) {
                    let general = Line::general(line).map(|line| shown(&line));
                    prop_assert_eq!(Ok(shown(&quick)), general, "{}", line);
                }
            }
        }
    }
}
