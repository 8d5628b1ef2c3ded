//! Linear CCA (Hotelling 1936), label-free: the yardstick that every learned model is held against.
