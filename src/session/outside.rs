//! What other programs do to the project's files, in true words, and the answers to what has to be decided about it.

use super::plan::removal::Removal;
use super::{Notice, Session};
use crate::model::{Conflict, Edit, Project, Tally, Versions};
use crate::store::{FileFault, Question};

/// Where both states of every file are that was changed outside.
pub(super) const KEPT: &str = "What the files said before, and what was found in them, is kept in .variorum/backups/outside";

/// What is said of a file that has to be decided about.
const UNDECIDED: &str = "Its records stay in the project and nothing is written to it until you decide; what it said is kept in \
    .variorum/backups/outside";

impl Session {
    /// Files that another program took away or damaged. Until somebody decides the project goes on as if they were as before, and
    /// nothing is written to them.
    pub fn questions(&self) -> &[Question] {
        self.home.as_ref().map_or(&[], |home| &home.questions)
    }

    /// Whether there are files that nobody was asked about yet; from now on somebody was.
    pub fn take_asking(&mut self) -> bool {
        self.home.as_mut().is_some_and(|home| std::mem::take(&mut home.is_to_ask))
    }

    /// Takes over what has to be decided, and tells what was not told before.
    pub(super) fn ask(&mut self, questions: Vec<Question>) {
        let Some(home) = &mut self.home else { return };
        let old = std::mem::replace(&mut home.questions, questions);
        let new: Vec<&Question> = home.questions.iter().filter(|question| !old.contains(question)).collect();
        home.is_to_ask |= !new.is_empty();
        self.notices.extend(told(&new));
    }

    pub(super) fn put_files_back(&mut self) {
        let Some(home) = &mut self.home else { return };
        let count = std::mem::take(&mut home.questions).len();
        if let Some(writer) = self.writer().filter(|_| count > 0) {
            writer.put_back();
            self.notices.push(Notice::done(if count == 1 {
                "The file is put back".to_owned()
            } else {
                format!("{count} files are put back")
            }));
        }
    }

    pub(super) fn accept_files(&mut self) {
        let Some(home) = &mut self.home else { return };
        home.is_accepted = home.questions.iter().any(|question| question.fault.can_be_accepted());
        if home.is_accepted
            && let Some(writer) = &home.writer
        {
            writer.accept();
        }
    }
}

/// Takes away what others removed and nobody changed here although records of ours refer to it: who accepts that it is gone deletes it, with
/// what hangs on it, as by hand.
pub(super) fn take_away_what_was_accepted(base: &Project, ours: &Project, edits: &mut Vec<Edit>, conflicts: &mut Vec<Conflict>) {
    let is_removal = |conflict: &Conflict| match &conflict.versions {
        Versions::Record { id, ours: Some(ours), theirs: None } => base.record(id).as_ref() == Some(ours),
        _ => false,
    };
    let (removals, others): (Vec<Conflict>, Vec<Conflict>) = std::mem::take(conflicts).into_iter().partition(is_removal);
    *conflicts = others;
    // Edits that cannot be carried out are refused as a whole by the commit that follows.
    let Ok((after, _)) = ours.after(edits) else { return };
    edits.extend(Removal::of(&after, removals.iter().filter_map(|conflict| conflict.about().cloned())).edits());
}

/// How many files are told one by one.
const ONE_BY_ONE: usize = 5;

fn told(questions: &[&Question]) -> Vec<Notice> {
    let warning = |what: String| Notice::warning(what, UNDECIDED);
    if questions.len() <= ONE_BY_ONE {
        return questions.iter().map(|question| warning(question.to_string())).collect();
    }
    let gone = questions.iter().filter(|question| question.fault == FileFault::Gone).count();
    let what = format!("{} files were changed outside in a way that has to be decided about; {gone} of them are gone", questions.len());
    let hint = "Their records stay in the project and nothing is written to them until you decide; what they said is kept in \
        .variorum/backups/outside";
    vec![Notice::warning(what, hint)]
}

/// What the edits of a merge do, in words: `2 annotations were changed and 1 memo was added outside (by another program), and this is taken in`.
pub(super) fn taken_in(before: &Project, edits: &[Edit]) -> Option<Notice> {
    let mut added = Tally::default();
    let mut changed = Tally::default();
    let mut removed = Tally::default();
    let mut heads = Vec::new();
    for edit in edits {
        match edit {
            Edit::Set(record) if before.has(&record.id()) => changed.add(record.id().kind(), 1),
            Edit::Add(record) | Edit::Set(record) => added.add(record.id().kind(), 1),
            Edit::Remove(id) => removed.add(id.kind(), 1),
            Edit::SetProject(_) => heads.push("the project's title or settings were changed".to_owned()),
            Edit::SetCodebook(_) => heads.push("the codebook's title or rules were changed".to_owned()),
            // What is to be settled is told by itself.
            Edit::SetConflict(..) => {}
        }
    }
    let mut parts = heads;
    for (tally, verb) in [(changed, "changed"), (added, "added"), (removed, "taken away")] {
        if !tally.is_empty() {
            let were = if tally.total() == 1 { "was" } else { "were" };
            parts.push(format!("{tally} {were} {verb}"));
        }
    }
    let (last, others) = parts.split_last()?;
    let done = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    let mut what = format!("{done} outside (by another program), and this is taken in");
    if let Some(first) = what.get(..1).map(str::to_uppercase) {
        what.replace_range(..1, &first);
    }
    Some(Notice { hint: KEPT.to_owned(), ..Notice::done(what) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Claim, ClaimId, CodebookInfo, EntityId, ProjectInfo, RecordId, RecordKind};

    fn claim(name: &str) -> Claim {
        let id = ClaimId::new(name).unwrap();
        Claim { id, statement: "S".into(), rank: 0, group: String::new(), importance: None, note: String::new(), extra: [].into() }
    }

    fn words(edits: &[Edit]) -> String {
        let (before, _) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), [claim("k1").into(), claim("k2").into()]);
        taken_in(&before, edits).unwrap().what
    }

    #[test]
    fn what_was_taken_in_is_told_by_kind_and_number() {
        assert_eq!(taken_in(&Project::default(), &[]), None);
        assert_eq!(words(&[Edit::Set(claim("k1").into())]), "1 claim was changed outside (by another program), and this is taken in");
        let gone = Edit::Remove(RecordId::Entity(EntityId::new("e").unwrap()));
        assert_eq!(
            words(&[Edit::Set(claim("k1").into()), Edit::Set(claim("k2").into()), Edit::Add(claim("k3").into()), gone]),
            "2 claims were changed, 1 claim was added and 1 entity was taken away outside (by another program), and this is taken in"
        );
        assert_eq!(
            words(&[Edit::SetProject(Box::default())]),
            "The project's title or settings were changed outside (by another program), and this is taken in"
        );
    }

    #[test]
    fn few_files_are_told_one_by_one_and_many_in_one_sentence() {
        let question =
            |n: usize| Question { file: format!("f{n}.ron"), fault: FileFault::Gone, records: [RecordKind::Memo].into_iter().collect() };
        let all: Vec<Question> = (0..6).map(question).collect();
        let some: Vec<&Question> = all.iter().collect();
        assert_eq!(told(&some[..1])[0].what, "f0.ron is gone: 1 memo");
        assert_eq!(told(&some)[0].what, "6 files were changed outside in a way that has to be decided about; 6 of them are gone");
    }
}
