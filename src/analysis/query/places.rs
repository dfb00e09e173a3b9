//! Stretches of text, sorted so that one question about what lies in, over or near a place costs a few steps, however many there are.

use super::syntax::Relation;
use crate::text::Span;
use crate::text::segmentation::words_up_to;

/// Stretches of one document.
///
/// ```text
/// starts   1    3    7      sorted by start
/// ends     9    4    8      of the same stretch
/// furthest 9,0  9,4  9,8    the two largest ends so far     (does another one reach over a place?)
/// nearest  4,8  4,8  8,-    the two smallest ends from here (does another one end within a place?)
/// ```
#[derive(Debug, Default)]
pub(super) struct Places {
    starts: Vec<usize>,
    furthest: Vec<[usize; 2]>,
    nearest: Vec<[usize; 2]>,
    ends_sorted: Vec<usize>,
}

impl Places {
    pub(super) fn new(mut spans: Vec<Span>) -> Self {
        spans.sort_unstable();
        let ends: Vec<usize> = spans.iter().map(|s| s.end()).collect();
        let mut two = [0, 0];
        let mut furthest: Vec<[usize; 2]> = Vec::with_capacity(ends.len());
        for end in &ends {
            let [a, b] = two;
            two = if *end > a { [*end, a] } else { [a, b.max(*end)] };
            furthest.push(two);
        }
        let mut two = [usize::MAX, usize::MAX];
        let mut nearest: Vec<[usize; 2]> = Vec::with_capacity(ends.len());
        for end in ends.iter().rev() {
            let [a, b] = two;
            two = if *end < a { [*end, a] } else { [a, b.min(*end)] };
            nearest.push(two);
        }
        nearest.reverse();
        let mut ends_sorted = ends;
        ends_sorted.sort_unstable();
        Self { starts: spans.iter().map(|s| s.start()).collect(), furthest, nearest, ends_sorted }
    }

    /// Whether one of them (besides `span` itself, where it is one of them) stands so that `span` is inside it, contains it, ….
    pub(super) fn any(&self, text: &str, span: Span, relation: Relation, itself: bool) -> bool {
        let besides = usize::from(itself);
        match relation {
            Relation::Inside => {
                let before = self.starts.partition_point(|start| *start <= span.start());
                let two = before.checked_sub(1).and_then(|at| self.furthest.get(at));
                two.and_then(|two| two.get(besides)).is_some_and(|end| *end >= span.end())
            }
            Relation::Contains => {
                let from = self.starts.partition_point(|start| *start < span.start());
                self.nearest.get(from).and_then(|two| two.get(besides)).is_some_and(|end| *end <= span.end())
            }
            Relation::Overlaps => self.overlapping(span) > besides,
            Relation::Within(words) => self.overlapping(span) > besides || self.is_near(text, span, words),
        }
    }

    /// How many share a byte with `span`: those that begin before its end, without those that end before its start.
    fn overlapping(&self, span: Span) -> usize {
        let begun = self.starts.partition_point(|start| *start < span.end());
        begun - self.ends_sorted.partition_point(|end| *end <= span.start())
    }

    fn is_near(&self, text: &str, span: Span, words: u32) -> bool {
        let behind = self.starts.get(self.starts.partition_point(|start| *start < span.end()));
        let before = self.ends_sorted.partition_point(|end| *end <= span.start()).checked_sub(1).and_then(|at| self.ends_sorted.get(at));
        let most = words as usize;
        let close = |gap: Option<&str>| gap.is_some_and(|gap| words_up_to(gap, most) < most);
        behind.is_some_and(|start| close(text.get(span.end()..*start))) || before.is_some_and(|end| close(text.get(*end..span.start())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span::new(start, end).unwrap()
    }

    #[test]
    fn places_answer_as_looking_at_each_would() {
        let all: Vec<Span> = (0..7).flat_map(|start| (start + 1..8).map(move |end| span(start, end))).collect();
        // Every third and every seventh of all stretches of seven letters, asked about each of them.
        let chosen: Vec<Span> = all.iter().enumerate().filter(|(n, _)| n % 3 == 0 || n % 7 == 0).map(|(_, s)| *s).collect();
        let places = Places::new(chosen.clone());
        for asked in &all {
            let itself = chosen.contains(asked);
            let others = || chosen.iter().filter(|c| *c != asked);
            let any = |relation| places.any("abcdefg", *asked, relation, itself);
            assert_eq!(any(Relation::Inside), others().any(|c| c.contains(*asked)), "{asked} inside");
            assert_eq!(any(Relation::Contains), others().any(|c| asked.contains(*c)), "{asked} contains");
            assert_eq!(any(Relation::Overlaps), others().any(|c| asked.overlaps(*c)), "{asked} overlaps");
        }
    }

    #[test]
    fn distances_are_counted_in_words() {
        let text = "Kim met Putin, the leader.";
        let putin = Places::new(vec![span(8, 13)]);
        let within = |from, to, words| putin.any(text, span(from, to), Relation::Within(words), false);
        assert!(within(4, 7, 1), "neighbours are one apart");
        assert!(!within(0, 3, 1) && within(0, 3, 2));
        assert!(!within(19, 25, 1) && within(19, 25, 2));
        assert!(within(10, 11, 0), "what overlaps is not apart");
    }
}
