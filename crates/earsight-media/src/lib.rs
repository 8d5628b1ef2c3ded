//! File to seconds: probe, decode and resample through ffmpeg as a child process
