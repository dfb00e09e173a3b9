//! The text view: a book page of annotated text. Model -> layout -> paint -> hit -> input.
