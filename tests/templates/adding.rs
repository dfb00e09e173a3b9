//! Adding codebooks to a project, and keeping the project's own.

use std::path::PathBuf;

use jiff::Timestamp;
use variorum::analysis::check::check;
use variorum::model::{CodeId, CodebookInfo, Project, ProjectInfo};
use variorum::session::{Command, Environment, NoticeKind, Session};
use variorum::store::{CodebookParts, template};

fn session_with(parts: CodebookParts, environment: Environment) -> Session {
    let (project, errors) = Project::assemble(ProjectInfo::default(), parts.info, parts.records);
    assert_eq!(errors, []);
    let mut session = Session::in_memory(project, "a".parse().unwrap(), environment);
    session.run(Command::AddCoder("A".to_owned()));
    session.take_notices();
    session
}

fn session(id: &str) -> Session {
    session_with(template(id).unwrap(), Environment::fixed(Timestamp::UNIX_EPOCH))
}

fn add(session: &mut Session, ids: &[&str]) -> Vec<(NoticeKind, String)> {
    session.run(Command::AddTemplates(ids.iter().map(|id| (*id).to_owned()).collect()));
    session.take_notices().into_iter().map(|notice| (notice.kind, notice.what)).collect()
}

#[test]
fn codebooks_come_in_as_one_step_and_undo_takes_all_of_it_back() {
    let mut session = session("ecf");
    let before = session.project().clone();
    let said = add(&mut session, &["pf", "nli"]);
    assert_eq!(said[0], (NoticeKind::Done, "Policy frames was added: 15 codes".to_owned()));
    assert_eq!(session.project().codes().len(), 27 + 15 + 3);
    assert_eq!(check(session.project()).problems, []);
    let info = session.project().codebook();
    assert_eq!((info.name.as_str(), info.revision), ("Entities / Claims / Framing", 2));
    assert!(info.source.starts_with("Policy frames: Boydstun") && info.source.ends_with("Thorne et al. 2018 (FEVER)"), "{}", info.source);
    assert!(info.rules.starts_with(&before.codebook().rules) && info.rules.len() > before.codebook().rules.len());
    session.run(Command::Undo);
    assert!(*session.project() == before);
    session.run(Command::Redo);
    assert_eq!(session.project().codes().len(), 45);
}

#[test]
fn what_is_added_stands_behind_what_was_there() {
    let mut session = session("ecf");
    add(&mut session, &["arg"]);
    let layers: Vec<_> = session.project().layers_in_order().iter().map(|layer| layer.id.to_string()).collect();
    assert_eq!(layers, ["Entities", "Claims", "Framing", "Document", "arg"]);
}

#[test]
fn adding_again_changes_nothing() {
    let mut session = session("ecf");
    add(&mut session, &["pf", "sa"]);
    let before = (session.project().clone(), session.revision());
    let said = add(&mut session, &["sa", "pf", "pf"]);
    assert!((session.project().clone(), session.revision()) == before);
    assert_eq!(said[0], (NoticeKind::Done, "Social actors is in the project already; nothing was changed".to_owned()));
}

#[test]
fn a_codebook_given_twice_comes_in_once() {
    let mut session = session("ecf");
    add(&mut session, &["pf", "pf"]);
    assert_eq!(session.project().codes().len(), 27 + 15);
}

#[test]
fn an_id_that_exists_keeps_what_it_means_and_it_is_said() {
    let mut session = session("ecf");
    add(&mut session, &["pf"]);
    let id: CodeId = "pf.1".parse().unwrap();
    let mut own = (*session.project().codes()[&id]).clone();
    own.definition = "Our own words.".to_owned();
    session.run(Command::SetCode(own));
    session.run(Command::DeleteCode("pf.2".parse().unwrap()));
    session.take_notices();
    let said = add(&mut session, &["pf"]);
    assert_eq!(session.project().codes()[&id].definition, "Our own words.");
    // 14 codes, the layer and the attribute were there.
    let what = "Policy frames was added: 1 code; 16 parts of it were in the project already";
    assert_eq!(said, [(NoticeKind::Warning, what.to_owned())]);
}

#[test]
fn a_key_that_is_taken_stays_with_its_code() {
    // The whole of `ecf` into a project whose one code has a key of it.
    let mut other = session_with(CodebookParts::default(), Environment::fixed(Timestamp::UNIX_EPOCH));
    add(&mut other, &["pf"]);
    let mut economic = (*other.project().codes()[&"pf.1".parse::<CodeId>().unwrap()]).clone();
    economic.key = Some('c');
    other.run(Command::SetCode(economic));
    other.take_notices();
    let said = add(&mut other, &["ecf"]);
    let claim = other.project().codes()[&"C.CLM".parse::<CodeId>().unwrap()].key;
    assert!(claim.is_some() && claim != Some('c'), "{claim:?}");
    // The fifteen frames have got keys of their names, which go before those of what comes later.
    let (kind, what) = &said[1];
    assert_eq!(*kind, NoticeKind::Warning);
    assert!(
        what.starts_with("Claim and ") && what.ends_with("of Entities / Claims / Framing did not keep the key: other codes have it"),
        "{what}"
    );
    assert_eq!(check(other.project()).problems, []);
}

#[test]
fn a_project_without_a_codebook_takes_over_title_and_revision() {
    let mut session = session_with(CodebookParts::default(), Environment::fixed(Timestamp::UNIX_EPOCH));
    add(&mut session, &["pf"]);
    assert_eq!(*session.project().codebook(), template("pf").unwrap().info);
    let mut both = session_with(CodebookParts::default(), Environment::fixed(Timestamp::UNIX_EPOCH));
    add(&mut both, &["gm", "sa"]);
    let CodebookInfo { name, source, unit, revision, .. } = both.project().codebook().clone();
    assert_eq!((name.as_str(), revision), ("Frame package (framing and reasoning devices) + Social actors", 1));
    assert_eq!(source, "Gamson & Lasch 1983; Gamson & Modigliani 1989; Social actors: van Leeuwen 1996, 2008");
    assert_eq!(unit, "span");
}

#[test]
fn an_unknown_codebook_is_refused_and_nothing_changes() {
    let mut session = session("ecf");
    let before = session.project().clone();
    let said = add(&mut session, &["pf", "nonsense"]);
    assert_eq!(said, [(NoticeKind::Error, "could not take a codebook: none is called 'nonsense'".to_owned())]);
    assert!(*session.project() == before);
}

#[test]
fn the_projects_codebook_is_kept_and_added_to_another_project() {
    let place = tempfile::tempdir().unwrap();
    let folder: PathBuf = place.path().join("templates");
    let environment = || Environment::fixed(Timestamp::UNIX_EPOCH).with_templates(folder.clone());
    let mut one = session_with(template("entman").unwrap(), environment());
    assert_eq!(one.save_codebook_as_template("mine").unwrap().what, "The codebook is kept as 'mine' for further projects");
    assert!(one.save_codebook_as_template("mine").is_err());
    assert_eq!(one.templates().last().unwrap().id, "mine");
    let mut two = session_with(CodebookParts::default(), environment());
    add(&mut two, &["mine"]);
    assert_eq!(two.project().codes().len(), 4);
    assert_eq!(two.project().codebook(), one.project().codebook());
}
