//! Which files and formats ffmpeg may open: the given file and no other, whatever its name and its content.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::Path;

use crate::ffmpeg::file_url;
use crate::media_path::is_image_path;
use crate::{Error, Result};

/// Containers that hold their own media, by ffmpeg's names.
///
/// Playlists and lists of parts are left out because they open other files
/// (`hls`, `concat`, `dash`, `imf`, `sdp`, `vobsub`, `image2`), as are devices and scripts,
/// and demuxers that make a video of any text (`tty`, `xbin`).
const CONTAINERS: &[&str] = &[
    // video and sound
    "mov",
    "matroska",
    "webm",
    "avi",
    "asf",
    "asf_o",
    "flv",
    "live_flv",
    "mpegts",
    "mpeg",
    "ogg",
    "nut",
    "rm",
    "mxf",
    "gxf",
    "dv",
    "wtv",
    "nsv",
    "swf",
    "ivf",
    "obu",
    "roq",
    "smk",
    "flic",
    // video alone
    "mpegvideo",
    "m4v",
    "h261",
    "h263",
    "h264",
    "hevc",
    "vvc",
    "av1",
    "vc1",
    "vc1test",
    "mjpeg",
    "mjpeg_2000",
    "dirac",
    "dnxhd",
    "cavsvideo",
    "yuv4mpegpipe",
    "gif",
    "apng",
    "webp_anim",
    "jpegxl_anim",
    // sound alone
    "wav",
    "w64",
    "aiff",
    "au",
    "caf",
    "flac",
    "mp3",
    "aac",
    "loas",
    "ac3",
    "eac3",
    "dts",
    "dtshd",
    "truehd",
    "mlp",
    "amr",
    "amrnb",
    "amrwb",
    "ape",
    "wv",
    "tta",
    "tak",
    "mpc",
    "mpc8",
    "voc",
    "dsf",
    "iff",
    "sox",
    "oma",
    // images
    "bmp_pipe",
    "dds_pipe",
    "dpx_pipe",
    "exr_pipe",
    "gif_pipe",
    "hdr_pipe",
    "j2k_pipe",
    "jpeg_pipe",
    "jpegls_pipe",
    "jpegxl_pipe",
    "pam_pipe",
    "pbm_pipe",
    "pcx_pipe",
    "pfm_pipe",
    "pgm_pipe",
    "png_pipe",
    "ppm_pipe",
    "psd_pipe",
    "qoi_pipe",
    "sgi_pipe",
    "sunrast_pipe",
    "tiff_pipe",
    "webp_pipe",
    "xbm_pipe",
    "xpm_pipe",
    "xwd_pipe",
];

/// Opens a file, which must be a regular and not an empty one: its URL, and itself where it has to be standard input.
pub(crate) fn open(file: &Path) -> Result<(OsString, Option<File>)> {
    let unreadable = |source| Error::Unreadable { source, path: file.to_owned() };
    let metadata = fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Error::NotAFile { path: file.to_owned() });
    }
    if metadata.len() == 0 {
        return Err(Error::EmptyFile { path: file.to_owned() });
    }
    let opened = File::open(file).map_err(unreadable)?;
    // A name with `%03d`, `*` or `?`, or one that ends in `.jpg`, would be taken for a series of images even with
    // `file:` before it, so such a file is passed open; `/dev/stdin` opens it once more and can seek.
    Ok(match is_pattern(file) || is_image_path(file) {
        true => (OsString::from("file:/dev/stdin"), Some(opened)),
        false => (file_url(file), None),
    })
}

/// Options before `-i`, separated by spaces, that restrict what ffmpeg may open.
pub(crate) fn restrictions() -> String {
    // Streams that begin late in a transport stream are found within this size and time.
    let probing = "-probesize 50000000 -analyzeduration 20000000";
    format!("-protocol_whitelist file,pipe -format_whitelist {} {probing}", CONTAINERS.join(","))
}

/// Whether ffmpeg would take the name for a pattern of many names.
fn is_pattern(file: &Path) -> bool {
    file.as_os_str().as_encoded_bytes().iter().any(|byte| b"%*?{}[]".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_that_open_other_files_are_not_allowed() {
        for evil in
            ["hls", "concat", "dash", "imf", "image2", "sdp", "rtsp", "lavfi", "tty", "vobsub"]
        {
            assert!(!CONTAINERS.contains(&evil), "{evil}");
        }
    }
}
