//! Looking for words in documents off the drawing thread: hits come in batches, and what an older search still finds is dropped.

use std::sync::Arc;

use imbl::OrdMap;

use super::jobs::{Jobs, Outlet, Progress, Wake};
use crate::analysis::concordance::{Concordance, Query, QueryError};
use crate::model::{Document, DocumentId};
use crate::parallel::in_order;
use crate::text::{Span, capitalised};

/// Documents to look through; a clone costs nothing, so a search has its own and does not mind what is deleted meanwhile.
pub type Documents = OrdMap<DocumentId, Arc<Document>>;

/// Hits that one search keeps at most; it stops there and says so.
pub const MOST_HITS: usize = 1_000_000;
/// Hits after which a document's first ones are told; then each time that there are four times as many.
const FIRST_BATCH: usize = 4_096;
/// Bytes after which the hits of small documents are told.
const BATCH_BYTES: usize = 4 << 20;
/// A document of so many bytes is looked through alone.
const LARGE: usize = 1 << 20;
/// Small documents that one processor takes at a time.
const TOGETHER: usize = 8;
/// Searches that may be on their way at once: a cancelled one may need a moment until it notices, and typing must not pile them up.
const MOST_RUNNING: usize = 3;

/// The hits of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The document.
    pub document: DocumentId,
    /// Its hits in order, none overlapping another; never empty.
    pub spans: Arc<[Span]>,
}

/// Which search an answer belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Stamp {
    /// Counts the searches.
    query: u64,
    /// The project's revision when it began.
    revision: u64,
}

#[derive(Debug)]
enum News {
    /// More hits (a document told before comes again with all it has), and how many documents are done.
    Found(Vec<Found>, usize),
    /// There is no more; `cut` says that [`MOST_HITS`] was reached.
    End { cut: bool },
    /// The query cannot be looked for.
    Refused(QueryError),
    /// It was called off.
    Cancelled,
}

/// What is to be looked for next.
#[derive(Debug)]
struct Order {
    stamp: Stamp,
    query: Query,
    documents: Documents,
}

/// The latest search and what it has found so far.
#[derive(Debug)]
pub struct Search {
    jobs: Jobs<(Stamp, News)>,
    /// Jobs that have not given their last answer yet.
    out: usize,
    stamp: Stamp,
    waiting: Option<Order>,
    progress: Option<Progress>,
    found: Vec<Found>,
    /// For each document found, the hits up to its last one.
    ends: Vec<usize>,
    searched: usize,
    documents: usize,
    running: bool,
    cut: bool,
    cancelled: bool,
    refusal: Option<String>,
    changes: u64,
}

impl Search {
    /// Nothing looked for yet; `wake` is called when there is something to [`Self::poll`].
    pub fn new(wake: Wake) -> Self {
        Self {
            jobs: Jobs::new(wake),
            out: 0,
            stamp: Stamp::default(),
            waiting: None,
            progress: None,
            found: Vec::new(),
            ends: Vec::new(),
            searched: 0,
            documents: 0,
            running: false,
            cut: false,
            cancelled: false,
            refusal: None,
            changes: 0,
        }
    }

    /// Begins anew: forgets what was found and looks for this. Returns at once.
    pub fn start(&mut self, query: Query, documents: Documents, revision: u64) {
        self.clear();
        self.stamp.revision = revision;
        self.documents = documents.len();
        self.running = true;
        self.waiting = Some(Order { stamp: self.stamp, query, documents });
        self.send_off();
    }

    /// Calls off what runs and forgets what was found.
    pub fn clear(&mut self) {
        self.call_off();
        self.stamp.query += 1;
        self.changes += 1;
        (self.searched, self.documents) = (0, 0);
        (self.cut, self.cancelled, self.refusal) = (false, false, None);
        self.found.clear();
        self.ends.clear();
    }

    /// Stops looking and keeps what was found.
    pub fn cancel(&mut self) {
        if self.running {
            self.call_off();
            self.stamp.query += 1;
            self.cancelled = true;
        }
    }

    fn call_off(&mut self) {
        if let Some(progress) = self.progress.take() {
            progress.cancel();
        }
        self.waiting = None;
        self.running = false;
    }

