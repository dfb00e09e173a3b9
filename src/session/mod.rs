//! The program without its window: commands, plans, history, selection, jobs, notices, settings.
