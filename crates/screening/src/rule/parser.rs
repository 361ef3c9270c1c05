//! Puts tokens together to a tree: precedence climbing over the bindings of [`Binding`].
//!
//! Words stay as written until the whole rule is read, because only a suffix further right tells
//! whether `F41H3/00` is a class code; [`resolve`] then cuts them. The first syntax error ends the
//! parse; what [`resolve`] finds wrong is reported all at once.

use std::ops::Range;

use crate::class::ClassTerm;
use crate::rule::ast::{Binding, Expr, Node, Proximity, ProximityKind};
use crate::rule::error::Complaint;
use crate::rule::fields::Fields;
use crate::rule::lexer::{Kind, OPERATORS, Token, tokens};
use crate::rule::term::{BadTerm, Term};
use domain::filing::Scheme;
use text::quantity::Condition;
use text::suggest::did_you_mean;

/// Longest rule, in bytes.
pub const LONGEST_RULE: usize = 64 * 1024;
/// Deepest rule, in levels of its tree and in parentheses.
pub const DEEPEST_RULE: usize = 200;

/// Stack that one level of a rule may need, and what is added where less is left, in bytes.
const STACK_LEFT: usize = 128 * 1024;
const STACK_MORE: usize = 4 * 1024 * 1024;
/// Largest number behind `SAME`.
pub const FARTHEST_SAME: u32 = 25;
/// Largest number behind the other proximity operators.
pub const FARTHEST: u32 = 10_000;

/// A rule that has been read.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its tree.
    pub expr: Expr,
    /// What a reader could misread.
    pub warnings: Vec<Complaint>,
}

/// Reads a rule.
pub fn parse(rule: &str) -> Result<Rule, Vec<Complaint>> {
    if rule.len() > LONGEST_RULE {
        let message = format!("the rule is {} bytes long; the most is {LONGEST_RULE}", rule.len());
        return Err(vec![Complaint::new(0..0, message).help("split it into several clauses")]);
    }
    let syntax = |complaint| vec![complaint];
    let mut parser = Parser { rule, tokens: tokens(rule).map_err(syntax)?, at: 0, open: 0, warnings: Vec::new() };
    let expr = parser.whole().map_err(syntax)?;
    let mut warnings = parser.warnings;
    let (expr, complaints) = Resolver::run(expr, &mut warnings);
    if complaints.is_empty() { Ok(Rule { expr, warnings }) } else { Err(complaints) }
}

struct Parser<'r> {
    rule: &'r str,
    tokens: Vec<Token>,
    at: usize,
    open: usize,
    warnings: Vec<Complaint>,
}

/// An expression that has been read.
struct Operand {
    expr: Expr,
    /// Whether parentheses or its form leave no doubt where it ends.
    closed: bool,
    /// Levels of its tree, counted as it grows so that no tree is ever too deep to walk.
    depth: usize,
}

impl Operand {
    fn new(expr: Expr, closed: bool, depth: usize) -> Result<Self, Complaint> {
        if depth > DEEPEST_RULE {
            return Err(Complaint::new(expr.at, format!("the rule has more than {DEEPEST_RULE} levels")));
        }
        Ok(Self { expr, closed, depth })
    }

