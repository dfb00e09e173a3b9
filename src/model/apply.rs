//! Carrying out a transaction: all or nothing, judged by its result, with an exact inverse.

use std::collections::BTreeSet;

use super::index::Index;
use super::{
    Annotation, AttributeId, CodebookInfo, Document, Edit, Project, ProjectInfo, Record, RecordId, Reference, Target, Transaction,
    TreatmentKind, Value,
};
use crate::text::times;

/// What is wrong with one record of a project.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Fault {
    /// A record of this id is there already.
    #[error("the id is taken")]
    Taken,
    /// There is no record of this id.
    #[error("it does not exist")]
    Absent,
    /// It refers to something that does not exist.
    #[error("it refers to {0}, which does not exist")]
    Dangling(RecordId),
    /// It was to go while others refer to it.
    #[error("it is still referred to, {}", times(*.0 as usize))]
    InUse(u32),
    /// A span reaches beyond the text.
    #[error("the span {start}-{end} reaches beyond the text, which has {len} bytes")]
    OutsideText {
        /// First byte.
        start: usize,
        /// Byte behind the last.
        end: usize,
        /// Length of the text in bytes.
        len: usize,
    },
    /// A span begins or ends inside a character.
    #[error("the span {0}-{1} begins or ends inside a character")]
    InsideCharacter(usize, usize),
    /// The words at the place are others than the quote.
    #[error("the text at {start}-{end} is not its quote \"{quote}\"")]
    QuoteDiffers {
        /// First byte.
        start: usize,
        /// Byte behind the last.
        end: usize,
        /// The first words of the quote.
        quote: String,
    },
    /// No spans, or spans that are unsorted or touch.
    #[error("its spans are missing, out of order or touch each other")]
    BadSpans,
    /// A value is of another type than its attribute.
    #[error("the value of {0} is not of the attribute's type")]
    WrongType(AttributeId),
    /// Another document or coder whose id differs in the case of letters alone.
    #[error("another one has the same id but for capital letters, and some systems would take their files for one")]
    SameFileName,
    /// A tree of codes that bites its tail.
    #[error("it stands above itself in the tree of codes")]
    Cycle,
    /// Something that must be filled in is empty.
    #[error("its {0} is empty")]
    Empty(&'static str),
    /// A treatment that rests on nothing.
    #[error("no annotation proves it; every treatment but 'omits' needs evidence")]
    NoEvidence,
    /// Evidence from another document.
    #[error("its evidence {0} lies in another document")]
    ForeignEvidence(String),
    /// A link from something to itself.
    #[error("it links an annotation to itself")]
    SelfLink,
}

impl Fault {
    /// Whether it says that an annotation is not where it says it is.
    pub fn is_of_place(&self) -> bool {
        match self {
            Self::OutsideText { .. } | Self::InsideCharacter(..) | Self::QuoteDiffers { .. } | Self::BadSpans => true,
            Self::Taken
            | Self::Absent
            | Self::Dangling(_)
            | Self::InUse(_)
            | Self::WrongType(_)
            | Self::SameFileName
            | Self::Cycle
            | Self::Empty(_)
            | Self::NoEvidence
            | Self::ForeignEvidence(_)
            | Self::SelfLink => false,
        }
    }
}

/// Says which record refused a transaction, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[error("{id}: {fault}")]
pub struct ApplyError {
    /// The record.
    pub id: RecordId,
    /// What is wrong with it.
    #[source]
    pub fault: Fault,
}

impl Project {
    /// Carries out `transaction`, or leaves everything as it was and says why.
    ///
    /// Returns the edits that undo it: applied in one transaction they restore equality.
    pub fn apply(&mut self, transaction: &Transaction) -> Result<Vec<Edit>, ApplyError> {
        let (next, inverse) = self.after(&transaction.edits)?;
        *self = next;
        Ok(inverse)
    }

    /// What the project would be after some edits, and the edits that lead back; this one stays as it is.
    pub fn after(&self, edits: &[Edit]) -> Result<(Self, Vec<Edit>), ApplyError> {
        let mut next = self.clone();
        let mut inverse = Vec::with_capacity(edits.len());
        let mut touched = BTreeSet::new();
        for edit in edits {
            inverse.push(next.apply_edit(edit, &mut touched)?);
        }
        if let Some(error) = next.faults(self, &touched).into_iter().next() {
            return Err(error);
        }
        inverse.reverse();
        Ok((next, inverse))
    }

    /// Puts together a project from stored records, keeping all of them, and lists what is wrong.
    ///
    /// Annotations that are not at their place are marked as orphans; everything else is kept as it is.
    /// Of several records with one id the first stays; the others are returned as [`Fault::Taken`].
    pub fn assemble(info: ProjectInfo, codebook: CodebookInfo, records: impl IntoIterator<Item = Record>) -> (Self, Vec<ApplyError>) {
        let (mut project, put, mut errors) = Self::gather(info, codebook, records);
        for record in put {
            let faults = project.faults_of(&record);
            errors.extend(project.admit(&record, faults));
        }
        (project, errors)
    }

