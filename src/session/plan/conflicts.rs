//! Settling conflicts: ours stays as it is, or the other version is taken.

use super::removal::Removal;
use super::{Desk, Plan, Step};
use crate::analysis::conflicts::told;
use crate::analysis::record_names::name_of;
use crate::model::{
    ApplyError, Conflict, ConflictId, Edit, Fault, Project, Record, RecordId, Versions, merge_codebook, merge_fields, merge_info,
};
use crate::text::counted;

/// Which version of a conflict stands in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// What is here.
    Mine,
    /// What the others have.
    Other,
}

/// Settles conflicts in one step; one that was settled already is passed over.
pub fn settle(desk: &Desk, ids: &[ConflictId], version: Version) -> Plan {
    let found: Vec<&Conflict> = ids.iter().filter_map(|id| desk.project.conflicts().get(id)).map(AsRef::as_ref).collect();
    if found.is_empty() {
        return Plan::refuse("The conflict is settled already", "Edit > Undo brings it back");
    }
    let mut project = desk.project.clone();
    let mut edits = Vec::new();
    for conflict in &found {
        let taken = taking(&project, conflict, version);
        project = match project.after(&taken) {
            Ok((after, _)) => after,
            Err(error) => return refuse(desk.project, conflict, &error),
        };
        edits.extend(taken);
        edits.push(Edit::SetConflict(conflict.id.clone(), None));
    }
    let of = if let [_] = found.as_slice() { "a conflict".to_owned() } else { counted(found.len(), "conflict") };
    let label = match version {
        Version::Mine => format!("Settle {of}: keep mine"),
        Version::Other => format!("Settle {of}: take the other"),
    };
    Plan::Edit(Step { label, edits, select: None, merge_key: None })
}

/// The edits that let a version stand. What was changed since in other fields stays.
fn taking(project: &Project, conflict: &Conflict, version: Version) -> Vec<Edit> {
    match &conflict.versions {
        Versions::Record { id, ours, theirs } => match version {
            Version::Mine => record(project, id, theirs.as_ref(), ours.as_ref(), version),
            Version::Other => record(project, id, ours.as_ref(), theirs.as_ref(), version),
        },
        Versions::Project { ours, theirs } if version == Version::Other => {
            vec![Edit::SetProject(Box::new(merge_info(ours, theirs, project.info()).record))]
        }
        Versions::Codebook { ours, theirs } if version == Version::Other => {
            vec![Edit::SetCodebook(Box::new(merge_codebook(ours, theirs, project.codebook()).record))]
        }
        Versions::Project { .. } | Versions::Codebook { .. } => Vec::new(),
    }
}

fn record(project: &Project, id: &RecordId, given_up: Option<&Record>, wanted: Option<&Record>, version: Version) -> Vec<Edit> {
    match (project.record(id), wanted) {
        (None, None) => Vec::new(),
        (Some(_), None) => Removal::of(project, [id.clone()]).edits(),
        // Ours is what is here, whatever became of it since.
        (_, Some(_)) if version == Version::Mine => Vec::new(),
        (None, Some(wanted)) => vec![Edit::Add(wanted.clone())],
        (Some(now), Some(wanted)) => {
            let record = given_up.map_or_else(|| wanted.clone(), |base| merge_fields(base, wanted, &now).record);
            if record == now { Vec::new() } else { vec![Edit::Set(record)] }
        }
    }
}