    fn leaf(node: Node, at: Range<usize>) -> Self {
        Self { expr: Expr { node, at }, closed: true, depth: 1 }
    }
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        // The last token is `End` and is never taken, so there always is one.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    fn whole(&mut self) -> Result<Expr, Complaint> {
        if self.peek().kind == Kind::End {
            return Err(Complaint::new(0..0, "the rule is empty"));
        }
        let expr = self.binary(Binding::Or)?.expr;
        let token = self.peek().clone();
        match &token.kind {
            Kind::End => {}
            Kind::Close => return Err(Complaint::new(token.at, "`)` without `(`")),
            Kind::Comma => {
                return Err(Complaint::new(token.at, "a comma stands only inside `n OF (...)`"));
            }
            _ => return Err(self.operator_expected()),
        }
        Ok(expr)
    }

    /// An operand and all operators behind it that bind at least so tightly.
    fn binary(&mut self, least: Binding) -> Result<Operand, Complaint> {
        let mut left = self.operand()?;
        loop {
            let Some((binding, operator)) = self.operator()? else { return Ok(left) };
            if binding < least {
                return Ok(left);
            }
            let at = self.peek().at.clone();
            self.at += operator.tokens();
            let right = self.binary(binding.tighter())?;
            self.warn_of_mixture(binding, [&left, &right]);
            left = combine(operator, left, right, at)?;
        }
    }

    /// The operator that comes next, not yet taken.
    fn operator(&self) -> Result<Option<(Binding, Operator)>, Complaint> {
        let token = self.peek();
        let next = self.tokens.get(self.at + 1).map(|t| &t.kind);
        Ok(Some(match (&token.kind, next) {
            (Kind::Or, _) => (Binding::Or, Operator::Or),
            (Kind::Xor, _) => (Binding::Xor, Operator::Xor),
            (Kind::And, Some(Kind::Not)) => (Binding::And, Operator::AndNot),
            (Kind::And, _) => (Binding::And, Operator::And),
            (Kind::Not, Some(&Kind::Near(kind, n))) => proximity(kind, n, true, &self.tokens[self.at + 1].at)?,
            (Kind::Not, _) => (Binding::And, Operator::Not),
            (&Kind::Near(kind, n), _) => proximity(kind, n, false, &token.at)?,
            _ => return Ok(None),
        }))
    }

    /// `a OR b AND c`: correct, and read wrongly by every second reader.
    fn warn_of_mixture(&mut self, binding: Binding, sides: [&Operand; 2]) {
        if binding > Binding::Xor {
            return;
        }
        for side in sides.into_iter().filter(|s| !s.closed && s.expr.binding() == Binding::And) {
            let complaint = Complaint::new(
                side.expr.at.clone(),
                "AND and NOT bind tighter than OR and XOR, and here they stand side by side",
            )
            .help(format!("write ({}) if that is meant", side.expr));
            if !self.warnings.iter().any(|w| w.at == complaint.at) {
                self.warnings.push(complaint);
            }
        }
    }

    /// An operand, on a stack that has room for it: how deep a rule goes is for its author to choose,
    /// up to [`DEEPEST_RULE`], and how much stack there is depends on the thread.
    fn operand(&mut self) -> Result<Operand, Complaint> {
        stacker::maybe_grow(STACK_LEFT, STACK_MORE, || self.operand_here())
    }

    fn operand_here(&mut self) -> Result<Operand, Complaint> {
        let token = self.take();
        let at = token.at.clone();
        let raw =
            |text: &str, quoted, exact| Node::Term(Term { text: text.to_owned(), quoted, exact, parts: Vec::new() });
        let mut operand = match &token.kind {
            Kind::Open => self.inside(&at)?,
            Kind::Word { text, .. } if self.peek().kind == Kind::Of && text.bytes().all(|b| b.is_ascii_digit()) => {
                self.at_least(text, &at)?
            }
            Kind::Word { text, exact } => Operand::leaf(raw(text, false, *exact), at),
            Kind::Phrase { text, exact } => Operand::leaf(raw(text, true, *exact), at),
            Kind::Bracket(text) => {
                let condition = Condition::parse(text).map_err(|e| {
                    let complaint = Complaint::new(at.start + 1 + e.at.start..at.start + 1 + e.at.end, e.message);
                    Complaint { help: e.help, ..complaint }
                })?;
                Operand::leaf(Node::Quantity(condition), at)
            }
            _ if self.is_a_word_after_all(&token) => {
                let word = &self.rule[at.clone()];
                let warning =
                    Complaint::new(at.clone(), format!("`{word}` is read as a word here, not as an operator"));
                self.warnings.push(warning.help(format!("quote it to say so: \"{word}\"")));
                Operand::leaf(raw(word, true, false), at)
            }
            _ => return Err(operand_expected(&token, self.at.checked_sub(1).and_then(|i| self.tokens.get(i)))),
        };
        while let Kind::Suffix(names) = &self.peek().kind {
            let names = names.clone();
            let end = self.take().at.end;
            operand = suffixed(operand, &names, end)?;
        }
        Ok(operand)
    }

    /// Whether an operator that was just taken can only be meant as a word: it stands where an
    /// operand must, is written small, and what follows does not make it the operator.
    fn is_a_word_after_all(&self, token: &Token) -> bool {
        let operator = matches!(token.kind, Kind::And | Kind::Or | Kind::Xor | Kind::Of | Kind::Near(..));
        let small = !self.rule[token.at.clone()].contains(|c: char| c.is_ascii_uppercase());
        let operand_follows =
            matches!(self.peek().kind, Kind::Open | Kind::Word { .. } | Kind::Phrase { .. } | Kind::Bracket(_));
        operator && small && !operand_follows
    }

    /// What stands between parentheses; the first is taken.
    fn inside(&mut self, open: &Range<usize>) -> Result<Operand, Complaint> {
        self.open += 1;
        if self.open > DEEPEST_RULE {
            return Err(Complaint::new(open.clone(), format!("more than {DEEPEST_RULE} parentheses are open here")));
        }
        let mut operand = self.binary(Binding::Or)?;
        self.open -= 1;
        match self.peek().kind {
            Kind::Close => operand.expr.at = open.start..self.take().at.end,
            Kind::End => return Err(Complaint::new(open.clone(), "`(` is opened here and never closed")),
            Kind::Comma => {
                return Err(Complaint::new(self.peek().at.clone(), "a comma stands only inside `n OF (...)`")
                    .help("write a number and OF before the parenthesis, or OR between the alternatives"));
            }
            _ => return Err(self.operator_expected()),
        }
        Ok(Operand { closed: true, ..operand })
    }

    /// `2 OF (a, b, c)`; the number is taken.
    fn at_least(&mut self, number: &str, at: &Range<usize>) -> Result<Operand, Complaint> {
        self.take();
        let open = self.take();
        if open.kind != Kind::Open {
            return Err(Complaint::new(open.at, format!("a parenthesis is expected after `{number} OF`"))
                .help(format!("as in `{number} OF (radar, sonar, lidar)`")));
        }
        self.open += 1;
        if self.open > DEEPEST_RULE {
            return Err(Complaint::new(open.at, format!("more than {DEEPEST_RULE} parentheses are open here")));
        }
        let mut of = vec![self.binary(Binding::Or)?];
        let end = loop {
            let token = self.peek().clone();
            match token.kind {
                Kind::Comma => {
                    self.take();
                    of.push(self.binary(Binding::Or)?);
                }
                Kind::Close => break self.take().at.end,
                Kind::End => return Err(Complaint::new(open.at, "`(` is opened here and never closed")),
                _ => return Err(self.operator_expected()),
            }
        };
        self.open -= 1;
        let n: usize = number.parse().unwrap_or(usize::MAX);
        if n == 0 || n > of.len() {
            let message = format!("`{number} OF` asks for {number} of {}; it must be 1 to {}", of.len(), of.len());
            return Err(Complaint::new(at.clone(), message));
        }
        let depth = 1 + of.iter().map(|o| o.depth).max().unwrap_or(0);
        let of = of.into_iter().map(|o| o.expr).collect();
        Operand::new(Expr { node: Node::AtLeast(n, of), at: at.start..end }, true, depth)
    }

    /// Two operands with nothing between them.
    fn operator_expected(&self) -> Complaint {
        let token = self.peek();
        let complaint = Complaint::new(
            token.at.clone(),
            "an operator is expected here: AND, OR, NOT, XOR, ADJ, NEAR, WITH or SAME",
        );
        match &token.kind {
            Kind::Word { text, .. } => match near_operator(text) {
                Some(name) => complaint.help(format!("did you mean `{name}`?")),
                None => complaint.help("put words that follow each other in quotes: \"phased array\""),
            },
            Kind::Bracket(text) => match did_you_mean(text, Fields::names()) {
                Some(name) => complaint.help(format!("for a field write it without a space: `[{name}]`")),
                None => complaint,
            },
            _ => complaint,
        }
    }
}