    /// The first half of [`Project::assemble`]: all records in one project, not yet judged. Gives back those that are in it, and
    /// which ones are not because their id is taken.
    pub fn gather(
        info: ProjectInfo,
        codebook: CodebookInfo,
        records: impl IntoIterator<Item = Record>,
    ) -> (Self, Vec<Record>, Vec<ApplyError>) {
        let mut project = Self { info, codebook, ..Self::default() };
        let (put, taken): (Vec<Record>, Vec<Record>) = records.into_iter().partition(|record| project.put_uncounted(record));
        project.index = Index::of(put.iter());
        let errors = taken.into_iter().map(|record| ApplyError { id: record.id(), fault: Fault::Taken }).collect();
        (project, put, errors)
    }

    /// Replays a transaction onto a project that may hold some of its effects already.
    ///
    /// Records are put or taken whole, so replaying every step since a save, in order, ends in the same state
    /// whichever of the files had been written. Judged by [`Project::assemble`]-like admission, not refused.
    pub fn replay(&mut self, transaction: &Transaction) -> Vec<ApplyError> {
        self.replay_edits(&transaction.edits)
    }

    /// The same with bare edits.
    pub fn replay_edits(&mut self, edits: &[Edit]) -> Vec<ApplyError> {
        let mut touched = BTreeSet::new();
        let before = self.clone();
        for edit in edits {
            match edit {
                Edit::Add(record) | Edit::Set(record) => {
                    touched.insert(record.id());
                    self.put(record.clone());
                }
                Edit::Remove(id) => {
                    touched.insert(id.clone());
                    self.take(id);
                }
                Edit::SetProject(info) => self.info.clone_from(info),
                Edit::SetCodebook(info) => self.codebook.clone_from(info),
                Edit::SetConflict(id, conflict) => drop(self.set_conflict(id, conflict.clone())),
            }
        }
        self.faults(&before, &touched)
    }

    /// Tells what is wrong with a record ([`Project::faults_of`]); an annotation that is not at its place becomes an orphan.
    pub fn admit(&mut self, record: &Record, faults: Vec<Fault>) -> Vec<ApplyError> {
        if let Record::Annotation(a) = record
            && faults.iter().any(Fault::is_of_place)
        {
            let orphan = Annotation { orphan: true, ..Annotation::clone(a) };
            self.put(orphan.into());
        }
        faults.into_iter().map(|fault| ApplyError { id: record.id(), fault }).collect()
    }

    fn apply_edit(&mut self, edit: &Edit, touched: &mut BTreeSet<RecordId>) -> Result<Edit, ApplyError> {
        match edit {
            Edit::Add(record) => {
                let id = record.id();
                if self.has(&id) {
                    return Err(ApplyError { id, fault: Fault::Taken });
                }
                self.put(record.clone());
                touched.insert(id.clone());
                Ok(Edit::Remove(id))
            }
            Edit::Set(record) => {
                let id = record.id();
                touched.insert(id.clone());
                if !self.has(&id) {
                    return Err(ApplyError { id, fault: Fault::Absent });
                }
                let old = self.put(record.clone());
                old.map(Edit::Set).ok_or(ApplyError { id, fault: Fault::Absent })
            }
            Edit::Remove(id) => {
                touched.insert(id.clone());
                let old = self.take(id);
                old.map(Edit::Add).ok_or_else(|| ApplyError { id: id.clone(), fault: Fault::Absent })
            }
            Edit::SetProject(info) => Ok(Edit::SetProject(Box::new(std::mem::replace(&mut self.info, (**info).clone())))),
            Edit::SetCodebook(info) => Ok(Edit::SetCodebook(Box::new(std::mem::replace(&mut self.codebook, (**info).clone())))),
            Edit::SetConflict(id, conflict) => Ok(Edit::SetConflict(id.clone(), self.set_conflict(id, conflict.clone()))),
        }
    }

    /// Faults of the touched records, and of annotations under a text that changed.
    fn faults(&self, before: &Self, touched: &BTreeSet<RecordId>) -> Vec<ApplyError> {
        let mut errors = Vec::new();
        for id in touched {
            let mut add = |id: &RecordId, fault| errors.push(ApplyError { id: id.clone(), fault });
            match self.record(id) {
                Some(record) => {
                    self.faults_of(&record).into_iter().for_each(|fault| add(id, fault));
                    if let Record::Document(document) = &record
                        && before.documents.get(&document.id).is_some_and(|old| old.text != document.text)
                    {
                        for a in self.annotations_of(&document.id) {
                            let id = RecordId::Annotation(a.id.clone());
                            self.placement_faults(a).into_iter().for_each(|fault| add(&id, fault));
                        }
                    }
                }
                None => match self.uses_of(id) {
                    0 => {}
                    n => add(id, Fault::InUse(n)),
                },
            }
        }
        errors
    }

