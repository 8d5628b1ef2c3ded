//! A collection of videos made from nothing: events that sound and move together
