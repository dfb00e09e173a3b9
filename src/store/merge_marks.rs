//! The two sides of a file in which a merge by text has left its marks.

/// A file as each side had it, and as far as it is known what it was before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sides {
    pub ours: String,
    pub theirs: String,
    /// What both have in common, with what stood there before where the marks say it (git's `diff3` style); without it nothing stands
    /// between the marks.
    pub base: String,
}

/// Which side a line between marks belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Common,
    Ours,
    Base,
    Theirs,
}

/// Takes a file apart at the marks of a merge; `None` where it has none, or where they do not belong together.
pub(super) fn sides(text: &str) -> Option<Sides> {
    let mut sides = Sides { ours: String::new(), theirs: String::new(), base: String::new() };
    let (mut part, mut is_marked) = (Part::Common, false);
    for line in text.split_inclusive('\n') {
        let word = line.trim_end_matches(['\r', '\n']);
        let is = |mark: &str| word.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        part = match part {
            Part::Common if is("<<<<<<<") => Part::Ours,
            Part::Ours if is("|||||||") => Part::Base,
            Part::Ours | Part::Base if is("=======") => Part::Theirs,
            Part::Theirs if is(">>>>>>>") => Part::Common,
            _ if is("<<<<<<<") || is("|||||||") || is(">>>>>>>") => return None,
            _ => {
                if matches!(part, Part::Common | Part::Ours) {
                    sides.ours.push_str(line);
                }
                if matches!(part, Part::Common | Part::Theirs) {
                    sides.theirs.push_str(line);
                }
                if matches!(part, Part::Common | Part::Base) {
                    sides.base.push_str(line);
                }
                continue;
            }
        };
        is_marked = true;
    }
    (is_marked && part == Part::Common).then_some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three(text: &str) -> Option<(String, String, String)> {
        sides(text).map(|sides| (sides.ours, sides.theirs, sides.base))
    }

    #[test]
    fn a_file_with_marks_has_two_sides_and_what_they_share() {
        let three = |text: &str| three(text).unwrap();
        let (ours, theirs, base) = three("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\nd\n");
        assert_eq!((&*ours, &*theirs, &*base), ("a\nb\nd\n", "a\nc\nd\n", "a\nd\n"));
        let (ours, theirs, base) = three("<<<<<<< HEAD\r\nb\r\n||||||| 1234\r\nx\r\n=======\r\n>>>>>>> other\r\n");
        assert_eq!((&*ours, &*theirs, &*base), ("b\r\n", "", "x\r\n"));
    }

    #[test]
    fn marks_that_do_not_belong_together_are_no_sides() {
        for text in
            ["a\n=======\nb\n", "<<<<<<< a\nb\n", "<<<<<<< a\n<<<<<<< a\n=======\n>>>>>>> b\n", ">>>>>>> b\n", "<<<<<<< a\n=======\n"]
        {
            assert_eq!(three(text), None, "{text}");
        }
    }
}
