//! What kind of file a path names.

use std::path::Path;

use crate::error::Error;

/// The type that VOD is told: the extension in small letters.
pub(super) fn extension(path: &Path, setter: &str) -> Result<String, Error> {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some(extension) if !extension.is_empty() => Ok(extension.to_ascii_lowercase()),
        _ => Err(Error::file(
            path,
            format!("the name has no extension to tell the type by; say it with `{setter}`"),
        )),
    }
}

/// The media type that COS stores with the object and that players are served.
pub(super) fn media_type(extension: &str) -> &'static str {
    match extension {
        "mp4" | "m4v" | "mp4v" | "f4v" => "video/mp4",
        "mov" | "qt" => "video/quicktime",
        "webm" => "video/webm",
        "mkv" => "video/x-matroska",
        "avi" => "video/x-msvideo",
        "flv" => "video/x-flv",
        "wmv" => "video/x-ms-wmv",
        "asf" => "video/x-ms-asf",
        "mpg" | "mpeg" => "video/mpeg",
        "ts" => "video/mp2t",
        "3gp" => "video/3gpp",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "flac" => "audio/flac",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "gif" => "image/gif",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        _ => "application/octet-stream",
    }
}
