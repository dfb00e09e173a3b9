//! The hits of a search as a list: filtered by a query, sorted by what stands before them, in them or after them, and as a table.
//!
//! All of it walks every hit, so it is the work of a job; what comes back are numbers of hits and texts.

use super::jobs::Progress;
use super::search::Found;
use crate::analysis::concordance::{Hit, context};
use crate::analysis::query::{Filter, QueryError};
use crate::formats::{OffsetUnit, UnitTable};
use crate::model::{Document, Project};
use crate::text::{Span, find};

/// Characters on either side of a hit that a query is asked of and that a table has: those of `variorum search`.
const CONTEXT: usize = 40;
/// Characters of a context that hits are sorted by.
const SORTED_BY: usize = 48;
/// Hits after which it is asked whether the work is still wanted.
const BREATH: usize = 512;

/// What hits are sorted by, the classic ways of a concordance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum HitSort {
    /// Documents and places.
    #[default]
    Place,
    /// The words before, the nearest one first.
    Before,
    /// The words found.
    Match,
    /// The words after.
    After,
}

/// In which order which hits are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HitOrder {
    /// A query; empty: all hits.
    pub query: String,
    /// What they are sorted by.
    pub sort: HitSort,
    /// Whether the last ones come first.
    pub descending: bool,
}

impl HitOrder {
    /// Whether it is that in which they were found.
    pub fn is_as_found(&self) -> bool {
        self.query.trim().is_empty() && self.sort == HitSort::Place && !self.descending
    }
}

/// How a table of hits is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitTable {
    /// RFC 4180 with a line of headings; offsets in code points.
    Csv,
    /// Lines with tabs, for the clipboard.
    Tabs,
}

/// Numbers of the hits that are wanted, in their order; `None`: it was called off. Equal ones stay in the order of places.
pub fn order_hits(project: &Project, found: &[Found], order: &HitOrder, progress: &Progress) -> Option<Result<Vec<u32>, QueryError>> {
    let filter = match Filter::<Hit>::new(project, &order.query) {
        Ok(filter) => filter,
        Err(error) => return Some(Err(error)),
    };
    let asks = !order.query.trim().is_empty();
    let mut keyed: Vec<(String, u32)> = Vec::new();
    for (number, document, span) in numbered(project, found) {
        if (number as usize).is_multiple_of(BREATH) && progress.is_cancelled() {
            return None;
        }
        let Some(document) = document else { continue };
        if asks && !hit_of(document, span).is_some_and(|hit| filter.admits(project, &hit)) {
            continue;
        }
        keyed.push((key(document, span, order.sort), number));
    }
    if order.sort != HitSort::Place {
        keyed.sort();
    }
    let mut numbers: Vec<u32> = keyed.into_iter().map(|(_, number)| number).collect();
    if order.descending {
        numbers.reverse();
    }
    Some(Ok(numbers))
}

/// Hits as a table, `wanted` of them in this order, or all of them; `None`: it was called off.
pub fn hit_table(project: &Project, found: &[Found], wanted: Option<&[u32]>, table: HitTable, progress: &Progress) -> Option<String> {
    let starts = starts(found);
    let all: Vec<u32>;
    let numbers = if let Some(numbers) = wanted {
        numbers
    } else {
        all = (0..total(found)).collect();
        &all
    };
    let mut units: Option<(usize, UnitTable<'_>)> = None;
    let mut writer = writer(table)?;
    for (done, number) in numbers.iter().enumerate() {
        if done.is_multiple_of(BREATH) && progress.is_cancelled() {
            return None;
        }
        let at = starts.partition_point(|start| start <= number).checked_sub(1)?;
        let of_document = found.get(at)?;
        let Some(document) = project.documents().get(&of_document.document) else { continue };
        let span = *of_document.spans.get((number - starts.get(at)?) as usize)?;
        if units.as_ref().is_none_or(|(of, _)| *of != at) {
            units = Some((at, UnitTable::new(document.text.as_str(), OffsetUnit::CodePoint)));
        }
        let (Some((_, unit)), Some(hit)) = (&units, hit_of(document, span)) else { continue };
        let Some(place) = unit.span_from_bytes(span) else { continue };
        let (start, end) = (place.start().to_string(), place.end().to_string());
        let record = [document.id.as_str(), &start, &end, &hit.left, &hit.matched, &hit.right];
        writer.write_record(record).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}

fn writer(table: HitTable) -> Option<csv::Writer<Vec<u8>>> {
    let mut builder = csv::WriterBuilder::new();
    match table {
        HitTable::Csv => builder.terminator(csv::Terminator::CRLF),
        HitTable::Tabs => builder.delimiter(b'\t'),
    };
    let mut writer = builder.from_writer(Vec::new());
    if table == HitTable::Csv {
        writer.write_record(["document", "start", "end", "left", "match", "right"]).ok()?;
    }
    Some(writer)
}

/// Every hit with its number; the document is gone where there is none.
fn numbered<'a>(project: &'a Project, found: &'a [Found]) -> impl Iterator<Item = (u32, Option<&'a Document>, Span)> {
    let of_document = |f: &'a Found| {
        let document = project.documents().get(&f.document).map(AsRef::as_ref);
        f.spans.iter().map(move |span| (document, *span))
    };
    found.iter().flat_map(of_document).zip(0_u32..).map(|((document, span), number)| (number, document, span))
}

