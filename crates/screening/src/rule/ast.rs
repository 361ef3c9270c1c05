//! The tree of a rule, and how a tree is printed. [`crate::rule::parse`] makes trees; [`crate::oracle`] defines what
//! they mean.
//!
//! A printed tree parses to the same tree. Places in the source do not count for equality.

use std::fmt;
use std::ops::Range;

use crate::class::ClassTerm;
use crate::rule::fields::Fields;
use crate::rule::term::Term;
use domain::filing::Scheme;
use text::quantity::Condition;

/// One expression of a rule.
#[derive(Debug, Clone)]
pub struct Expr {
    pub node: Node,
    /// Its place in the rule, in bytes.
    pub at: Range<usize>,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// The kind of an expression, with the expressions below it.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A word, hyphenated word or phrase: parts that follow each other.
    Term(Term),
    /// `[density > 13 g/cm3]`.
    Quantity(Condition),
    /// A class code or range, with the scheme that its suffix names.
    Class(Scheme, ClassTerm),
    /// All of them.
    And(Vec<Expr>),
    /// Any of them.
    Or(Vec<Expr>),
    /// An odd number of them, so exactly one of two.
    Xor(Vec<Expr>),
    /// The first and not the second.
    Not(Box<Expr>, Box<Expr>),
    /// At least a number of them.
    AtLeast(usize, Vec<Expr>),
    /// Two occurrences that stand as the operator asks.
    Near(Proximity, Box<Expr>, Box<Expr>),
    /// The expression in some parts of a filing.
    In(Fields, Box<Expr>),
}

/// A proximity operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Proximity {
    pub kind: ProximityKind,
    /// The largest distance in words (`ADJ`, `NEAR`), sentences or paragraphs. The distance of two words next to each
    /// other is 1, that of two occurrences in one sentence or paragraph 0.
    pub distance: u32,
    /// Whether it is `NOT ADJ` or the like: occurrences of the left side without a right side so placed.
    pub negated: bool,
}

/// The operators that ask how far two parts of a rule are from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProximityKind {
    /// In this order, counted in words, in one sentence.
    Adj,
    /// In either order, counted in words, in one sentence.
    Near,
    /// Counted in sentences.
    With,
    /// Counted in paragraphs.
    Same,
}

impl ProximityKind {
    /// The operator without its number, and the distance that it means without a number.
    pub fn name_and_default(self) -> (&'static str, u32) {
        match self {
            Self::Adj => ("ADJ", 1),
            Self::Near => ("NEAR", 1),
            Self::With => ("WITH", 0),
            Self::Same => ("SAME", 0),
        }
    }
}

/// How tightly operators bind, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    Or,
    Xor,
    /// `AND`, `NOT`
    And,
    Same,
    With,
    /// `ADJ`, `NEAR`
    Near,
    /// A field suffix, and an expression that needs no parentheses.
    Tightest,
}

impl Binding {
    /// The next tighter binding.
    pub fn tighter(self) -> Self {
        match self {
            Self::Or => Self::Xor,
            Self::Xor => Self::And,
            Self::And => Self::Same,
            Self::Same => Self::With,
            Self::With => Self::Near,
            Self::Near | Self::Tightest => Self::Tightest,
        }
    }
}

impl Expr {
    /// How tightly the outermost operator of the expression binds.
    pub fn binding(&self) -> Binding {
        match &self.node {
            Node::Or(_) => Binding::Or,
            Node::Xor(_) => Binding::Xor,
            Node::And(_) | Node::Not(..) => Binding::And,
            Node::Near(p, ..) => match p.kind {
                ProximityKind::Same => Binding::Same,
                ProximityKind::With => Binding::With,
                ProximityKind::Near | ProximityKind::Adj => Binding::Near,
            },
            Node::Term(_) | Node::Quantity(_) | Node::Class(..) | Node::AtLeast(..) | Node::In(..) => Binding::Tightest,
        }
    }

    /// The expressions directly below this one.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Term(_) | Node::Quantity(_) | Node::Class(..) => Vec::new(),
            Node::And(of) | Node::Or(of) | Node::Xor(of) | Node::AtLeast(_, of) => of.iter().collect(),
            Node::Not(a, b) | Node::Near(_, a, b) => vec![a, b],
            Node::In(_, a) => vec![a],
        }
    }

    /// Calls `f` with this expression and everything below it.
    pub fn walk<'a>(&'a self, f: &mut impl FnMut(&'a Expr)) {
        f(self);
        for child in self.children() {
            child.walk(f);
        }
    }

    /// The part because of which this expression cannot stand beside a proximity operator, with its name. `None` if it
    /// can.
    pub fn not_positional(&self) -> Option<(&Expr, &'static str)> {
        match &self.node {
            Node::Term(_) | Node::Quantity(_) => None,
            Node::Class(..) => Some((self, "a class code")),
            Node::And(_) => Some((self, "AND")),
            Node::Xor(_) => Some((self, "XOR")),
            Node::Not(..) => Some((self, "NOT")),
            Node::AtLeast(..) => Some((self, "OF")),
            Node::Or(of) => of.iter().find_map(Expr::not_positional),
            Node::Near(_, a, b) => a.not_positional().or_else(|| b.not_positional()),
            Node::In(_, a) => a.not_positional(),
        }
    }

    fn write_in(&self, f: &mut fmt::Formatter<'_>, parentheses: bool) -> fmt::Result {
        if parentheses { write!(f, "({self})") } else { write!(f, "{self}") }
    }

    /// Writes the items of a chain with the operator between them.
    fn write_chain(f: &mut fmt::Formatter<'_>, of: &[Expr], name: &str, binding: Binding) -> fmt::Result {
        for (i, e) in of.iter().enumerate() {
            if i > 0 {
                write!(f, " {name} ")?;
            }
            // `a NOT b AND c` parses as `(a NOT b) AND c`, and a chain in a chain would become one chain.
            let first_not = i == 0 && binding == Binding::And && matches!(e.node, Node::Not(..));
            e.write_in(f, e.binding() <= binding && !first_not)?;
        }
        Ok(())
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.node {
            Node::Term(t) => write!(f, "{t}"),
            Node::Quantity(q) => write!(f, "[{q}]"),
            Node::Class(scheme, c) => {
                write!(f, "{c}.{}.", if *scheme == Scheme::Ipc { "ipc" } else { "cpc" })
            }
            Node::And(of) => Self::write_chain(f, of, "AND", Binding::And),
            Node::Or(of) => Self::write_chain(f, of, "OR", Binding::Or),
            Node::Xor(of) => Self::write_chain(f, of, "XOR", Binding::Xor),
            Node::Not(a, b) => {
                a.write_in(f, a.binding() < Binding::And)?;
                f.write_str(" NOT ")?;
                b.write_in(f, b.binding() <= Binding::And)
            }
            Node::AtLeast(n, of) => {
                write!(f, "{n} OF (")?;
                for (i, e) in of.iter().enumerate() {
                    write!(f, "{}{e}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(")")
            }
            Node::Near(p, a, b) => {
                a.write_in(f, a.binding() < self.binding())?;
                write!(f, " {p} ")?;
                b.write_in(f, b.binding() <= self.binding())
            }
            Node::In(fields, a) => {
                a.write_in(f, a.binding() != Binding::Tightest)?;
                write!(f, ".{fields}.")
            }
        }
    }
}

impl fmt::Display for Proximity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, default) = self.kind.name_and_default();
        write!(f, "{}{name}", if self.negated { "NOT " } else { "" })?;
        if self.distance == default { Ok(()) } else { write!(f, "{}", self.distance) }
    }
}