    fn send_off(&mut self) {
        if self.out >= MOST_RUNNING {
            return;
        }
        let Some(Order { stamp, query, documents }) = self.waiting.take() else { return };
        let work = move |progress: &Progress, outlet: &Outlet<(Stamp, News)>| {
            let last = look(&query, &documents, progress, &|found, searched| outlet.tell((stamp, News::Found(found, searched))));
            outlet.tell((stamp, last));
        };
        match self.jobs.start_telling("search", work) {
            Ok(progress) => {
                self.progress = Some(progress);
                self.out += 1;
            }
            Err(error) => {
                self.running = false;
                self.refusal = Some(format!("The search could not be started: {error}"));
            }
        }
    }

    /// Takes in what has been found; called once a frame.
    pub fn poll(&mut self) {
        for (stamp, news) in self.jobs.poll() {
            if !matches!(news, News::Found(..)) {
                self.out -= 1;
            }
            if stamp == self.stamp {
                self.take_in(news);
            }
        }
        self.send_off();
    }

    fn take_in(&mut self, news: News) {
        self.changes += 1;
        match news {
            News::Found(found, searched) => {
                self.searched = searched;
                for found in found {
                    self.add(found);
                }
                return;
            }
            News::End { cut } => {
                self.cut = cut;
                self.searched = if cut { self.searched } else { self.documents };
            }
            News::Refused(error) => self.refusal = Some(capitalised(&error.to_string())),
            News::Cancelled => self.cancelled = true,
        }
        self.running = false;
        self.progress = None;
    }

    fn add(&mut self, found: Found) {
        if self.found.last().is_some_and(|last| last.document == found.document) {
            self.found.pop();
            self.ends.pop();
        }
        self.ends.push(self.total() + found.spans.len());
        self.found.push(found);
    }

    /// The hit with this number (from 0), counted over all documents.
    pub fn hit(&self, number: usize) -> Option<(&DocumentId, Span)> {
        let at = self.ends.partition_point(|end| *end <= number);
        let found = self.found.get(at)?;
        let span = found.spans.get(number - self.hits_before(at))?;
        Some((&found.document, *span))
    }

    /// How many hits begin before a place: the number of the hit that begins there, if one does.
    pub fn number_at(&self, document: &DocumentId, offset: usize) -> usize {
        let at = self.found.partition_point(|found| found.document < *document);
        let here = self.found.get(at).filter(|found| found.document == *document);
        self.hits_before(at) + here.map_or(0, |found| found.spans.partition_point(|span| span.start() < offset))
    }

    /// How many hits there are before the document at this place of [`Self::found`].
    pub fn hits_before(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }

    /// Documents with their hits, in the order of the project.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// For each of [`Self::found`], how many hits there are up to its last one.
    pub fn ends(&self) -> &[usize] {
        &self.ends
    }

    /// Hits so far.
    pub fn total(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// How many documents have been looked through, and of how many.
    pub fn searched(&self) -> (usize, usize) {
        (self.searched, self.documents)
    }

    /// Whether more may come in.
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// Whether it stopped at [`MOST_HITS`].
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether it was called off before its end.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Why the query cannot be looked for, in one sentence.
    pub fn refusal(&self) -> Option<&str> {
        self.refusal.as_deref()
    }

    /// Changes whenever what was found does.
    pub fn changes(&self) -> u64 {
        self.changes
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.call_off();
    }
}

/// Looks through all documents in their order: small ones many at a time on all processors, large ones alone, telling hits on the way.
fn look(query: &Query, documents: &Documents, progress: &Progress, tell: &dyn Fn(Vec<Found>, usize)) -> News {
    let concordance = match Concordance::new(query, 0) {
        Ok(concordance) => concordance,
        Err(error) => return News::Refused(error),
    };
    let mut looking = Looking { concordance: &concordance, progress, tell, room: MOST_HITS, done: 0 };
    let mut group: Vec<&Document> = Vec::new();
    let mut bytes = 0;
    for document in documents.values() {
        let size = document.text.len();
        bytes += size;
        let is_large = size >= LARGE;
        if !is_large {
            group.push(document);
        }
        let mut went = Went::On;
        if is_large || bytes >= BATCH_BYTES {
            went = looking.through_many(&std::mem::take(&mut group));
            bytes = 0;
        }
        if is_large && went == Went::On {
            went = looking.through_one(document);
        }
        match went {
            Went::On => {}
            Went::Cancelled => return News::Cancelled,
            Went::Full => return News::End { cut: true },
        }
    }
    match looking.through_many(&group) {
        Went::Cancelled => News::Cancelled,
        went => News::End { cut: went == Went::Full },
    }
}

/// How far a search has come, and where it tells.
struct Looking<'a> {
    concordance: &'a Concordance,
    progress: &'a Progress,
    tell: &'a dyn Fn(Vec<Found>, usize),
    /// How many hits may still be kept.
    room: usize,
    /// Documents that are done.
    done: usize,
}

