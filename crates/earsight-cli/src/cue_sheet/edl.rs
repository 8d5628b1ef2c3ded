//! A cue sheet as an edit list, CMX 3600 (SMPTE 258M), which every editing program reads.
//!
//! Such a list has one video track and few audio tracks, so the results come one after another: the query is
//! repeated, each time with the next result on the other track. A result of the query's own modality follows it.

use std::fmt::Write as _;

use earsight_core::Modality;

use super::{CueSheet, Piece};

/// Frame rates that a timecode can have; editing programs reject lists of other rates.
const TIMECODES: [f64; 6] = [24.0, 25.0, 30.0, 48.0, 50.0, 60.0];
/// Frame rate if the query has none, or one that a timecode cannot have.
const OTHER_RATE: f64 = 25.0;
/// The time at which tapes start.
const FIRST_SECS: u64 = 3600;

/// The whole list.
pub fn list(sheet: &CueSheet) -> String {
    let shot = &sheet.shot;
    let is_known = |fps: &f64| TIMECODES.contains(&fps.round());
    let rate = sheet.fps.filter(is_known).unwrap_or(OTHER_RATE);
    // Editing programs ask for the rate, which only the title can contain.
    let text = format!(
        "TITLE: {} ({} fps)\nFCM: NON-DROP FRAME\n",
        plain(&shot.name),
        (rate * 1000.0).round() / 1000.0
    );
    let mut list = List { text, n_events: 0, rate };
    let mut position = FIRST_SECS * list.frames_a_second();
    for cue in &sheet.cues {
        let shot_end = list.event(shot, position);
        let offset = match cue.modality == shot.modality {
            true => shot_end - position,
            false => cue.first_frame(list.rate),
        };
        let cue_end = list.event(cue, position + offset);
        position = shot_end.max(cue_end);
    }
    list.text
}

struct List {
    text: String,
    n_events: usize,
    rate: f64,
}

impl List {
    /// Writes a cut at a frame of the list and returns the frame where it ends.
    fn event(&mut self, piece: &Piece, position: u64) -> u64 {
        self.n_events += 1;
        let channel = match piece.modality {
            Modality::Audio => "A",
            Modality::Visual => "V",
        };
        let source = piece.frames(self.rate);
        let end = position + (source.end - source.start);
        let [source_in, source_out, record_in, record_out] =
            [source.start, source.end, position, end].map(|frame| self.timecode(frame));
        let number = self.n_events;
        // Writing into a string cannot fail. AX is the reel of files that were never on a tape.
        let _ = writeln!(
            self.text,
            "\n{number:03}  AX       {channel:<5} C        {source_in} {source_out} {record_in} {record_out}\n\
             * FROM CLIP NAME: {}\n* SOURCE FILE: {}",
            plain(&piece.name),
            plain(&piece.path.display().to_string())
        );
        end
    }

    /// Frames that a timecode counts in a second: 30 for 29.97.
    fn frames_a_second(&self) -> u64 {
        self.rate.round() as u64
    }

    /// `01:00:04:12`
    fn timecode(&self, frame: u64) -> String {
        let a_second = self.frames_a_second();
        let (secs, frames) = (frame / a_second, frame % a_second);
        format!("{:02}:{:02}:{:02}:{frames:02}", secs / 3600, secs / 60 % 60, secs % 60)
    }
}

/// A name without line breaks.
fn plain(name: &str) -> String {
    name.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue_sheet::tests::probed;

    #[test]
    fn the_query_is_repeated_with_each_result() {
        let expected = "\
TITLE: street.mp4 (29.97 fps)
FCM: NON-DROP FRAME

001  AX       V     C        00:00:02:00 00:00:06:00 01:00:00:00 01:00:04:00
* FROM CLIP NAME: street.mp4
* SOURCE FILE: /v/street.mp4

002  AX       A     C        00:00:03:00 00:00:06:18 01:00:00:00 01:00:03:18
* FROM CLIP NAME: bell, \"loud\" 100 %.wav
* SOURCE FILE: /s/bell, \"loud\" 100 %.wav

003  AX       V     C        00:00:02:00 00:00:06:00 01:00:04:00 01:00:08:00
* FROM CLIP NAME: street.mp4
* SOURCE FILE: /v/street.mp4

004  AX       A     C        00:00:00:00 00:00:01:00 01:00:07:00 01:00:08:00
* FROM CLIP NAME: tick.wav
* SOURCE FILE: /s/tick.wav
";
        assert_eq!(list(&probed()), expected);
    }

    #[test]
    fn a_result_of_the_same_modality_follows_the_query() {
        let mut sheet = probed();
        sheet.fps = Some(12.5);
        sheet.shot.modality = Modality::Audio;
        sheet.shot.name = "two\nlines".to_owned();
        sheet.cues.truncate(1);
        let list = list(&sheet);
        assert!(list.contains("TITLE: two lines (25 fps)\n"), "{list}");
        assert!(list.contains("00:00:03:00 00:00:06:15 01:00:04:00 01:00:07:15"), "{list}");
    }
}
