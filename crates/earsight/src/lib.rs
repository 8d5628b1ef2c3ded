//! The paper: encoders, one shared decoder, the objective, the distance and the tasks
