//! HTML in running text, one tag at a time between words that Markdown has read.

use std::ops::Range;

use super::builder::Mark;
use super::html::{Html, Stretch};
use super::reader::Reader;
use super::told::Kind;
use crate::formats::html::{Token, tokens};

/// A script or style sheet in running text: shown as words until its end comes, for without an end it is none.
#[derive(Debug)]
pub(super) struct Hidden {
    name: String,
    /// The reading text before its words.
    before: Mark,
    /// What was open of HTML before them: tags in a script are none.
    html: Html,
    /// How many places were known not to be in the text.
    zones: usize,
    /// Where its words begin.
    start: usize,
}

impl Reader<'_> {
    pub(super) fn inline_html(&mut self, range: Range<usize>) {
        let Some(tag) = self.source.get(range.clone()) else { return };
        let mut stretch = Stretch::new(self.source);
        stretch.push(tag, range.start);
        let token = tokens(tag).into_iter().next();
        if let Some(Token::End(name, _)) = &token
            && self.hidden.as_ref().is_some_and(|hidden| hidden.name == *name)
        {
            self.hide(range.start);
        }
        self.html.add(&stretch, &mut self.out);
        self.take_zones();
        if let Some(Token::Start(tag)) = token
            && matches!(tag.name.as_str(), "script" | "style")
            && self.hidden.is_none()
        {
            let (before, html, zones) = (self.out.mark(), self.html.clone(), self.zones_mut().len());
            self.hidden = Some(Hidden { name: tag.name, before, html, zones, start: range.end });
        }
    }

    /// Takes the words of a script or style sheet out of the text again.
    fn hide(&mut self, end: usize) {
        let Some(hidden) = self.hidden.take() else { return };
        self.out.go_back(hidden.before);
        self.html = hidden.html;
        self.zones_mut().truncate(hidden.zones);
        let kind = if hidden.name == "style" { Kind::Style } else { Kind::Script };
        self.zone(kind, hidden.start..end);
    }

    /// The end of a stretch of running text.
    pub(super) fn end_of_inlines(&mut self) {
        self.hidden = None;
        self.html.finish(&mut self.out);
    }
}
