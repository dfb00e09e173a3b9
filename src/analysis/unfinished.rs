//! What is left to read: the documents that a coder has not said to be finished, in the order of the library.

use crate::model::{CoderId, Document, DocumentId, ProgressKey, ProgressState, Project};

/// The next document behind `from` that the coder has not finished, from the start again behind the last one; `None`: all are.
pub fn next_unfinished<'a>(project: &'a Project, coder: &CoderId, from: Option<&DocumentId>) -> Option<&'a DocumentId> {
    let place = |document: &Document| {
        let event = document.event.as_ref().and_then(|id| project.events().get(id));
        (
            event.is_none(),
            event.map(|e| e.display_name().to_owned()),
            document.event.clone().filter(|_| event.is_some()),
            document.id.clone(),
        )
    };
    let open = |document: &Document| {
        let key = ProgressKey { coder: coder.clone(), document: document.id.clone() };
        project.progress().get(&key).is_none_or(|p| p.state != ProgressState::Finished)
    };
    let here = from.and_then(|id| project.documents().get(id)).map(|document| place(document));
    let others = project.documents().values().filter(|document| Some(&document.id) != from && open(document));
    others
        .map(|document| (here.as_ref().is_some_and(|here| place(document) < *here), place(document), &document.id))
        .min()
        .map(|(.., id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CodebookInfo, Coder, Event, Extra, Progress, ProjectInfo, Record};
    use crate::text::ReadingText;

    fn project(finished: &[&str]) -> (Project, CoderId) {
        let coder: CoderId = "a".parse().unwrap();
        let event = |id: &str, name: &str| Event {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            date: None,
            note: String::new(),
            extra: Extra::new(),
        };
        let document = |id: &str, event: Option<&str>| {
            let text = ReadingText::new("Words.").unwrap();
            Record::from(Document { event: event.map(|e| e.parse().unwrap()), ..Document::new(id.parse().unwrap(), text) })
        };
        let mut records = vec![
            Coder { id: coder.clone(), name: "A".to_owned(), note: String::new(), created: None, extra: Extra::new() }.into(),
            event("e1", "Zebra").into(),
            event("e2", "Apple").into(),
            document("1", None),
            document("2", Some("e1")),
            document("3", Some("e2")),
            document("4", Some("e2")),
        ];
        let done = |id: &&str| Progress {
            coder: coder.clone(),
            document: id.parse().unwrap(),
            state: ProgressState::Finished,
            changed: jiff::Timestamp::UNIX_EPOCH,
            extra: Extra::new(),
        };
        records.extend(finished.iter().map(done).map(Record::from));
        let (project, errors) = Project::assemble(ProjectInfo::default(), CodebookInfo::default(), records);
        assert_eq!(errors, []);
        (project, coder)
    }

    fn next(finished: &[&str], from: Option<&str>) -> Option<String> {
        let (project, coder) = project(finished);
        let from = from.map(|id| id.parse().unwrap());
        next_unfinished(&project, &coder, from.as_ref()).map(ToString::to_string)
    }

    #[test]
    fn documents_come_in_the_order_of_the_library_and_go_round() {
        assert_eq!(next(&[], None).as_deref(), Some("3"));
        assert_eq!(next(&[], Some("3")).as_deref(), Some("4"));
        assert_eq!(next(&[], Some("4")).as_deref(), Some("2"));
        assert_eq!(next(&[], Some("1")).as_deref(), Some("3"));
    }

    #[test]
    fn finished_ones_are_passed_over() {
        assert_eq!(next(&["4", "2"], Some("3")).as_deref(), Some("1"));
        assert_eq!(next(&["1", "2", "4"], Some("3")), None);
    }
}
