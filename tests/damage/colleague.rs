//! Another person changes the files while the project is open here: nothing of either is lost.

use std::sync::Arc;

use variorum::model::{Project, StepOrigin};
use variorum::session::{Environment, NoticeKind, Session, plan};
use variorum::store::create;

use crate::both_sides::{Ledger, others, ours, start};
use crate::support::now;
use crate::{Numbers, figures, some_or_all};

const SEED: u64 = 20_260_109;

/// What the session has once nothing more comes from outside.
fn settled(session: &mut Session) -> Project {
    for _ in 0..4 {
        // Files that nothing is to be written to are looked at when one comes back to the window.
        session.window_focused();
        session.flush();
    }
    session.project().clone()
}

#[test]
fn nothing_of_either_side_is_lost_while_the_project_is_open() {
    let rounds = some_or_all(15, 200);
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().join("p");
    drop(create(&root, &start(), now()).unwrap());
    let mut numbers = Numbers::new(SEED);
    let (mut number, mut word) = (0, 0);
    let mut ledger = Ledger::new(&start());
    let mut lost = Vec::new();
    let mut session = Session::open(&root, Environment::real(), Arc::new(|| {})).unwrap();
    for round in 0..rounds {
        for _ in 0..numbers.below(6) {
            number += 1;
            let edits = ours(session.project(), SEED, number);
            let step = plan::Step { label: "Step".into(), edits, select: None, merge_key: None };
            assert!(session.commit(step, StepOrigin::Window), "round {round}");
            ledger.ours(session.project());
        }
        others(&root, &mut ledger, &mut numbers, &mut word);
        let project = settled(&mut session);
        lost.extend(ledger.lost(&project, &root).into_iter().map(|what| format!("round {round}: {what}")));
        let refused: Vec<_> = session.take_notices().into_iter().filter(|n| n.kind == NoticeKind::Refused).collect();
        assert!(refused.is_empty(), "round {round}: {refused:#?}");
        if round % 10 == 9 {
            drop(session);
            session = Session::open(&root, Environment::real(), Arc::new(|| {})).unwrap();
            assert!(*session.project() == project, "round {round}: closed and opened again");
        }
    }
    let conflicts = session.project().conflicts().len();
    figures(
        "outside",
        &[("rounds", rounds), ("steps", number as usize), ("edits-outside", ledger.edits), ("conflicts", conflicts), ("lost", lost.len())],
    );
    lost.sort();
    lost.dedup();
    assert!(lost.is_empty(), "{} facts are lost: {:#?}", lost.len(), &lost[..lost.len().min(20)]);
    assert!(conflicts > 0, "the steps and the edits must meet");
}
