//! Seconds to features: frozen networks and their preprocessing
