//! Sets of the documents of one segment, and a lower and an upper bound of one.

/// Some of the documents of a segment, a bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Set {
    bits: Vec<u64>,
    /// How many documents there are.
    size: u32,
}

impl Set {
    /// None of so many.
    pub fn none(size: u32) -> Self {
        Self { bits: vec![0; size.div_ceil(64) as usize], size }
    }

    /// All of so many.
    pub fn all(size: u32) -> Self {
        Self::none(size).not()
    }

    pub fn insert(&mut self, doc: u32) {
        self.bits[(doc / 64) as usize] |= 1 << (doc % 64);
    }

    pub fn contains(&self, doc: u32) -> bool {
        self.bits[(doc / 64) as usize] & (1 << (doc % 64)) != 0
    }

    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&word| word == 0)
    }

    pub fn and(mut self, other: &Self) -> Self {
        self.bits.iter_mut().zip(&other.bits).for_each(|(a, b)| *a &= b);
        self
    }

    pub fn or(mut self, other: &Self) -> Self {
        self.add(other);
        self
    }

    /// Takes in the other's as well.
    pub fn add(&mut self, other: &Self) {
        self.bits.iter_mut().zip(&other.bits).for_each(|(a, b)| *a |= b);
    }

    pub fn not(mut self) -> Self {
        self.bits.iter_mut().for_each(|word| *word = !*word);
        // Bits past the last document stay clear.
        if let (Some(last), used @ 1..) = (self.bits.last_mut(), self.size % 64) {
            *last &= (1 << used) - 1;
        }
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..self.size).filter(|&doc| self.contains(doc))
    }
}

/// A lower and an upper bound of an answer.
#[derive(Debug, Clone)]
pub(super) struct Bounds {
    /// Only documents that fit.
    pub certain: Set,
    /// Every document that fits.
    pub possible: Set,
}

impl Bounds {
    /// An answer known exactly.
    pub fn exactly(set: Set) -> Self {
        Self { certain: set.clone(), possible: set }
    }

    /// Known by its upper bound only.
    pub fn at_most(possible: Set) -> Self {
        Self { certain: Set::none(possible.size), possible }
    }

    pub fn not(self) -> Self {
        Self { certain: self.possible.not(), possible: self.certain.not() }
    }

    pub fn and(self, other: &Self) -> Self {
        Self { certain: self.certain.and(&other.certain), possible: self.possible.and(&other.possible) }
    }

    pub fn or(self, other: &Self) -> Self {
        Self { certain: self.certain.or(&other.certain), possible: self.possible.or(&other.possible) }
    }

    /// Exactly one of the two.
    pub fn xor(self, other: &Self) -> Self {
        let neither_both = self.clone().and(other).not();
        self.or(other).and(&neither_both)
    }

    /// At least `n` of these.
    pub fn at_least(n: usize, of: &[Self], size: u32) -> Self {
        let count = |sets: &dyn Fn(&Self) -> &Set| {
            let mut out = Set::none(size);
            let enough = |doc: &u32| of.iter().filter(|b| sets(b).contains(*doc)).count() >= n;
            (0..size).filter(enough).for_each(|doc| out.insert(doc));
            out
        };
        Self { certain: count(&|b| &b.certain), possible: count(&|b| &b.possible) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_know_their_size() {
        for size in [0, 1, 63, 64, 65, 200] {
            assert_eq!(Set::all(size).iter().count(), size as usize);
            assert!(Set::all(size).not().is_empty());
            assert_eq!(Set::none(size).not().and(&Set::all(size)), Set::all(size));
        }
    }

    #[test]
    fn bounds_stay_bounds() {
        // One document for each of: certainly, perhaps, certainly not.
        let of = |certain: &[u32], possible: &[u32]| {
            let set = |docs: &[u32]| {
                docs.iter().fold(Set::none(9), |mut s, &d| {
                    s.insert(d);
                    s
                })
            };
            Bounds { certain: set(certain), possible: set(possible) }
        };
        let a = of(&[0, 1, 2], &[0, 1, 2, 3, 4, 5]);
        let b = of(&[0, 3, 6], &[0, 3, 6, 1, 4, 7]);
        let docs = |s: &Set| s.iter().collect::<Vec<_>>();
        let xor = a.clone().xor(&b);
        assert_eq!((docs(&xor.certain), docs(&xor.possible)), (vec![2, 6], vec![1, 2, 3, 4, 5, 6, 7]));
        let not = a.clone().not();
        assert_eq!((docs(&not.certain), docs(&not.possible)), (vec![6, 7, 8], vec![3, 4, 5, 6, 7, 8]));
        let two = Bounds::at_least(2, &[a.clone(), b.clone()], 9);
        assert_eq!(docs(&two.certain), docs(&a.clone().and(&b).certain));
        assert_eq!(docs(&two.possible), docs(&a.and(&b).possible));
    }
}