/// How looking through some documents ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    On,
    Cancelled,
    /// There are more hits than are kept.
    Full,
}

impl Looking<'_> {
    /// Looks through small documents.
    fn through_many(&mut self, documents: &[&Document]) -> Went {
        // One more than there is room for shows that there are too many.
        let (room, progress, concordance) = (self.room, self.progress, self.concordance);
        let spans_of = |document: &&Document| -> Vec<Span> {
            if progress.is_cancelled() { Vec::new() } else { concordance.spans(document.text.as_str()).take(room + 1).collect() }
        };
        let all = in_order(documents, TOGETHER, spans_of);
        if progress.is_cancelled() {
            return Went::Cancelled;
        }
        let (mut batch, mut went) = (Vec::new(), Went::On);
        for (document, mut spans) in documents.iter().zip(all) {
            if spans.len() > self.room {
                spans.truncate(self.room);
                went = Went::Full;
            }
            self.room -= spans.len();
            self.done += 1;
            if !spans.is_empty() {
                batch.push(found(document, &spans));
            }
            if went == Went::Full {
                break;
            }
        }
        if !batch.is_empty() || !documents.is_empty() {
            (self.tell)(batch, self.done);
        }
        went
    }

    /// Looks through a large document.
    fn through_one(&mut self, document: &Document) -> Went {
        let (mut spans, mut next, mut went) = (Vec::new(), FIRST_BATCH, Went::On);
        for span in self.concordance.spans(document.text.as_str()) {
            if spans.len() == self.room {
                went = Went::Full;
                break;
            }
            if spans.len() % FIRST_BATCH == 0 && self.progress.is_cancelled() {
                return Went::Cancelled;
            }
            spans.push(span);
            if spans.len() == next {
                next *= 4;
                (self.tell)(vec![found(document, &spans)], self.done);
            }
        }
        if self.progress.is_cancelled() {
            return Went::Cancelled;
        }
        self.room -= spans.len();
        self.done += 1;
        let batch = if spans.is_empty() { Vec::new() } else { vec![found(document, &spans)] };
        (self.tell)(batch, self.done);
        went
    }
}

