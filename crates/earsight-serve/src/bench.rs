//! A folder of tables and figures that benches wrote.

use std::fs;
use std::path::PathBuf;

use crate::problem::Problem;

/// A folder of tables (Markdown) and figures (SVG).
#[derive(Debug, Clone)]
pub(crate) struct Bench {
    folder: PathBuf,
}

/// Media types that are served, by extension.
const MEDIA_TYPES: [(&str, &str); 2] = [("md", "text/markdown"), ("svg", "image/svg+xml")];
/// Larger files are not served.
const MAX_BYTES: u64 = 16 << 20;

impl Bench {
    pub(crate) fn of(folder: PathBuf) -> Self {
        Bench { folder }
    }

    /// Names and media types, tables first.
    pub(crate) fn files(&self) -> Vec<(String, &'static str)> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let mut files: Vec<_> = entries
            .filter(|entry| entry.metadata().is_ok_and(|it| it.is_file() && it.len() <= MAX_BYTES))
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let media_type = media_type(&name)?;
                Some((name, media_type))
            })
            .collect();
        files.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        files
    }

    /// One of them, by a name in the listing; it is never used as a path.
    pub(crate) fn read(&self, name: &str) -> Result<(Vec<u8>, &'static str), Problem> {
        let no_such = || Problem::not_found("such table or figure");
        let files = self.files();
        let (name, media_type) = files.iter().find(|(it, _)| it == name).ok_or_else(no_such)?;
        let bytes = fs::read(self.folder.join(name)).map_err(|_| no_such())?;
        Ok((bytes, media_type))
    }
}

fn media_type(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    MEDIA_TYPES.iter().find(|(it, _)| *it == extension).map(|(_, media_type)| *media_type)
}
