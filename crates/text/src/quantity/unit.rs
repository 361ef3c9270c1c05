//! A unit of measurement as a factor and a dimension. A dimension is a vector of exponents, so that compound units
//! (`kg/m3`, `watts per square centimeter`) can be multiplied out by `crate::quantity::compound`.
//!
//! The crate `uom` is not used, because it fixes units at compile time. Here a text chooses them at run time.

/// Exponents of the base quantities. Ratios, decibels, decays and Mach numbers are base quantities of their own, so
/// that 20 % is never 20 dB.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Dimension([i8; 12]);

impl Dimension {
    const fn base(index: usize) -> Self {
        let mut exponents = [0; 12];
        exponents[index] = 1;
        Self(exponents)
    }

    /// Meters.
    pub const LENGTH: Self = Self::base(0);
    /// Kilograms.
    pub const MASS: Self = Self::base(1);
    /// Seconds.
    pub const TIME: Self = Self::base(2);
    /// Amperes.
    pub const CURRENT: Self = Self::base(3);
    /// Kelvins.
    pub const TEMPERATURE: Self = Self::base(4);
    /// Radians.
    pub const ANGLE: Self = Self::base(5);
    /// Bits.
    pub const DATA: Self = Self::base(6);
    /// Becquerels.
    pub const ACTIVITY: Self = Self::base(7);
    /// Percent.
    pub const RATIO: Self = Self::base(8);
    /// Ratios on a logarithmic scale, in dB.
    pub const DECIBEL: Self = Self::base(9);
    /// Decibels over a milliwatt.
    pub const POWER_LEVEL: Self = Self::base(10);
    /// Mach numbers.
    pub const MACH: Self = Self::base(11);

    /// A combination of length, mass, time and current.
    pub const fn of(length: i8, mass: i8, time: i8, current: i8) -> Self {
        Self([length, mass, time, current, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    /// Another dimension for each second.
    pub const fn per_second(of: Self) -> Self {
        let mut exponents = of.0;
        exponents[2] -= 1;
        Self(exponents)
    }

    /// This dimension times another one raised to a power. `None` if an exponent leaves the range of `i8`.
    pub fn times(self, other: Self, power: i8) -> Option<Self> {
        let mut out = self;
        for (a, b) in out.0.iter_mut().zip(other.0) {
            *a = a.checked_add(b.checked_mul(power)?)?;
        }
        Some(out)
    }
}

/// One meaning of a unit: `value * factor + offset` is the value in SI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// How many SI units one of this unit is.
    pub factor: f64,
    /// The SI value of its zero; 0 for all but temperatures and levels.
    pub offset: f64,
}

impl Unit {
    /// Makes a unit whose zero is that of SI.
    pub const fn new(factor: f64, dimension: Dimension) -> Self {
        Self { dimension, factor, offset: 0.0 }
    }

    /// Converts a value in this unit to SI.
    pub fn to_si(&self, value: f64) -> f64 {
        value * self.factor + self.offset
    }
}

/// Standard gravity, in m/s2.
pub const GRAVITY: f64 = 9.806_65;

/// Newtons.
pub const FORCE: Dimension = Dimension::of(1, 1, -2, 0);
/// Meters a second.
pub const SPEED: Dimension = Dimension::of(1, 0, -1, 0);