/// For each document, the number of its first hit.
fn starts(found: &[Found]) -> Vec<u32> {
    let ends = found.iter().scan(0_u32, |end, f| {
        let start = *end;
        *end += f.spans.len() as u32;
        Some(start)
    });
    ends.collect()
}

fn total(found: &[Found]) -> u32 {
    found.iter().map(|f| f.spans.len() as u32).sum()
}

fn hit_of(document: &Document, span: Span) -> Option<Hit> {
    let (left, right) = context(document.text.as_str(), span, CONTEXT)?;
    let matched = document.text.slice(span)?.to_owned();
    Some(Hit { document: document.id.clone(), span, left, matched, right })
}

/// What a hit is sorted by: words in small letters with single spaces, without the signs between them.
fn key(document: &Document, span: Span, sort: HitSort) -> String {
    let words = |text: &str| {
        let folded = find::key(text);
        let words = folded.split(|c: char| !find::is_of_word(c) && c != '\'').filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let around = || context(document.text.as_str(), span, SORTED_BY).unwrap_or_default();
    match sort {
        HitSort::Place => String::new(),
        HitSort::Before => {
            let mut before = words(&around().0);
            before.reverse();
            before.join(" ")
        }
        HitSort::Match => words(document.text.slice(span).unwrap_or_default()).join(" "),
        HitSort::After => words(&around().1).join(" "),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{CodebookInfo, DocumentId, ProjectInfo};
    use crate::text::ReadingText;

    const FIRST: &str = "Ünter talks, the talks began; good talks ended.";
    const SECOND: &str = "No talks at all.";

    fn project() -> Project {
        let document = |id: &str, text: &str| Document::new(DocumentId::new(id).unwrap(), ReadingText::new(text).unwrap()).into();
        let records = [document("000", FIRST), document("001", SECOND)];
        Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records).0
    }

    fn found(project: &Project) -> Vec<Found> {
        let spans = |d: &Document| -> Arc<[Span]> {
            d.text.as_str().match_indices("talks").map(|(at, words)| Span::new(at, at + words.len()).unwrap()).collect()
        };
        project.documents().values().map(|d| Found { document: d.id.clone(), spans: spans(d) }).collect()
    }

    fn ordered(query: &str, sort: HitSort, descending: bool) -> Vec<u32> {
        let project = project();
        let order = HitOrder { query: query.to_owned(), sort, descending };
        order_hits(&project, &found(&project), &order, &Progress::default()).unwrap().unwrap()
    }

    #[test]
    fn words_before_are_read_backwards_and_words_after_forwards() {
        // Before: ünter | the talks ünter | good began … | no
        assert_eq!(ordered("", HitSort::Before, false), [2, 3, 1, 0]);
        // After: the talks … | began good … | ended | at all
        assert_eq!(ordered("", HitSort::After, false), [3, 1, 2, 0]);
        assert_eq!(ordered("", HitSort::Place, true), [3, 2, 1, 0]);
        assert_eq!(ordered("", HitSort::Match, false), [0, 1, 2, 3]);
    }

    #[test]
    fn a_query_leaves_the_hits_that_fit() {
        assert_eq!(ordered("document:001", HitSort::Place, false), [3]);
        assert_eq!(ordered("left:good or right:\"talks began\"", HitSort::Place, false), [0, 2]);
        assert_eq!(ordered("\"no talks\"", HitSort::Place, false), [3]);
        assert_eq!(ordered("not has:code paragraph:1", HitSort::After, false), [3, 1, 2, 0]);
        let project = project();
        let wrong = HitOrder { query: "lefd:x".to_owned(), ..HitOrder::default() };
        let error = order_hits(&project, &found(&project), &wrong, &Progress::default()).unwrap().unwrap_err();
        assert_eq!((error.column, error.hint.as_str()), (1, "Did you mean left?"));
    }

    #[test]
    fn a_table_has_offsets_in_code_points_and_the_order_of_the_list() {
        let project = project();
        let csv = hit_table(&project, &found(&project), Some(&[3, 0]), HitTable::Csv, &Progress::default()).unwrap();
        // One letter of the first text takes two bytes.
        assert_eq!(
            csv,
            "document,start,end,left,match,right\r\n001,3,8,No ,talks, at all.\r\n000,6,11,Ünter ,talks,\", the talks began; good talks ended.\"\r\n"
        );
        let all = hit_table(&project, &found(&project), None, HitTable::Tabs, &Progress::default()).unwrap();
        assert_eq!(all.lines().count(), 4);
        assert!(all.starts_with("000\t6\t11\tÜnter \ttalks\t"));
    }

    #[test]
    fn what_was_called_off_gives_nothing() {
        let project = project();
        let progress = Progress::default();
        progress.cancel();
        assert!(order_hits(&project, &found(&project), &HitOrder::default(), &progress).is_none());
        assert!(hit_table(&project, &found(&project), None, HitTable::Csv, &progress).is_none());
    }
}
