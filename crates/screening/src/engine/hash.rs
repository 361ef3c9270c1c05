//! Maps that are asked of every new word: keyed by what a list says, never by what a filing says.
//!
//! A filing's words are only looked up in them, so nobody who writes a filing can fill them, and the hash
//! need not be keyed. It is that of the compiler's own tables: a rotation and a multiplication for eight bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map of what a list says.
pub type ListMap<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// The hash.
#[derive(Default)]
pub struct Mixer(u64);

impl Mixer {
    #[inline]
    fn mix(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Mixer {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks::<8>();
        eights.iter().for_each(|&eight| self.mix(u64::from_le_bytes(eight)));
        let mut last = [0; 8];
        last[..rest.len()].copy_from_slice(rest);
        self.mix(u64::from_le_bytes(last) ^ (rest.len() as u64) << 56);
    }
    #[inline]
    fn write_u8(&mut self, byte: u8) {
        self.mix(u64::from(byte));
    }
    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.mix(u64::from(number));
    }
    #[inline]
    fn finish(&self) -> u64 {
        // The low bits of a product depend on the low bits of its factors alone, and tables look at those.
        self.0.rotate_left(26)
    }
}
