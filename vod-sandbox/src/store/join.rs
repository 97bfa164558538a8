//! Makes one of many pieces.

use std::fs::File;
use std::io;
use std::path::Path;

use md5::{Digest, Md5};

use super::content::{Piece, Place, Temporary};
use crate::crc;
use crate::hex::{hex, unhex};

/// The pieces one behind the other, in a file of this folder or, without one, in memory; nowhere
/// where theirs are not kept.
pub(super) fn join(folder: Option<&Path>, pieces: &[&Piece]) -> io::Result<Piece> {
    let place = if pieces.iter().any(|piece| matches!(piece.place, Place::Forgotten)) {
        Place::Forgotten
    } else if let Some(folder) = folder {
        let temporary = Temporary::within(folder);
        let mut file = File::options().write(true).create_new(true).open(temporary.path())?;
        for piece in pieces {
            if piece.place.copy_to(&mut file)? != piece.size {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Place::File(temporary)
    } else {
        let blocks = pieces.iter().filter_map(|piece| match &piece.place {
            Place::Blocks(blocks) => Some(blocks.iter().cloned()),
            Place::File(_) | Place::Forgotten => None,
        });
        Place::Blocks(blocks.flatten().collect())
    };
    let sums = pieces.iter().fold((0, 0), |(size, crc), piece| {
        (size + piece.size, crc::joined(crc, piece.crc, piece.size))
    });
    Ok(Piece {
        place,
        size: sums.0,
        crc: sums.1,
        etag: etag_of(pieces.iter().map(|piece| piece.etag.as_str())),
    })
}

/// The ETag of what has so many parts: MD5 of theirs as bytes, and how many there are.
pub(crate) fn etag_of<'e>(parts: impl Iterator<Item = &'e str> + Clone) -> String {
    let bytes = parts.clone().filter_map(unhex);
    let md5 = bytes.fold(Md5::new(), Md5::chain_update).finalize();
    format!("{}-{}", hex(&md5), parts.count())
}