fn found(document: &Document, spans: &[Span]) -> Found {
    Found { document: document.id.clone(), spans: spans.into() }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, channel};

    use super::*;
    use crate::analysis::concordance::{Case, Extent, Folding, Syntax};
    use crate::text::ReadingText;

    /// A search, and what tells that there is something to poll.
    fn search() -> (Search, Receiver<()>) {
        let (sender, receiver) = channel();
        let sender = Mutex::new(sender);
        let wake = move || drop(sender.lock().map(|sender| sender.send(())));
        (Search::new(Arc::new(wake)), receiver)
    }

    fn documents(texts: &[&str]) -> Documents {
        let document = |(n, text): (usize, &&str)| {
            let id = DocumentId::new(&format!("d{n}")).unwrap();
            (id.clone(), Arc::new(Document::new(id, ReadingText::new(*text).unwrap())))
        };
        texts.iter().enumerate().map(document).collect()
    }

    fn regex(pattern: &str) -> Query {
        let (syntax, case, extent) = (Syntax::Regex, Case::Exact, Extent::Anywhere);
        Query { pattern: pattern.to_owned(), syntax, case, extent, folding: Folding::NONE }
    }

    fn finish(search: &mut Search, woken: &Receiver<()>) {
        while search.is_running() {
            woken.recv().unwrap();
            search.poll();
        }
    }

    #[test]
    fn hits_are_counted_by_document_in_their_order() {
        let (mut search, woken) = search();
        search.start(regex("a+"), documents(&["a b aa", "none", "a"]), 0);
        finish(&mut search, &woken);
        let found: Vec<_> = search.found().iter().map(|f| (f.document.to_string(), f.spans.len())).collect();
        assert_eq!(found, [("d0".to_owned(), 2), ("d2".to_owned(), 1)]);
        assert_eq!((search.total(), search.ends(), search.searched()), (3, &[2, 3][..], (3, 3)));
        let (first, last): (DocumentId, DocumentId) = ("d0".parse().unwrap(), "d2".parse().unwrap());
        assert_eq!(search.hit(1), Some((&first, Span::new(4, 6).unwrap())));
        assert_eq!(search.hit(2), Some((&last, Span::new(0, 1).unwrap())));
        assert_eq!(search.hit(3), None);
        assert_eq!((search.number_at(&first, 4), search.number_at(&first, 9), search.number_at(&last, 0)), (1, 2, 2));
        assert_eq!(search.number_at(&"d1".parse().unwrap(), 7), 2);
    }

    #[test]
    fn nothing_is_found_before_it_is_polled() {
        let (mut search, woken) = search();
        search.start(regex("a"), documents(&["a"]), 0);
        woken.recv().unwrap();
        assert_eq!((search.total(), search.is_running()), (0, true));
        finish(&mut search, &woken);
        assert_eq!(search.total(), 1);
    }

    #[test]
    fn what_an_older_search_finds_is_dropped() {
        let (mut search, woken) = search();
        let long = "a".repeat(3 * FIRST_BATCH);
        for _ in 0..10 {
            search.start(regex("a"), documents(&[&long]), 0);
        }
        search.start(regex("b"), documents(&[&long, "b"]), 1);
        assert!(search.out <= MOST_RUNNING);
        finish(&mut search, &woken);
        assert_eq!((search.total(), search.out <= MOST_RUNNING), (1, true));
    }

    #[test]
    fn a_document_with_very_many_hits_is_cut_and_says_so() {
        let (mut search, woken) = search();
        search.start(regex("e"), documents(&[&"e".repeat(MOST_HITS + 1), "e"]), 0);
        finish(&mut search, &woken);
        assert_eq!((search.total(), search.is_cut()), (MOST_HITS, true));
        search.start(regex("e"), documents(&[&"e".repeat(MOST_HITS)]), 0);
        finish(&mut search, &woken);
        assert_eq!((search.total(), search.is_cut()), (MOST_HITS, false));
    }

    #[test]
    fn several_documents_with_very_many_hits_are_cut_where_one_would_be() {
        let (mut search, woken) = search();
        let text = "a".repeat(400_000);
        search.start(regex("a"), documents(&[&text, &text, &text, "a"]), 0);
        finish(&mut search, &woken);
        let hits: Vec<usize> = search.found().iter().map(|found| found.spans.len()).collect();
        assert_eq!((hits, search.total(), search.is_cut()), (vec![400_000, 400_000, 200_000], MOST_HITS, true));
    }

    #[test]
    fn a_bad_pattern_is_told_in_one_sentence() {
        let (mut search, woken) = search();
        search.start(regex("(a"), documents(&["a"]), 0);
        finish(&mut search, &woken);
        assert_eq!(search.refusal(), Some("The pattern is no regular expression: unclosed group"));
        search.start(regex("a"), documents(&["a"]), 0);
        finish(&mut search, &woken);
        assert_eq!((search.refusal(), search.total()), (None, 1));
    }

    #[test]
    fn a_search_that_is_called_off_keeps_what_it_has() {
        let (mut search, woken) = search();
        search.start(regex("a"), documents(&[&"a".repeat(FIRST_BATCH)]), 0);
        while search.total() == 0 {
            woken.recv().unwrap();
            search.poll();
        }
        search.start(regex("a"), documents(&["a"]), 0);
        search.cancel();
        assert!(search.is_cancelled() && !search.is_running());
    }
}
