//! Formats: one file or folder each; the trait and the list are here. A reader returns data, never a project; offsets are converted here and nowhere else.
