//! A signature as text, without an allocation.

/// A signature as it travels, in Base64 or hexadecimal: at most 64 characters.
#[derive(Clone, Copy)]
pub(crate) struct Signature {
    text: [u8; 64],
    length: usize,
}

impl Signature {
    /// Of what a writer puts at the start of an empty text; it gives the length.
    #[inline]
    pub(super) fn written(write: impl FnOnce(&mut [u8; 64]) -> usize) -> Self {
        let mut text = [0; 64];
        let length = write(&mut text);
        Self { text, length }
    }

    /// The hexadecimal digits of a hash.
    #[inline]
    pub(super) fn hex(hash: &[u8; 32]) -> Self {
        // Reckoned and not looked up, so that the compiler can do many at a time.
        let digit = |half: u8| half + if half > 9 { b'a' - 10 } else { b'0' };
        Self::written(|text| {
            for (pair, byte) in text.chunks_exact_mut(2).zip(hash) {
                pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
            text.len()
        })
    }

    pub(crate) fn as_str(&self) -> &str {
        let text = self.text.get(..self.length).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}
