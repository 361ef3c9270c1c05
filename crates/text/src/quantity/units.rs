//! The units that patents name: every symbol and spelling, with all it may mean.
//!
//! A new unit is a line in one of the tables. Several lines for one symbol are several meanings, and all of them are
//! kept.

use crate::quantity::unit::{Dimension, FORCE, GRAVITY, SPEED, Unit};

const POUND: f64 = 0.453_592_37;
const PRESSURE: Dimension = Dimension::of(-1, 1, -2, 0);
const ENERGY: Dimension = Dimension::of(2, 1, -2, 0);
const POWER: Dimension = Dimension::of(2, 1, -3, 0);
const VOLTAGE: Dimension = Dimension::of(2, 1, -3, -1);
const RESISTANCE: Dimension = Dimension::of(2, 1, -3, -2);
const FREQUENCY: Dimension = Dimension::of(0, 0, -1, 0);
const ACCELERATION: Dimension = Dimension::of(1, 0, -2, 0);
const VOLUME: Dimension = Dimension::of(3, 0, 0, 0);
const AREA: Dimension = Dimension::of(2, 0, 0, 0);
const FLUX_DENSITY: Dimension = Dimension::of(0, 1, -2, -1);
const CAPACITANCE: Dimension = Dimension::of(-2, -1, 4, 2);
const INDUCTANCE: Dimension = Dimension::of(2, 1, -2, -2);
const DOSE: Dimension = Dimension::of(2, 0, -2, 0);
const DATA_RATE: Dimension = Dimension::per_second(Dimension::DATA);
const ANGULAR_RATE: Dimension = Dimension::per_second(Dimension::ANGLE);

/// Symbols that take metric prefixes; case counts.
const METRIC_SYMBOLS: &[(&str, Unit)] = &[
    ("m", Unit::new(1.0, Dimension::LENGTH)),
    ("g", Unit::new(1e-3, Dimension::MASS)),
    ("s", Unit::new(1.0, Dimension::TIME)),
    ("sec", Unit::new(1.0, Dimension::TIME)),
    ("A", Unit::new(1.0, Dimension::CURRENT)),
    ("K", Unit::new(1.0, Dimension::TEMPERATURE)),
    ("Hz", Unit::new(1.0, FREQUENCY)),
    ("N", Unit::new(1.0, FORCE)),
    ("Pa", Unit::new(1.0, PRESSURE)),
    ("bar", Unit::new(1e5, PRESSURE)),
    ("J", Unit::new(1.0, ENERGY)),
    ("eV", Unit::new(1.602_176_634e-19, ENERGY)),
    ("cal", Unit::new(4.184, ENERGY)),
    ("Wh", Unit::new(3600.0, ENERGY)),
    ("W", Unit::new(1.0, POWER)),
    ("V", Unit::new(1.0, VOLTAGE)),
    ("\u{3a9}", Unit::new(1.0, RESISTANCE)),
    ("\u{2126}", Unit::new(1.0, RESISTANCE)),
    ("T", Unit::new(1.0, FLUX_DENSITY)),
    ("F", Unit::new(1.0, CAPACITANCE)),
    ("H", Unit::new(1.0, INDUCTANCE)),
    ("Bq", Unit::new(1.0, Dimension::ACTIVITY)),
    ("Ci", Unit::new(3.7e10, Dimension::ACTIVITY)),
    ("L", Unit::new(1e-3, VOLUME)),
    ("l", Unit::new(1e-3, VOLUME)),
    ("rad", Unit::new(1.0, Dimension::ANGLE)),
    ("Gy", Unit::new(1.0, DOSE)),
    ("b", Unit::new(1.0, Dimension::DATA)),
    ("B", Unit::new(8.0, Dimension::DATA)),
    ("bit", Unit::new(1.0, Dimension::DATA)),
    ("bps", Unit::new(1.0, DATA_RATE)),
];

