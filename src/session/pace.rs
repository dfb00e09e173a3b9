//! How quickly one works in this sitting: words and annotations per hour, from the times of the steps alone.
//!
//! A sitting begins when the project is opened. **Time** is what lies between neighbouring steps (changes, undo and redo); five minutes
//! or more between two of them are a pause and do not count. **Annotations** are those made by hand in the sitting that are still there.
//! **Words** are those of the stretches worked through: in each document from the first to the last place coded in the sitting, where a
//! place far from the others ([`JUMP`]) begins a stretch of its own. Nothing is asked of a clock: steps carry their time.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use crate::analysis::stats::words;
use crate::model::{Annotation, AnnotationId, DocumentId, Edit, Origin, Project, RecordId};
use crate::text::Span;

/// From this time on nothing counts: somebody went for tea.
const PAUSE: SignedDuration = SignedDuration::from_mins(5);
/// Time (of work) before a rate says anything.
const LEAST: SignedDuration = SignedDuration::from_mins(1);
/// Bytes between two coded places from which on the text between them was passed over and not read: some ten pages.
const JUMP: usize = 20_000;

/// What was done in a sitting so far.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    last: Option<Timestamp>,
    worked: SignedDuration,
    made: BTreeSet<AnnotationId>,
    stretches: BTreeMap<DocumentId, Vec<Span>>,
    words: usize,
}

impl Pace {
    /// Words per hour; `None` until there was a minute of work.
    pub fn words_per_hour(&self) -> Option<usize> {
        self.per_hour(self.words)
    }

    /// Annotations per hour; `None` until there was a minute of work.
    pub fn annotations_per_hour(&self) -> Option<usize> {
        self.per_hour(self.made.len())
    }

    fn per_hour(&self, count: usize) -> Option<usize> {
        let seconds = self.worked.as_secs_f64();
        (self.worked >= LEAST).then(|| (count as f64 * 3600.0 / seconds).round() as usize)
    }

    /// Takes in a step that was carried out; `project` is as it is behind it.
    pub(super) fn step(&mut self, time: Timestamp, edits: &[Edit], project: &Project) {
        if let Some(last) = self.last {
            let between = time.duration_since(last);
            if between.is_positive() && between < PAUSE {
                self.worked += between;
            }
        }
        self.last = Some(time);
        for edit in edits {
            match edit {
                Edit::Add(record) => {
                    if let Ok(annotation) = <&Annotation>::try_from(record) {
                        self.made(annotation, project);
                    }
                }
                Edit::Remove(RecordId::Annotation(id)) => {
                    self.made.remove(id);
                }
                Edit::Remove(_) | Edit::Set(_) | Edit::SetProject(_) | Edit::SetCodebook(_) | Edit::SetConflict(..) => {}
            }
        }
    }

    fn made(&mut self, annotation: &Annotation, project: &Project) {
        if annotation.origin != Origin::ByHand {
            return;
        }
        self.made.insert(annotation.id.clone());
        let (Some(place), Some(document)) = (annotation.target.extent(), project.documents().get(&annotation.document)) else { return };
        let stretches = self.stretches.entry(annotation.document.clone()).or_default();
        for new in take_in(stretches, place) {
            self.words += document.text.slice(new).map_or(0, words);
        }
    }
}

/// Adds a place to the stretches (sorted, apart from one another), and says what of the text is new.
fn take_in(stretches: &mut Vec<Span>, place: Span) -> Vec<Span> {
    let near = |other: &Span| other.start() <= place.end() + JUMP && place.start() <= other.end() + JUMP;
    let joined: Vec<Span> = stretches.iter().copied().filter(near).collect();
    stretches.retain(|other| !near(other));
    let start = joined.first().map_or(place.start(), |first| first.start().min(place.start()));
    let end = joined.last().map_or(place.end(), |last| last.end().max(place.end()));
    let mut new = Vec::new();
    let mut from = start;
    for known in &joined {
        new.extend(Span::new(from, known.start()).ok());
        from = known.end();
    }
    new.extend(Span::new(from, end).ok());
    let whole = Span::new(start, end).unwrap_or(place);
    let at = stretches.partition_point(|other| *other < whole);
    stretches.insert(at, whole);
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(start, end).unwrap()
    }

    #[test]
    fn text_between_two_places_counts_once() {
        let mut stretches = Vec::new();
        assert_eq!(take_in(&mut stretches, span(100, 110)), [span(100, 110)]);
        assert_eq!(take_in(&mut stretches, span(200, 210)), [span(110, 210)]);
        assert_eq!(take_in(&mut stretches, span(120, 130)), []);
        assert_eq!(take_in(&mut stretches, span(50, 60)), [span(50, 100)]);
        assert_eq!(stretches, [span(50, 210)]);
    }

    #[test]
    fn a_place_far_away_begins_a_stretch_of_its_own_and_joins_what_comes_near() {
        let mut stretches = vec![span(0, 10)];
        assert_eq!(take_in(&mut stretches, span(30_000, 30_010)), [span(30_000, 30_010)]);
        assert_eq!(stretches, [span(0, 10), span(30_000, 30_010)]);
        assert_eq!(take_in(&mut stretches, span(15_000, 15_010)), [span(10, 30_000)]);
        assert_eq!(stretches, [span(0, 30_010)]);
    }

    #[test]
    fn pauses_do_not_count() {
        let (mut pace, project) = (Pace::default(), Project::default());
        let start: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        for seconds in [0, 40, 80, 80 + 300, 80 + 320] {
            pace.step(start + SignedDuration::from_secs(seconds), &[], &project);
        }
        assert_eq!(pace.worked, SignedDuration::from_secs(40 + 40 + 20));
    }

    #[test]
    fn a_rate_is_told_after_a_minute_of_work() {
        let mut pace = Pace { worked: SignedDuration::from_secs(59), words: 600, ..Pace::default() };
        assert_eq!(pace.words_per_hour(), None);
        pace.worked = SignedDuration::from_secs(120);
        assert_eq!((pace.words_per_hour(), pace.annotations_per_hour()), (Some(18_000), Some(0)));
    }
}