    /// Everything that is wrong with one record of this project.
    pub fn faults_of(&self, record: &Record) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !self.has_all_of(record) {
            record.for_each_reference(&mut |id| {
                if !self.has(&id) {
                    faults.push(Fault::Dangling(id));
                }
            });
        }
        if self.index.shares_file_name(record) {
            faults.push(Fault::SameFileName);
        }
        match record {
            Record::Annotation(a) => {
                faults.extend(self.placement_faults(a));
                faults.extend(self.type_faults(&a.attributes));
            }
            Record::Link(l) => {
                if l.from == l.to {
                    faults.push(Fault::SelfLink);
                }
                faults.extend(self.type_faults(&l.attributes));
            }
            Record::Treatment(t) => {
                if t.evidence.is_empty() && t.kind != TreatmentKind::Omits {
                    faults.push(Fault::NoEvidence);
                }
                let foreign = |a: &&Annotation| a.document != t.document;
                let evidence = t.evidence.iter().filter_map(|id| self.annotations.get(id)).map(AsRef::as_ref);
                faults.extend(evidence.filter(foreign).map(|a| Fault::ForeignEvidence(a.id.to_string())));
            }
            Record::Code(code) => {
                if code.scopes.is_empty() {
                    faults.push(Fault::Empty("list of scopes"));
                }
                if self.is_above_itself(code) {
                    faults.push(Fault::Cycle);
                }
            }
            Record::Attribute(attribute) if attribute.default.as_ref().is_some_and(|value| !attribute.kind.takes(value)) => {
                faults.push(Fault::WrongType(attribute.id.clone()));
            }
            Record::Claim(claim) if claim.statement.trim().is_empty() => faults.push(Fault::Empty("statement")),
            Record::Entity(entity) if entity.name.trim().is_empty() => faults.push(Fault::Empty("name")),
            _ => {}
        }
        faults
    }

    /// Whether everything an annotation refers to is there, asked without copying an id: of annotations there are very many.
    fn has_all_of(&self, record: &Record) -> bool {
        let Record::Annotation(a) = record else { return false };
        let has = |reference: &Reference| match reference {
            Reference::Entity(id) => self.entities.contains_key(id),
            Reference::Claim(id) => self.claims.contains_key(id),
        };
        let value_is_there = |value: &Value| match value {
            Value::References(references) => references.iter().all(has),
            _ => true,
        };
        self.coders.contains_key(&a.coder)
            && self.documents.contains_key(&a.document)
            && self.codes.contains_key(&a.code)
            && a.attributes.iter().all(|(id, value)| self.attributes.contains_key(id) && value_is_there(value))
    }

    fn is_above_itself(&self, code: &super::Code) -> bool {
        let mut above = code.parent.as_ref();
        for _ in 0..=self.codes.len() {
            match above {
                None => return false,
                Some(id) if *id == code.id => return true,
                Some(id) => above = self.codes.get(id).and_then(|c| c.parent.as_ref()),
            }
        }
        true
    }

    /// Why an annotation is not at its place; nothing for an orphan, which says so itself.
    pub fn placement_faults(&self, a: &Annotation) -> Vec<Fault> {
        let Some(document) = self.documents.get(&a.document) else { return Vec::new() };
        if a.orphan {
            return Vec::new();
        }
        let mut faults = Vec::new();
        if let Target::Spans(places) = &a.target {
            let apart = places.windows(2).all(|pair| match pair {
                [one, two] => one.span.end() < two.span.start(),
                _ => true,
            });
            if places.is_empty() || !apart {
                faults.push(Fault::BadSpans);
            }
        }
        faults.extend(a.target.places().iter().filter_map(|place| place_fault(document, place)));
        faults
    }

    fn type_faults(&self, values: &std::collections::BTreeMap<AttributeId, Value>) -> Vec<Fault> {
        let typed = values.iter().filter_map(|(id, value)| Some((id, value, self.attributes.get(id)?)));
        typed.filter(|(_, value, attribute)| !attribute.kind.takes(value)).map(|(id, ..)| Fault::WrongType(id.clone())).collect()
    }
}

fn place_fault(document: &Document, place: &super::Place) -> Option<Fault> {
    let (start, end) = (place.span.start(), place.span.end());
    if end > document.text.len() {
        return Some(Fault::OutsideText { start, end, len: document.text.len() });
    }
    match document.text.slice(place.span) {
        None => Some(Fault::InsideCharacter(start, end)),
        Some(words) if words == &*place.quote => None,
        Some(_) => Some(Fault::QuoteDiffers { start, end, quote: place.quote.chars().take(40).collect() }),
    }
}