fn refuse(project: &Project, conflict: &Conflict, error: &ApplyError) -> Plan {
    let about = told(project, conflict).about;
    let why = match &error.fault {
        Fault::Dangling(missing) => {
            let name = name_of(project, missing).unwrap_or_else(|| missing.to_string());
            format!("it needs {name}, which was deleted")
        }
        fault => fault.to_string(),
    };
    Plan::refuse(format!("The other version of {about} cannot be taken: {why}"), "Bring back what it needs with Undo, or keep mine")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CodebookInfo, ProjectInfo};
    use crate::session::{Environment, Selection};

    fn project() -> Project {
        let record = |json: serde_json::Value| serde_json::from_value::<Record>(json).unwrap();
        let records = [
            serde_json::json!({"Entity": {"id": "e", "name": "Mine", "note": "ours"}}),
            serde_json::json!({"Coder": {"id": "a", "name": "Ann"}}),
        ];
        Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records.map(record)).0
    }

    fn entity(name: &str, note: &str) -> Record {
        serde_json::from_value(serde_json::json!({"Entity": {"id": "e", "name": name, "note": note}})).unwrap()
    }

    fn plan(project: &Project, version: Version) -> Plan {
        let (environment, selection) = (Environment::fixed(jiff::Timestamp::UNIX_EPOCH), Selection::default());
        let coder = "a".parse().unwrap();
        let desk = Desk { project, coder: &coder, selection: &selection, last_code: None, environment: &environment };
        let ids: Vec<ConflictId> = project.conflicts().keys().cloned().collect();
        settle(&desk, &ids, version)
    }

    fn settled(project: Project, conflict: Conflict, version: Version) -> Option<Record> {
        let id = RecordId::Entity("e".parse().unwrap());
        let project = project.with_conflicts([conflict]);
        let Plan::Edit(step) = plan(&project, version) else { panic!("{:?}", plan(&project, version)) };
        let (after, _) = project.after(&step.edits).unwrap();
        assert!(after.conflicts().is_empty());
        after.record(&id)
    }

    fn conflict(fields: &[&str], ours: Option<Record>, theirs: Option<Record>) -> Conflict {
        let fields = fields.iter().map(|field| (*field).to_owned()).collect();
        Conflict::of_record(RecordId::Entity("e".parse().unwrap()), fields, ours, theirs)
    }

    #[test]
    fn the_other_version_is_taken_in_its_fields_alone() {
        // The note was changed since the conflict was found.
        let found = || conflict(&["name"], Some(entity("Mine", "old")), Some(entity("Other", "old")));
        assert_eq!(settled(project(), found(), Version::Mine), Some(entity("Mine", "ours")));
        assert_eq!(settled(project(), found(), Version::Other), Some(entity("Other", "ours")));
    }

    #[test]
    fn a_version_that_is_gone_takes_the_record_away_and_one_that_was_removed_comes_back() {
        let removed_by_others = || conflict(&[], Some(entity("Mine", "ours")), None);
        assert_eq!(settled(project(), removed_by_others(), Version::Mine), Some(entity("Mine", "ours")));
        assert_eq!(settled(project(), removed_by_others(), Version::Other), None);
        let removed_here = || conflict(&[], None, Some(entity("Other", "theirs")));
        let without = || project().after(&[Edit::Remove(RecordId::Entity("e".parse().unwrap()))]).unwrap().0;
        assert_eq!(settled(without(), removed_here(), Version::Mine), None);
        assert_eq!(settled(without(), removed_here(), Version::Other), Some(entity("Other", "theirs")));
        assert_eq!(settled(project(), removed_here(), Version::Mine), None, "it had come back because others needed it");
    }

    #[test]
    fn what_cannot_be_taken_is_refused_in_words() {
        let theirs: Record = serde_json::from_value(serde_json::json!({"Memo": {
            "id": "m", "coder": "gone", "title": "Why", "text": "", "created": "2026-01-01T00:00:00Z"
        }}))
        .unwrap();
        let conflict = Conflict::of_record(RecordId::Memo("m".parse().unwrap()), vec![], None, Some(theirs));
        let Plan::Refuse(notice) = plan(&project().with_conflicts([conflict]), Version::Other) else { panic!("refused") };
        assert_eq!(notice.what, "The other version of Memo “Why” cannot be taken: it needs coder gone, which was deleted");
        assert_eq!(notice.hint, "Bring back what it needs with Undo, or keep mine");
        let Plan::Refuse(notice) = plan(&project(), Version::Mine) else { panic!("refused") };
        assert_eq!((notice.what.as_str(), notice.hint.as_str()), ("The conflict is settled already", "Edit > Undo brings it back"));
    }

    #[test]
    fn all_are_settled_in_one_step() {
        let info = |title: &str| Box::new(ProjectInfo { title: title.into(), ..ProjectInfo::default() });
        let head = Conflict::new(vec!["title".into()], Versions::Project { ours: info(""), theirs: info("Theirs") });
        let found = conflict(&["name"], Some(entity("Mine", "ours")), Some(entity("Other", "ours")));
        let project = project().with_conflicts([head, found]);
        let labels = [Version::Mine, Version::Other].map(|version| match plan(&project, version) {
            Plan::Edit(step) => {
                let (after, back) = project.after(&step.edits).unwrap();
                assert_eq!(after.after(&back).unwrap().0, project, "undo brings the conflicts back");
                (step.label, after.info().title.clone(), after.entities().values().next().unwrap().name.clone())
            }
            other => panic!("{other:?}"),
        });
        let own = |label: &str, title: &str, name: &str| (label.to_owned(), title.to_owned(), name.to_owned());
        assert_eq!(
            labels,
            [own("Settle 2 conflicts: keep mine", "", "Mine"), own("Settle 2 conflicts: take the other", "Theirs", "Other")]
        );
    }
}
