//! Colours, sizes and faces as named tokens, for light, dark and sepia.