/// Spelled-out units that take spelled-out prefixes, in the singular.
const METRIC_NAMES: &[(&str, Unit)] = &[
    ("meter", Unit::new(1.0, Dimension::LENGTH)),
    ("metre", Unit::new(1.0, Dimension::LENGTH)),
    ("gram", Unit::new(1e-3, Dimension::MASS)),
    ("gramme", Unit::new(1e-3, Dimension::MASS)),
    ("second", Unit::new(1.0, Dimension::TIME)),
    ("ampere", Unit::new(1.0, Dimension::CURRENT)),
    ("amp", Unit::new(1.0, Dimension::CURRENT)),
    ("kelvin", Unit::new(1.0, Dimension::TEMPERATURE)),
    ("hertz", Unit::new(1.0, FREQUENCY)),
    ("newton", Unit::new(1.0, FORCE)),
    ("pascal", Unit::new(1.0, PRESSURE)),
    ("bar", Unit::new(1e5, PRESSURE)),
    ("joule", Unit::new(1.0, ENERGY)),
    ("electronvolt", Unit::new(1.602_176_634e-19, ENERGY)),
    ("calorie", Unit::new(4.184, ENERGY)),
    ("watt", Unit::new(1.0, POWER)),
    ("volt", Unit::new(1.0, VOLTAGE)),
    ("ohm", Unit::new(1.0, RESISTANCE)),
    ("tesla", Unit::new(1.0, FLUX_DENSITY)),
    ("gauss", Unit::new(1e-4, FLUX_DENSITY)),
    ("farad", Unit::new(1.0, CAPACITANCE)),
    ("henry", Unit::new(1.0, INDUCTANCE)),
    ("becquerel", Unit::new(1.0, Dimension::ACTIVITY)),
    ("curie", Unit::new(3.7e10, Dimension::ACTIVITY)),
    ("liter", Unit::new(1e-3, VOLUME)),
    ("litre", Unit::new(1e-3, VOLUME)),
    ("radian", Unit::new(1.0, Dimension::ANGLE)),
    ("gray", Unit::new(1.0, DOSE)),
    ("bit", Unit::new(1.0, Dimension::DATA)),
    ("byte", Unit::new(8.0, Dimension::DATA)),
    // The energy of a ton of TNT: kilotons and megatons.
    ("ton", Unit::new(4.184e9, ENERGY)),
];