/// The operator a word may have been meant as.
fn near_operator(text: &str) -> Option<String> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let letters = &text[..text.len() - digits.len()];
    let usable = digits.bytes().all(|b| b.is_ascii_digit()) && letters.len() <= 6;
    usable.then(|| did_you_mean(letters, OPERATORS)).flatten().map(|name| {
        let takes_number = matches!(name, "ADJ" | "NEAR" | "WITH" | "SAME");
        format!("{name}{}", if takes_number { digits } else { "" })
    })
}

fn operand_expected(token: &Token, before: Option<&Token>) -> Complaint {
    let what = "a word, a phrase, a quantity or a parenthesis is expected";
    let literal = |name: &str| format!("to look for the word itself, quote it: \"{name}\"");
    match &token.kind {
        Kind::End => match before {
            Some(b) => Complaint::new(b.at.clone(), format!("{what} after this, but the rule ends")),
            None => Complaint::new(token.at.clone(), "the rule is empty"),
        },
        Kind::Not => Complaint::new(token.at.clone(), "NOT needs something on its left to take away from")
            .help("write `a NOT b`; to look for the word itself, quote it: \"not\""),
        Kind::And | Kind::Or | Kind::Xor | Kind::Of => {
            let name = match token.kind {
                Kind::And => "and",
                Kind::Or => "or",
                Kind::Xor => "xor",
                _ => "of",
            };
            Complaint::new(token.at.clone(), format!("{what} here, not the operator {}", name.to_uppercase()))
                .help(literal(name))
        }
        Kind::Near(kind, _) => {
            let name = kind.name_and_default().0;
            Complaint::new(token.at.clone(), format!("{what} here, not the operator {name}"))
                .help(literal(&name.to_lowercase()))
        }
        Kind::Close => Complaint::new(token.at.clone(), format!("{what} before `)`")),
        Kind::Comma => Complaint::new(token.at.clone(), format!("{what} before the comma")),
        Kind::Suffix(names) => {
            Complaint::new(token.at.clone(), format!("nothing stands before the suffix `.{}.`", names.join(",")))
        }
        _ => Complaint::new(token.at.clone(), format!("{what} here")),
    }
}

