//! A question about a project that takes longer than a frame where there is much of it: asked in the background, answered with the last
//! answer meanwhile.

use super::jobs::{Jobs, Wake};

/// An answer of type `T` to the question `K`. The last answer stays until a newer one is there. One question is worked on at a time: what is
/// asked meanwhile is worked on when that is answered, if it is still asked then.
pub struct Asked<K, T> {
    of: Option<K>,
    answer: T,
    running: Option<(K, Jobs<T>)>,
    /// The question whose work panicked: asking it again would panic again, in every frame.
    failed: Option<K>,
}

impl<K, T: Default> Default for Asked<K, T> {
    fn default() -> Self {
        Self { of: None, answer: T::default(), running: None, failed: None }
    }
}

impl<K: PartialEq, T: Send + 'static> Asked<K, T> {
    /// Asks, unless that is answered or being worked on. With `wake` it is worked out in the background, without in this call.
    pub fn ask(&mut self, question: K, wake: Option<Wake>, work: impl FnOnce() -> T + Send + 'static) {
        self.take_in();
        let is_known = [&self.of, &self.failed].into_iter().flatten().any(|known| *known == question);
        if self.running.is_some() || is_known {
            return;
        }
        let Some(wake) = wake else {
            (self.answer, self.of) = (work(), Some(question));
            return;
        };
        let mut jobs = Jobs::new(wake);
        // Without a thread there is no answer now; whoever asks again at the next frame tries again.
        if jobs.start("Look through the project", move |_| work()).is_ok() {
            self.running = Some((question, jobs));
        }
    }

    fn take_in(&mut self) {
        let Some((question, mut jobs)) = self.running.take() else { return };
        match jobs.poll().pop() {
            Some(answer) => (self.answer, self.of) = (answer, Some(question)),
            None if jobs.running().next().is_none() => self.failed = Some(question),
            None => self.running = Some((question, jobs)),
        }
    }

    /// The last answer; before the first one what is there by default.
    pub fn answer(&self) -> &T {
        &self.answer
    }

    /// What the last answer answers.
    pub fn question(&self) -> Option<&K> {
        self.of.as_ref()
    }
}

impl<K: std::fmt::Debug, T> std::fmt::Debug for Asked<K, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Asked").field("of", &self.of).field("is_running", &self.running.is_some()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_is_asked_in_this_call_is_answered_once_for_each_question() {
        let mut asked = Asked::<u64, u64>::default();
        asked.ask(1, None, || 10);
        asked.ask(1, None, || panic!("it is answered"));
        assert_eq!((asked.question(), *asked.answer()), (Some(&1), 10));
        asked.ask(2, None, || 20);
        assert_eq!((asked.question(), *asked.answer()), (Some(&2), 20));
    }

    #[test]
    fn work_that_panics_is_not_done_again_and_leaves_the_last_answer() {
        let wake = || -> Option<Wake> { Some(Arc::new(|| {})) };
        let mut asked = Asked::<u64, u64>::default();
        asked.ask(1, None, || 10);
        asked.ask(2, wake(), || panic!("on purpose"));
        while asked.running.is_some() {
            asked.ask(2, wake(), || 20);
            std::thread::yield_now();
        }
        assert_eq!((asked.question(), *asked.answer()), (Some(&1), 10));
        asked.ask(3, None, || 30);
        assert_eq!((asked.question(), *asked.answer()), (Some(&3), 30));
    }

    #[test]
    fn the_last_answer_stays_until_a_newer_one_is_there_and_one_question_is_worked_on_at_a_time() {
        let (ready, is_ready) = channel();
        let wake = || -> Option<Wake> {
            let ready = ready.clone();
            Some(Arc::new(move || {
                let _ = ready.send(());
            }))
        };
        let (go, may_go) = channel::<()>();
        let mut asked = Asked::<u64, u64>::default();
        asked.ask(1, wake(), move || {
            let _ = may_go.recv();
            10
        });
        asked.ask(2, wake(), || panic!("another one is worked on"));
        assert_eq!((asked.question(), *asked.answer()), (None, 0));
        go.send(()).unwrap();
        is_ready.recv().unwrap();
        asked.ask(3, wake(), || 30);
        assert_eq!((asked.question(), *asked.answer()), (Some(&1), 10), "the old answer stays");
        is_ready.recv().unwrap();
        asked.ask(3, wake(), || panic!("it is answered"));
        assert_eq!((asked.question(), *asked.answer()), (Some(&3), 30));
    }
}
