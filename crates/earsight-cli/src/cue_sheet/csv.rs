//! A cue sheet as a table (RFC 4180): one line for each result, best first.

use std::fmt::Write as _;

use super::CueSheet;

const HEADER: &str = "rank,file,start_secs,len_secs,beside,beside_start_secs,distance,path\n";

/// The whole table. `start_secs` counts in `file`, `beside_start_secs` in `beside`, the file of the query.
pub fn table(sheet: &CueSheet) -> String {
    let mut table = HEADER.to_owned();
    let query = field(&sheet.shot.name);
    for (index, cue) in sheet.cues.iter().enumerate() {
        let (rank, start, len) = (index + 1, cue.span.start, cue.span.len);
        let (file, path) = (field(&cue.name), field(&cue.path.display().to_string()));
        let query_start = sheet.shot.span.start + cue.at_secs;
        let distance = cue.distance.unwrap_or_default();
        // Writing into a string cannot fail.
        let _ =
            writeln!(table, "{rank},{file},{start},{len},{query},{query_start},{distance},{path}");
    }
    table
}

/// A text in quotes if it contains characters with a meaning in tables.
fn field(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cue_sheet::tests::sheet;

    #[test]
    fn a_name_with_commas_and_quotes_stays_one_field() {
        let lines: Vec<String> = table(&sheet()).lines().map(str::to_owned).collect();
        assert_eq!(lines[0], HEADER.trim_end());
        assert_eq!(
            lines[1],
            "1,\"bell, \"\"loud\"\" 100 %.wav\",3,4,street.mp4,2,0.25,\"/s/bell, \"\"loud\"\" 100 %.wav\""
        );
        assert_eq!(lines[2], "2,tick.wav,0,1,street.mp4,5,0.5,/s/tick.wav");
        assert_eq!(lines.len(), 3);
    }
}
