//! Text: offsets, spans, style runs and the frozen reading text. Knows no annotation.
//!
//! Every offset in this layer is a UTF-8 **byte** offset into a reading text, on a character border, half-open.
//! Other units (code points, UTF-16) exist only at the edges and are converted by [`ReadingText`].
#![cfg_attr(not(test), deny(clippy::indexing_slicing, clippy::string_slice))]

mod address;
mod digest;
pub mod find;
mod label;
mod nearest;
mod quotation_marks;
mod reading_text;
mod runs;
pub mod segmentation;
mod selection;
pub mod sentences;
mod slug;
mod span;

pub use address::{Address, AddressError};
pub use digest::{sha256, with_other_line_ends};
pub use label::{capitalised, counted, counted_as, shortened, thousands, times};
pub use nearest::nearest;
pub use quotation_marks::{Quoted, quoted};
pub use reading_text::{ReadingText, TextError};
pub use runs::{Run, Style, begins_with_item_mark};
pub use selection::TextSelection;
pub use slug::{free_slug, is_same_name, slug, slug_of_all};
pub use span::{Span, SpanError};