/// A binary operator that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    And,
    AndNot,
    Not,
    Or,
    Xor,
    Near(Proximity),
}

impl Operator {
    /// How many tokens it takes.
    fn tokens(self) -> usize {
        match self {
            Self::AndNot => 2,
            Self::Near(p) if p.negated => 2,
            _ => 1,
        }
    }
}

fn proximity(
    kind: ProximityKind,
    number: Option<u32>,
    negated: bool,
    at: &Range<usize>,
) -> Result<(Binding, Operator), Complaint> {
    let (name, default) = kind.name_and_default();
    let most = if kind == ProximityKind::Same { FARTHEST_SAME } else { FARTHEST };
    if let Some(n) = number
        && !(1..=most).contains(&n)
    {
        let complaint = Complaint::new(at.clone(), format!("the number behind {name} runs from 1 to {most}"));
        return Err(match n {
            0 => complaint.help(format!("plain {name} is the nearest there is")),
            _ if kind == ProximityKind::Same => complaint.help("use AND for anywhere in the filing"),
            _ => complaint.help("use SAME or AND"),
        });
    }
    let binding = match kind {
        ProximityKind::Adj | ProximityKind::Near => Binding::Near,
        ProximityKind::With => Binding::With,
        ProximityKind::Same => Binding::Same,
    };
    let distance = number.unwrap_or(default);
    Ok((binding, Operator::Near(Proximity { kind, distance, negated })))
}

fn combine(operator: Operator, left: Operand, right: Operand, operator_at: Range<usize>) -> Result<Operand, Complaint> {
    let at = left.expr.at.start..right.expr.at.end;
    if let Operator::Near(p) = operator {
        for side in [&left.expr, &right.expr] {
            if let Some((culprit, what)) = side.not_positional() {
                return Err(not_positional(culprit, what, p, &operator_at));
            }
        }
    }
    let depth = 1 + left.depth.max(right.depth);
    let (mut first, second) = (left.expr, right.expr);
    // A chain without parentheses is one node, so that long lists of alternatives stay flat.
    let chain = match (&mut first.node, operator) {
        (Node::And(of), Operator::And) | (Node::Or(of), Operator::Or) | (Node::Xor(of), Operator::Xor)
            if !left.closed =>
        {
            Some(of)
        }
        _ => None,
    };
    if let Some(of) = chain {
        of.push(second);
        return Operand::new(Expr { node: first.node, at }, false, left.depth.max(1 + right.depth));
    }
    let node = match operator {
        Operator::And => Node::And(vec![first, second]),
        Operator::Or => Node::Or(vec![first, second]),
        Operator::Xor => Node::Xor(vec![first, second]),
        Operator::Not | Operator::AndNot => Node::Not(Box::new(first), Box::new(second)),
        Operator::Near(p) => Node::Near(p, Box::new(first), Box::new(second)),
    };
    Operand::new(Expr { node, at }, false, depth)
}

fn not_positional(culprit: &Expr, what: &str, p: Proximity, operator_at: &Range<usize>) -> Complaint {
    let name = p.kind.name_and_default().0;
    let why = match what {
        "a class code" => "a class code stands nowhere in the text".to_owned(),
        "OF" => "`n OF` holds for a whole filing, not at a place in it".to_owned(),
        _ => format!("{what} holds for a whole filing, not at a place in it"),
    };
    // The operator itself is the better place to point at when the culprit spans it.
    let at = if culprit.at.contains(&operator_at.start) { operator_at.clone() } else { culprit.at.clone() };
    Complaint::new(at, format!("{name} joins places in the text, and {why}"))
        .help(format!("a side of {name} is a word, phrase, quantity, OR of these, or another proximity"))
}