/// Metric prefixes of symbols; case counts.
const PREFIX_SYMBOLS: &[(&str, f64)] = &[
    ("da", 1e1),
    ("f", 1e-15),
    ("p", 1e-12),
    ("n", 1e-9),
    ("\u{b5}", 1e-6),
    ("\u{3bc}", 1e-6),
    ("u", 1e-6),
    ("m", 1e-3),
    ("c", 1e-2),
    ("d", 1e-1),
    ("h", 1e2),
    ("k", 1e3),
    ("K", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("T", 1e12),
    ("P", 1e15),
];

/// Spelled-out metric prefixes.
const PREFIX_NAMES: &[(&str, f64)] = &[
    ("femto", 1e-15),
    ("pico", 1e-12),
    ("nano", 1e-9),
    ("micro", 1e-6),
    ("milli", 1e-3),
    ("centi", 1e-2),
    ("deci", 1e-1),
    ("hecto", 1e2),
    ("kilo", 1e3),
    ("mega", 1e6),
    ("giga", 1e9),
    ("tera", 1e12),
    ("peta", 1e15),
];

/// Symbols that take no prefix; case counts.
const SYMBOLS: &[(&str, Unit)] = &[
    ("g", Unit::new(GRAVITY, ACCELERATION)),
    ("G", Unit::new(GRAVITY, ACCELERATION)),
    ("G", Unit::new(1e-4, FLUX_DENSITY)),
    ("kG", Unit::new(0.1, FLUX_DENSITY)),
    ("Oe", Unit::new(1e-4, FLUX_DENSITY)),
    ("gs", Unit::new(GRAVITY, ACCELERATION)),
    ("Gs", Unit::new(GRAVITY, ACCELERATION)),
    ("gm", Unit::new(1e-3, Dimension::MASS)),
    ("gms", Unit::new(1e-3, Dimension::MASS)),
    ("kgs", Unit::new(1.0, Dimension::MASS)),
    ("t", Unit::new(1e3, Dimension::MASS)),
    ("lb", Unit::new(POUND, Dimension::MASS)),
    ("lb", Unit::new(POUND * GRAVITY, FORCE)),
    ("lbs", Unit::new(POUND, Dimension::MASS)),
    ("lbs", Unit::new(POUND * GRAVITY, FORCE)),
    ("lbm", Unit::new(POUND, Dimension::MASS)),
    ("lbf", Unit::new(POUND * GRAVITY, FORCE)),
    ("kgf", Unit::new(GRAVITY, FORCE)),
    ("dyn", Unit::new(1e-5, FORCE)),
    ("oz", Unit::new(POUND / 16.0, Dimension::MASS)),
    ("in", Unit::new(0.0254, Dimension::LENGTH)),
    ("ft", Unit::new(0.3048, Dimension::LENGTH)),
    ("yd", Unit::new(0.9144, Dimension::LENGTH)),
    ("mi", Unit::new(1609.344, Dimension::LENGTH)),
    ("nmi", Unit::new(1852.0, Dimension::LENGTH)),
    ("NM", Unit::new(1852.0, Dimension::LENGTH)),
    ("mil", Unit::new(2.54e-5, Dimension::LENGTH)),
    ("mil", Unit::new(9.817_477e-4, Dimension::ANGLE)),
    ("mils", Unit::new(2.54e-5, Dimension::LENGTH)),
    ("mils", Unit::new(9.817_477e-4, Dimension::ANGLE)),
    ("\u{c5}", Unit::new(1e-10, Dimension::LENGTH)),
    ("\u{212b}", Unit::new(1e-10, Dimension::LENGTH)),
    ("\u{2033}", Unit::new(0.0254, Dimension::LENGTH)),
    ("\"", Unit::new(0.0254, Dimension::LENGTH)),
    ("cc", Unit::new(1e-6, VOLUME)),
    ("gal", Unit::new(3.785_411_784e-3, VOLUME)),
    ("ha", Unit::new(1e4, AREA)),
    ("min", Unit::new(60.0, Dimension::TIME)),
    ("mins", Unit::new(60.0, Dimension::TIME)),
    ("secs", Unit::new(1.0, Dimension::TIME)),
    ("h", Unit::new(3600.0, Dimension::TIME)),
    ("hr", Unit::new(3600.0, Dimension::TIME)),
    ("hrs", Unit::new(3600.0, Dimension::TIME)),
    ("yr", Unit::new(31_557_600.0, Dimension::TIME)),
    ("yrs", Unit::new(31_557_600.0, Dimension::TIME)),
    ("rpm", Unit::new(1.0 / 60.0, FREQUENCY)),
    ("RPM", Unit::new(1.0 / 60.0, FREQUENCY)),
    ("mph", Unit::new(0.447_04, SPEED)),
    ("MPH", Unit::new(0.447_04, SPEED)),
    ("kph", Unit::new(1.0 / 3.6, SPEED)),
    ("kmh", Unit::new(1.0 / 3.6, SPEED)),
    ("fps", Unit::new(0.3048, SPEED)),
    ("kt", Unit::new(1852.0 / 3600.0, SPEED)),
    ("kt", Unit::new(4.184e12, ENERGY)),
    ("kts", Unit::new(1852.0 / 3600.0, SPEED)),
    ("kn", Unit::new(1852.0 / 3600.0, SPEED)),
    ("Mt", Unit::new(4.184e15, ENERGY)),
    ("MT", Unit::new(4.184e15, ENERGY)),
    ("psi", Unit::new(6894.757, PRESSURE)),
    ("PSI", Unit::new(6894.757, PRESSURE)),
    ("psia", Unit::new(6894.757, PRESSURE)),
    ("psig", Unit::new(6894.757, PRESSURE)),
    ("ksi", Unit::new(6_894_757.0, PRESSURE)),
    ("Msi", Unit::new(6.894_757e9, PRESSURE)),
    ("atm", Unit::new(101_325.0, PRESSURE)),
    ("atms", Unit::new(101_325.0, PRESSURE)),
    ("Torr", Unit::new(133.322, PRESSURE)),
    ("torr", Unit::new(133.322, PRESSURE)),
    ("mTorr", Unit::new(0.133_322, PRESSURE)),
    ("mmHg", Unit::new(133.322, PRESSURE)),
    ("inHg", Unit::new(3386.39, PRESSURE)),
    ("erg", Unit::new(1e-7, ENERGY)),
    ("ergs", Unit::new(1e-7, ENERGY)),
    ("BTU", Unit::new(1055.06, ENERGY)),
    ("Btu", Unit::new(1055.06, ENERGY)),
    ("hp", Unit::new(745.7, POWER)),
    ("HP", Unit::new(745.7, POWER)),
    ("VA", Unit::new(1.0, POWER)),
    ("kVA", Unit::new(1e3, POWER)),
    ("MVA", Unit::new(1e6, POWER)),
    ("baud", Unit::new(1.0, DATA_RATE)),
    ("arcmin", Unit::new(2.908_882e-4, Dimension::ANGLE)),
    ("arcsec", Unit::new(4.848_137e-6, Dimension::ANGLE)),
    ("dps", Unit::new(std::f64::consts::PI / 180.0, ANGULAR_RATE)),
    ("dB", Unit::new(1.0, Dimension::DECIBEL)),
    ("db", Unit::new(1.0, Dimension::DECIBEL)),
    ("DB", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBi", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBd", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBc", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBsm", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBic", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBA", Unit::new(1.0, Dimension::DECIBEL)),
    ("dBm", Unit::new(1.0, Dimension::POWER_LEVEL)),
    ("dBW", Unit { dimension: Dimension::POWER_LEVEL, factor: 1.0, offset: 30.0 }),
    ("ppm", Unit::new(1e-4, Dimension::RATIO)),
    ("ppb", Unit::new(1e-7, Dimension::RATIO)),
    ("pct", Unit::new(1.0, Dimension::RATIO)),
    ("C", Unit { dimension: Dimension::TEMPERATURE, factor: 1.0, offset: 273.15 }),
    ("F", Unit { dimension: Dimension::TEMPERATURE, factor: 5.0 / 9.0, offset: 255.372_222_222 }),
    // Misspelled in capital or small letters.
    ("GHZ", Unit::new(1e9, FREQUENCY)),
    ("Ghz", Unit::new(1e9, FREQUENCY)),
    ("ghz", Unit::new(1e9, FREQUENCY)),
    ("MHZ", Unit::new(1e6, FREQUENCY)),
    ("Mhz", Unit::new(1e6, FREQUENCY)),
    ("mhz", Unit::new(1e6, FREQUENCY)),
    ("mHz", Unit::new(1e6, FREQUENCY)),
    ("KHZ", Unit::new(1e3, FREQUENCY)),
    ("Khz", Unit::new(1e3, FREQUENCY)),
    ("khz", Unit::new(1e3, FREQUENCY)),
    ("HZ", Unit::new(1.0, FREQUENCY)),
    ("hz", Unit::new(1.0, FREQUENCY)),
    ("KM", Unit::new(1e3, Dimension::LENGTH)),
    ("CM", Unit::new(1e-2, Dimension::LENGTH)),
    ("MM", Unit::new(1e-3, Dimension::LENGTH)),
    ("KG", Unit::new(1.0, Dimension::MASS)),
    ("Kg", Unit::new(1.0, Dimension::MASS)),
    ("Kbps", Unit::new(1e3, DATA_RATE)),
    ("mpa", Unit::new(1e6, PRESSURE)),
    ("Mpa", Unit::new(1e6, PRESSURE)),
    ("MPA", Unit::new(1e6, PRESSURE)),
    ("Gpa", Unit::new(1e9, PRESSURE)),
    ("GPA", Unit::new(1e9, PRESSURE)),
    ("gpa", Unit::new(1e9, PRESSURE)),
    ("kpa", Unit::new(1e3, PRESSURE)),
    ("KPA", Unit::new(1e3, PRESSURE)),
    ("kv", Unit::new(1e3, VOLTAGE)),
    ("kw", Unit::new(1e3, POWER)),
    ("kev", Unit::new(1.602_176_634e-16, ENERGY)),
    ("Kev", Unit::new(1.602_176_634e-16, ENERGY)),
    ("Mev", Unit::new(1.602_176_634e-13, ENERGY)),
    ("mev", Unit::new(1.602_176_634e-13, ENERGY)),
    ("MEV", Unit::new(1.602_176_634e-13, ENERGY)),
    ("kWhr", Unit::new(3.6e6, ENERGY)),
    ("Whr", Unit::new(3600.0, ENERGY)),
];

/// Spelled-out units without prefixes, in the singular, lower case.
const NAMES: &[(&str, Unit)] = &[
    ("micron", Unit::new(1e-6, Dimension::LENGTH)),
    ("angstrom", Unit::new(1e-10, Dimension::LENGTH)),
    ("inch", Unit::new(0.0254, Dimension::LENGTH)),
    ("foot", Unit::new(0.3048, Dimension::LENGTH)),
    ("feet", Unit::new(0.3048, Dimension::LENGTH)),
    ("yard", Unit::new(0.9144, Dimension::LENGTH)),
    ("mile", Unit::new(1609.344, Dimension::LENGTH)),
    ("fathom", Unit::new(1.8288, Dimension::LENGTH)),
    ("tonne", Unit::new(1e3, Dimension::MASS)),
    ("ton", Unit::new(907.184_74, Dimension::MASS)),
    ("ton", Unit::new(1e3, Dimension::MASS)),
    ("pound", Unit::new(POUND, Dimension::MASS)),
    ("pound", Unit::new(POUND * GRAVITY, FORCE)),
    ("ounce", Unit::new(POUND / 16.0, Dimension::MASS)),
    ("dyne", Unit::new(1e-5, FORCE)),
    ("minute", Unit::new(60.0, Dimension::TIME)),
    ("hour", Unit::new(3600.0, Dimension::TIME)),
    ("day", Unit::new(86_400.0, Dimension::TIME)),
    ("week", Unit::new(604_800.0, Dimension::TIME)),
    ("month", Unit::new(2_629_800.0, Dimension::TIME)),
    ("year", Unit::new(31_557_600.0, Dimension::TIME)),
    ("knot", Unit::new(1852.0 / 3600.0, SPEED)),
    ("mach", Unit::new(1.0, Dimension::MACH)),
    ("gravity", Unit::new(GRAVITY, ACCELERATION)),
    ("gravitie", Unit::new(GRAVITY, ACCELERATION)),
    ("atmosphere", Unit::new(101_325.0, PRESSURE)),
    ("torr", Unit::new(133.322, PRESSURE)),
    ("horsepower", Unit::new(745.7, POWER)),
    ("acre", Unit::new(4046.856, AREA)),
    ("hectare", Unit::new(1e4, AREA)),
    ("gallon", Unit::new(3.785_411_784e-3, VOLUME)),
    ("quart", Unit::new(9.463_529e-4, VOLUME)),
    ("decibel", Unit::new(1.0, Dimension::DECIBEL)),
    ("degree", Unit::new(std::f64::consts::PI / 180.0, Dimension::ANGLE)),
    ("deg", Unit::new(std::f64::consts::PI / 180.0, Dimension::ANGLE)),
    ("arcminute", Unit::new(2.908_882e-4, Dimension::ANGLE)),
    ("arcsecond", Unit::new(4.848_137e-6, Dimension::ANGLE)),
    ("celsius", Unit { dimension: Dimension::TEMPERATURE, factor: 1.0, offset: 273.15 }),
    ("centigrade", Unit { dimension: Dimension::TEMPERATURE, factor: 1.0, offset: 273.15 }),
    ("fahrenheit", Unit { dimension: Dimension::TEMPERATURE, factor: 5.0 / 9.0, offset: 255.372_222_222 }),
    ("percent", Unit::new(1.0, Dimension::RATIO)),
    ("percentage", Unit::new(1.0, Dimension::RATIO)),
    ("revolution", Unit::new(1.0, Dimension::of(0, 0, 0, 0))),
    ("cycle", Unit::new(1.0, Dimension::of(0, 0, 0, 0))),
];

/// Every meaning of a word or symbol as a unit. An empty list means that it is not a unit.
pub fn meanings_of(word: &str) -> Vec<Unit> {
    let mut out: Vec<Unit> = lines_of(SYMBOLS, word).collect();
    for &(symbol, unit) in METRIC_SYMBOLS {
        let Some(prefix) = word.strip_suffix(symbol) else { continue };
        // `SYMBOLS` has what is misspelled more often than meant: `mHz` in a patent is a megahertz.
        let scaled = |factor: f64| Unit { factor: unit.factor * factor, ..unit };
        if prefix.is_empty() {
            out.push(unit);
        } else if out.is_empty()
            && let Some(&(_, factor)) = PREFIX_SYMBOLS.iter().find(|(p, _)| *p == prefix)
        {
            out.push(scaled(factor));
        }
    }
    if !out.is_empty() || word.len() < 3 {
        return out;
    }
    let lower = word.to_lowercase();
    let singular = lower
        .strip_suffix("es")
        .filter(|s| *s == "inch" || *s == "henri")
        .or(lower.strip_suffix('s'))
        .unwrap_or(&lower);
    for name in [lower.as_str(), singular] {
        out.extend(lines_of(NAMES, name));
        for &(base, unit) in METRIC_NAMES {
            let Some(prefix) = name.strip_suffix(base) else { continue };
            match PREFIX_NAMES.iter().find(|(p, _)| *p == prefix) {
                Some(&(_, factor)) => out.push(Unit { factor: unit.factor * factor, ..unit }),
                // A ton without prefix is a mass.
                None if prefix.is_empty() && base != "ton" => out.push(unit),
                None => {}
            }
        }
        if !out.is_empty() {
            break;
        }
    }
    out
}

fn lines_of<'t>(table: &'t [(&'t str, Unit)], word: &'t str) -> impl Iterator<Item = Unit> + 't {
    table.iter().filter(move |(name, _)| *name == word).map(|&(_, unit)| unit)
}

/// The names that "did you mean" may suggest: those of the tables and the most usual compound ones.
pub fn unit_names() -> impl Iterator<Item = &'static str> {
    let short = [
        "g/cm3", "kg/m3", "GHz", "MHz", "kHz", "km", "mm", "MPa", "GPa", "kPa", "kW", "MW", "kV", "keV", "MeV", "m/s",
        "km/h", "Mbps", "Gbps",
    ];
    SYMBOLS.iter().chain(NAMES).chain(METRIC_SYMBOLS).chain(METRIC_NAMES).map(|&(n, _)| n).chain(short)
}
