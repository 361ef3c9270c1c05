//! Works on many bytes at once: classifies bytes, searches a list of numbers, prefetches memory.
//!
//! This is the only file of the engine with `unsafe` calls. Every byte of every filing passes through it, and the
//! instructions that compare sixteen bytes at a time are four times as fast as arithmetic on eight bytes in a word.
//! They are part of x86-64, so every such machine has them; on other machines the arithmetic is used. If the machine
//! has AVX2, thirty-two bytes are compared at a time. Tests compare all three.

/// The kinds of sixty-four bytes, each kind as one bit for each byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kinds {
    /// ASCII letters.
    pub letters: u64,
    /// ASCII digits.
    pub digits: u64,
    /// Full stops, commas and apostrophes.
    pub marks: u64,
    pub apostrophes: u64,
    /// Bytes that are not ASCII.
    pub foreign: u64,
}

/// Asks the machine to load the memory of a value that will be read soon, and does not wait for it.
#[inline]
pub fn prefetch<T>(what: &T) {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code)]
    // SAFETY: the instruction belongs to SSE, which is part of x86-64; it reads nothing, and changes nothing.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(what).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = what;
}

/// A pass over many blocks, with the fastest classification of this machine.
pub trait Pass {
    /// Makes the pass. It must be inlined always, so that all of it is compiled for that classification.
    fn run(self, tell_apart: impl Fn(&[u8; 64]) -> Kinds) -> usize;
}

/// Makes a pass with the fastest classification of this machine.
#[inline]
pub fn pass(pass: impl Pass) -> usize {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
    {
        #[allow(unsafe_code)]
        // SAFETY: the function asks for AVX2, which was just found.
        return unsafe { pass_wide(pass) };
    }
    pass.run(tell_apart)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
fn pass_wide(pass: impl Pass) -> usize {
    pass.run(|block| tell_by_thirty_two(block))
}

/// Classifies sixty-four bytes.
#[inline]
fn tell_apart(block: &[u8; 64]) -> Kinds {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code)]
    // SAFETY: the function asks for SSE2 and nothing else, which is part of x86-64.
    return unsafe { tell_by_sixteen(block) };
    #[cfg(not(target_arch = "x86_64"))]
    tell_by_eight(block)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn tell_by_sixteen(block: &[u8; 64]) -> Kinds {
    use std::arch::x86_64::{
        _mm_add_epi8, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8,
    };
    let mut kinds = Kinds::default();
    for (at, sixteen) in block.as_chunks::<16>().0.iter().enumerate() {
        let both = u128::from_le_bytes(*sixteen);
        let bytes = _mm_set_epi64x((both >> 64) as i64, both as i64);
        // The bytes to be found are moved to the top of the signed range. All other bytes lie below.
        let bytes_within = |bytes, top: u8, count: i8| {
            _mm_cmpgt_epi8(_mm_add_epi8(bytes, _mm_set1_epi8(127 - top as i8)), _mm_set1_epi8(127 - count))
        };
        let letters = bytes_within(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), b'z', 26);
        let is = |byte: u8| _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8));
        let apostrophes = is(b'\'');
        let marks = _mm_or_si128(apostrophes, _mm_or_si128(is(b'.'), is(b',')));
        let bits = |found| u64::from(_mm_movemask_epi8(found) as u16) << (at * 16);
        kinds.letters |= bits(letters);
        kinds.digits |= bits(bytes_within(bytes, b'9', 10));
        kinds.marks |= bits(marks);
        kinds.apostrophes |= bits(apostrophes);
        kinds.foreign |= bits(bytes);
    }
    kinds
}

/// Classifies sixty-four bytes, thirty-two at a time.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[inline]
fn tell_by_thirty_two(block: &[u8; 64]) -> Kinds {
    use std::arch::x86_64::{
        _mm256_add_epi8, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8, _mm256_movemask_epi8, _mm256_or_si256,
        _mm256_set_epi64x, _mm256_set1_epi8,
    };
    let mut kinds = Kinds::default();
    for (at, half) in block.as_chunks::<32>().0.iter().enumerate() {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| i64::from_le_bytes(half.as_chunks::<8>().0[i]));
        let bytes = _mm256_set_epi64x(d, c, b, a);
        let bytes_within = |bytes, top: u8, count: i8| {
            _mm256_cmpgt_epi8(_mm256_add_epi8(bytes, _mm256_set1_epi8(127 - top as i8)), _mm256_set1_epi8(127 - count))
        };
        let is = |byte: u8| _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8));
        let apostrophes = is(b'\'');
        let marks = _mm256_or_si256(apostrophes, _mm256_or_si256(is(b'.'), is(b',')));
        let bits = |found| u64::from(_mm256_movemask_epi8(found) as u32) << (at * 32);
        kinds.letters |= bits(bytes_within(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), b'z', 26));
        kinds.digits |= bits(bytes_within(bytes, b'9', 10));
        kinds.marks |= bits(marks);
        kinds.apostrophes |= bits(apostrophes);
        kinds.foreign |= bits(bytes);
    }
    kinds
}

