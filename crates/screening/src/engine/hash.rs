//! Hash maps whose keys come from a list and never from a filing, for the look-up of every new word.
//!
//! The words of a filing are only looked up in these maps. The author of a filing cannot fill them, so the hash need
//! not be keyed. It is that of rustc's own tables: a rotation and a multiplication for eight bytes.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map whose keys come from a list.
pub type ListMap<K, V> = HashMap<K, V, BuildHasherDefault<Mixer>>;

/// The hasher of a [`ListMap`].
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
        // Tables use the low bits, and the low bits of a product depend only on the low bits of its factors.
        self.0.rotate_left(26)
    }
}