fn suffixed(operand: Operand, names: &[String], end: usize) -> Result<Operand, Complaint> {
    let (at, depth) = (operand.expr.at.start..end, 1 + operand.depth);
    let schemes: Vec<Scheme> = names.iter().filter_map(|n| Fields::scheme(n)).collect();
    let node = match (schemes.as_slice(), names) {
        ([], _) => {
            let fields = names.iter().filter_map(|n| Fields::named(n)).reduce(Fields::or);
            Node::In(fields.unwrap_or(Fields::ALL), Box::new(operand.expr))
        }
        ([scheme], [_]) => return Ok(Operand { expr: classed(operand.expr, *scheme)?, ..operand }),
        _ => {
            return Err(Complaint::new(at, "class schemes cannot be listed with other fields")
                .help("write `F41H3/00.cpc. OR F41H3/00.ipc.`"));
        }
    };
    Operand::new(Expr { node, at }, true, depth)
}

/// Turns the words of an expression into class codes.
fn classed(expr: Expr, scheme: Scheme) -> Result<Expr, Complaint> {
    let all = |of: Vec<Expr>| of.into_iter().map(|e| classed(e, scheme)).collect::<Result<Vec<_>, _>>();
    let Expr { node, at } = expr;
    let node = match node {
        Node::Term(t) if !t.exact => {
            Node::Class(scheme, ClassTerm::parse(&t.text).map_err(|m| Complaint::new(at.clone(), m))?)
        }
        Node::And(of) => Node::And(all(of)?),
        Node::Or(of) => Node::Or(all(of)?),
        Node::Xor(of) => Node::Xor(all(of)?),
        Node::AtLeast(n, of) => Node::AtLeast(n, all(of)?),
        Node::Not(a, b) => Node::Not(Box::new(classed(*a, scheme)?), Box::new(classed(*b, scheme)?)),
        _ => {
            return Err(Complaint::new(
                at,
                "only class codes joined by AND, OR, NOT, XOR or OF can stand before `.cpc.` or `.ipc.`",
            ));
        }
    };
    Ok(Expr { node, at })
}

/// Cuts the words of a rule, and finds what can never match.
struct Resolver<'w> {
    complaints: Vec<Complaint>,
    warnings: &'w mut Vec<Complaint>,
}

impl<'w> Resolver<'w> {
    fn run(mut expr: Expr, warnings: &'w mut Vec<Complaint>) -> (Expr, Vec<Complaint>) {
        let mut resolver = Self { complaints: Vec::new(), warnings };
        resolver.resolve(&mut expr, Fields::ALL);
        (expr, resolver.complaints)
    }

    fn resolve(&mut self, expr: &mut Expr, fields: Fields) {
        match &mut expr.node {
            Node::Term(term) => match Term::parse(&term.text, term.quoted, term.exact) {
                Ok(whole) => *term = whole,
                Err(BadTerm::Empty) => {
                    let complaint =
                        Complaint::new(expr.at.clone(), format!("`{}` holds no letter or digit", term.text));
                    self.complaints.push(complaint);
                }
                Err(BadTerm::Boundless(part)) => {
                    let complaint = Complaint::new(
                        expr.at.clone(),
                        format!("`{part}` names no letter or digit and would match every word"),
                    );
                    self.complaints.push(complaint);
                }
            },
            Node::Quantity(_) | Node::Class(..) => {}
            Node::And(of) | Node::Or(of) | Node::Xor(of) | Node::AtLeast(_, of) => {
                of.iter_mut().for_each(|e| self.resolve(e, fields));
            }
            Node::Not(a, b) | Node::Near(_, a, b) => {
                self.resolve(a, fields);
                self.resolve(b, fields);
            }
            Node::In(own, a) => {
                let narrowed = fields.and(*own);
                if narrowed.is_empty() && !fields.is_empty() {
                    let message = format!(
                        "this can never match: `.{own}.` stands inside `.{fields}.`, and they have no part in common"
                    );
                    self.warnings.push(Complaint::new(expr.at.clone(), message));
                }
                self.resolve(a, narrowed);
            }
        }
    }
}