/// Whether one of three numbers is in a list. All numbers are compared, without a branch.
#[inline]
pub fn holds_one_of(numbers: &[u16; 32], three: [u16; 3]) -> bool {
    #[cfg(target_arch = "x86_64")]
    #[allow(unsafe_code)]
    // SAFETY: the function asks for SSE2 and nothing else, which is part of x86-64.
    return unsafe { holds_by_eight(numbers, three) };
    #[cfg(not(target_arch = "x86_64"))]
    holds_one_by_one(numbers, three)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
#[inline]
fn holds_by_eight(numbers: &[u16; 32], three: [u16; 3]) -> bool {
    use std::arch::x86_64::{
        _mm_cmpeq_epi16, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi16, _mm_set1_epi16, _mm_setzero_si128,
    };
    let [a, b, c] = three.map(|n| _mm_set1_epi16(n as i16));
    let found = numbers.as_chunks::<8>().0.iter().fold(_mm_setzero_si128(), |found, eight| {
        let [n0, n1, n2, n3, n4, n5, n6, n7] = eight.map(|n| n as i16);
        let eight = _mm_set_epi16(n7, n6, n5, n4, n3, n2, n1, n0);
        let either = _mm_or_si128(_mm_cmpeq_epi16(eight, a), _mm_cmpeq_epi16(eight, b));
        _mm_or_si128(found, _mm_or_si128(either, _mm_cmpeq_epi16(eight, c)))
    });
    _mm_movemask_epi8(found) != 0
}

/// As [`holds_one_of`], on any machine.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn holds_one_by_one(numbers: &[u16; 32], three: [u16; 3]) -> bool {
    numbers.iter().any(|n| three.contains(n))
}

/// As [`tell_apart`], on any machine.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn tell_by_eight(block: &[u8; 64]) -> Kinds {
    let mut kinds = Kinds::default();
    for (at, eight) in block.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        let bits = |high| gather(high) << (at * 8);
        // Bit 5 turns capitals into small letters, and turns no other byte into a letter.
        kinds.letters |= bits(bytes_within(eight | (ONES * 0x20), b'a', b'z') & !eight);
        kinds.digits |= bits(bytes_within(eight, b'0', b'9'));
        kinds.apostrophes |= bits(bytes_within(eight, b'\'', b'\''));
        kinds.marks |=
            bits(bytes_within(eight, b'\'', b'\'') | bytes_within(eight, b'.', b'.') | bytes_within(eight, b',', b','));
        kinds.foreign |= bits(eight & HIGH);
    }
    kinds
}

#[cfg(any(test, not(target_arch = "x86_64")))]
const ONES: u64 = 0x0101_0101_0101_0101;

#[cfg(any(test, not(target_arch = "x86_64")))]
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Gathers the high bits of eight bytes.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn gather(high: u64) -> u64 {
    (high >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Sets the high bit of each ASCII byte from `first` to `last`. Each addition is on seven bits and so stays inside its
/// byte.
#[cfg(any(test, not(target_arch = "x86_64")))]
fn bytes_within(chunk: u64, first: u8, last: u8) -> u64 {
    let low = chunk & !HIGH;
    let at_least = |c: u8| low + ONES * u64::from(0x80 - c);
    at_least(first) & !at_least(last + 1) & !chunk & HIGH
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The kinds of a block by the fastest classification of this machine.
    fn by_pass(block: &[u8; 64]) -> Kinds {
        struct One<'b>(&'b [u8; 64], &'b mut Kinds);
        impl Pass for One<'_> {
            fn run(self, tell_apart: impl Fn(&[u8; 64]) -> Kinds) -> usize {
                *self.1 = tell_apart(self.0);
                0
            }
        }
        let mut kinds = Kinds::default();
        pass(One(block, &mut kinds));
        kinds
    }

    #[test]
    fn every_byte_is_told_right() {
        for b in 0..=255u8 {
            for at in 0..64 {
                let mut block = [b' '; 64];
                block[at] = b;
                let bit = |on: bool| if on { 1 << at } else { 0 };
                // The other bytes are spaces, which are of no kind.
                let expected = Kinds {
                    letters: bit(b.is_ascii_alphabetic()),
                    digits: bit(b.is_ascii_digit()),
                    marks: bit(b".,'".contains(&b)),
                    apostrophes: bit(b == b'\''),
                    foreign: bit(!b.is_ascii()),
                };
                assert_eq!(tell_apart(&block), expected, "{b:#x} at {at}");
                assert_eq!(tell_by_eight(&block), expected, "{b:#x} at {at}");
                assert_eq!(by_pass(&block), expected, "{b:#x} at {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_numbers_are_found_alike(
            numbers in proptest::array::uniform32(0..60_u16),
            three in proptest::array::uniform3(0..60_u16),
        ) {
            prop_assert_eq!(holds_one_of(&numbers, three), holds_one_by_one(&numbers, three));
        }

        #[test]
        fn any_bytes_are_told_alike(bytes in proptest::collection::vec(any::<u8>(), 64)) {
            let block = bytes.try_into().expect("sixty-four");
            prop_assert_eq!(tell_apart(&block), tell_by_eight(&block));
            prop_assert_eq!(by_pass(&block), tell_by_eight(&block));
        }
    }
}
