//! Many files to a store: plan, workers, resume
