//! Which of the places found are ticked, and the lines of the list; worked out a bounded part a frame.

use std::collections::BTreeSet;

use crate::model::DocumentId;
use crate::session::{Judge, Search, Standing};

/// Hits by their documents and where they begin (bytes).
type Chosen = BTreeSet<(DocumentId, usize)>;

/// Places judged in one frame: a few milliseconds.
const MOST: usize = 2_000;

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// A document, by its place among those found.
    Document(usize),
    /// A place, by its number.
    Hit(usize),
}

/// What becomes of all ticks at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// Everything that can be coded.
    All,
    /// Nothing.
    None,
    /// What no code lies on.
    Uncoded,
}

/// Ticks and lines of what a search has found.
#[derive(Debug, Default)]
pub struct Picks {
    standings: Vec<Standing>,
    ticks: Vec<bool>,
    lines: Vec<Line>,
    ticked: usize,
    last: Option<usize>,
}

impl Picks {
    /// Judges some of the places that have not been judged yet; says whether there are more. `only_new` leaves done ones out of the list,
    /// and of `chosen`, where it is given, the others are not ticked.
    pub fn take_in(&mut self, search: &Search, judge: Judge<'_>, only_new: bool, chosen: Option<&Chosen>) -> bool {
        let from = self.standings.len();
        for number in from..search.total().min(from + MOST) {
            let Some((id, span)) = search.hit(number) else { break };
            let standing = judge.project.documents().get(id).map_or(Standing::New, |document| judge.standing(document, span));
            self.standings.push(standing);
            let ticked = standing.is_offered() && chosen.is_none_or(|chosen| chosen.contains(&(id.clone(), span.start())));
            self.ticks.push(ticked);
            self.ticked += usize::from(ticked);
            if only_new && matches!(standing, Standing::Same | Standing::Changed) {
                continue;
            }
            let document = search.ends().partition_point(|end| *end <= number);
            if self.last != Some(document) {
                self.lines.push(Line::Document(document));
                self.last = Some(document);
            }
            self.lines.push(Line::Hit(number));
        }
        self.standings.len() < search.total()
    }

    /// The lines so far.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many are ticked.
    pub fn ticked(&self) -> usize {
        self.ticked
    }

    /// How many have been judged.
    pub fn judged(&self) -> usize {
        self.standings.len()
    }

    /// How a place stands.
    pub fn standing(&self, number: usize) -> Standing {
        self.standings.get(number).copied().unwrap_or(Standing::New)
    }

    /// Whether a place is ticked.
    pub fn is_ticked(&self, number: usize) -> bool {
        self.ticks.get(number).copied().unwrap_or(false)
    }

    /// Numbers of the ticked places.
    pub fn numbers(&self) -> impl Iterator<Item = usize> {
        self.ticks.iter().enumerate().filter(|(_, ticked)| **ticked).map(|(number, _)| number)
    }

    /// Ticks a place or takes its tick away; one that is coded already stays as it is.
    pub fn toggle(&mut self, number: usize) {
        if self.standing(number) == Standing::Same {
            return;
        }
        if let Some(tick) = self.ticks.get_mut(number) {
            *tick = !*tick;
            self.ticked = if *tick { self.ticked + 1 } else { self.ticked.saturating_sub(1) };
        }
    }

    /// Sets all ticks.
    pub fn set_all(&mut self, to: Tick) {
        let wanted = |standing: &Standing| match to {
            Tick::All => *standing != Standing::Same,
            Tick::None => false,
            Tick::Uncoded => *standing == Standing::New,
        };
        self.ticks = self.standings.iter().map(wanted).collect();
        self.ticked = self.ticks.iter().filter(|tick| **tick).count();
    }

    /// Ticks everything, or nothing when everything is ticked.
    pub fn toggle_all(&mut self) {
        let all = self.standings.iter().filter(|standing| **standing != Standing::Same).count();
        self.set_all(if self.ticked == all { Tick::None } else { Tick::All });
    }
}
