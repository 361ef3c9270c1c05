//! Parses tokens to a tree, by precedence climbing over the bindings of [`Binding`].
//!
//! Words stay as written until the whole rule is read, because only a suffix further right tells whether `F41H3/00` is
//! a class code. Then [`Resolver`] cuts them. The first syntax error ends the parse. The errors that the resolver finds
//! are reported together.

use std::ops::Range;

use crate::rule::ast::{Binding, Expr, Node, Proximity, ProximityKind};
use crate::rule::error::Complaint;
use crate::rule::fields::Fields;
use crate::rule::lexer::{Kind, Token, tokens};
use crate::rule::resolver::{Resolver, read_class_codes};
use crate::rule::syntax::{missing_operand, not_positional, similar_operator};
use crate::rule::term::Term;
use domain::filing::Scheme;
use text::quantity::Condition;
use text::suggest::did_you_mean;

/// Longest rule, in bytes.
pub const LONGEST_RULE: usize = 64 * 1024;
/// Deepest rule, in levels of its tree and in parentheses.
pub const DEEPEST_RULE: usize = 200;

/// Stack that one level of a rule may need, in bytes. If less is left, [`STACK_MORE`] is added.
const STACK_LEFT: usize = 128 * 1024;
const STACK_MORE: usize = 4 * 1024 * 1024;
/// Largest number behind `SAME`.
pub const FARTHEST_SAME: u32 = 25;
/// Largest number behind the other proximity operators.
pub const FARTHEST: u32 = 10_000;

/// A parsed rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub expr: Expr,
    /// Parts of the rule that people could misread.
    pub warnings: Vec<Complaint>,
}

/// Parses a rule. The error has one complaint about syntax, or all complaints about words.
pub fn parse(rule: &str) -> Result<Rule, Vec<Complaint>> {
    if rule.len() > LONGEST_RULE {
        let message = format!("the rule is {} bytes long; the most is {LONGEST_RULE}", rule.len());
        return Err(vec![Complaint::new(0..0, message).help("split it into several clauses")]);
    }
    let syntax = |complaint| vec![complaint];
    let mut parser = Parser { rule, tokens: tokens(rule).map_err(syntax)?, at: 0, open: 0, warnings: Vec::new() };
    let expr = parser.parse_whole().map_err(syntax)?;
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

/// A parsed expression.
struct Operand {
    expr: Expr,
    /// Whether its end is certain, by parentheses or by its form.
    closed: bool,
    /// Levels of its tree. They are counted while it grows, so that no tree is too deep for a recursion.
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
        // The last token is `End` and is never taken, so there is always a next one.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn take(&mut self) -> Token {
        let token = self.peek().clone();
        if token.kind != Kind::End {
            self.at += 1;
        }
        token
    }

    fn parse_whole(&mut self) -> Result<Expr, Complaint> {
        if self.peek().kind == Kind::End {
            return Err(Complaint::new(0..0, "the rule is empty"));
        }
        let expr = self.parse_binary(Binding::Or)?.expr;
        let token = self.peek().clone();
        match &token.kind {
            Kind::End => {}
            Kind::Close => return Err(Complaint::new(token.at, "`)` without `(`")),
            Kind::Comma => {
                return Err(Complaint::new(token.at, "a comma stands only inside `n OF (...)`"));
            }
            _ => return Err(self.missing_operator()),
        }
        Ok(expr)
    }

    /// Parses an operand and all operators behind it that bind at least as tightly as `least`.
    fn parse_binary(&mut self, least: Binding) -> Result<Operand, Complaint> {
        let mut left = self.parse_operand()?;
        loop {
            let Some((binding, operator)) = self.next_operator()? else { return Ok(left) };
            if binding < least {
                return Ok(left);
            }
            let at = self.peek().at.clone();
            self.at += operator.tokens();
            let right = self.parse_binary(binding.tighter())?;
            self.warn_of_mixture(binding, [&left, &right]);
            left = combine_operands(operator, left, right, at)?;
        }
    }

    /// The operator that comes next. It is not taken.
    fn next_operator(&self) -> Result<Option<(Binding, Operator)>, Complaint> {
        let token = self.peek();
        let next = self.tokens.get(self.at + 1).map(|t| &t.kind);
        Ok(Some(match (&token.kind, next) {
            (Kind::Or, _) => (Binding::Or, Operator::Or),
            (Kind::Xor, _) => (Binding::Xor, Operator::Xor),
            (Kind::And, Some(Kind::Not)) => (Binding::And, Operator::AndNot),
            (Kind::And, _) => (Binding::And, Operator::And),
            (Kind::Not, Some(&Kind::Near(kind, n))) => read_proximity(kind, n, true, &self.tokens[self.at + 1].at)?,
            (Kind::Not, _) => (Binding::And, Operator::Not),
            (&Kind::Near(kind, n), _) => read_proximity(kind, n, false, &token.at)?,
            _ => return Ok(None),
        }))
    }

    /// Warns of `a OR b AND c`, which is correct and which people misread.
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

    /// Parses an operand, and adds stack if the thread has too little left. The depth of a rule is the author's choice
    /// up to [`DEEPEST_RULE`].
    fn parse_operand(&mut self) -> Result<Operand, Complaint> {
        stacker::maybe_grow(STACK_LEFT, STACK_MORE, || self.parse_operand_here())
    }

    fn parse_operand_here(&mut self) -> Result<Operand, Complaint> {
        let token = self.take();
        let at = token.at.clone();
        let raw =
            |text: &str, quoted, exact| Node::Term(Term { text: text.to_owned(), quoted, exact, parts: Vec::new() });
        let mut operand = match &token.kind {
            Kind::Open => self.parse_parenthesis(&at)?,
            Kind::Word { text, .. } if self.peek().kind == Kind::Of && text.bytes().all(|b| b.is_ascii_digit()) => {
                self.parse_at_least(text, &at)?
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
            _ if self.is_meant_as_word(&token) => {
                let word = &self.rule[at.clone()];
                let warning =
                    Complaint::new(at.clone(), format!("`{word}` is read as a word here, not as an operator"));
                self.warnings.push(warning.help(format!("quote it to say so: \"{word}\"")));
                Operand::leaf(raw(word, true, false), at)
            }
            _ => return Err(missing_operand(&token, self.at.checked_sub(1).and_then(|i| self.tokens.get(i)))),
        };
        while let Kind::Suffix(names) = &self.peek().kind {
            let names = names.clone();
            let end = self.take().at.end;
            operand = apply_suffix(operand, &names, end)?;
        }
        Ok(operand)
    }

    /// Whether an operator that was just taken can only be meant as a word: it stands where an operand must, it is in
    /// small letters, and the tokens after it do not make it an operator.
    fn is_meant_as_word(&self, token: &Token) -> bool {
        let operator = matches!(token.kind, Kind::And | Kind::Or | Kind::Xor | Kind::Of | Kind::Near(..));
        let small = !self.rule[token.at.clone()].contains(|c: char| c.is_ascii_uppercase());
        let operand_follows =
            matches!(self.peek().kind, Kind::Open | Kind::Word { .. } | Kind::Phrase { .. } | Kind::Bracket(_));
        operator && small && !operand_follows
    }

    /// Parses up to the closing parenthesis. The opening one has been taken.
    fn parse_parenthesis(&mut self, open: &Range<usize>) -> Result<Operand, Complaint> {
        self.open += 1;
        if self.open > DEEPEST_RULE {
            return Err(Complaint::new(open.clone(), format!("more than {DEEPEST_RULE} parentheses are open here")));
        }
        let mut operand = self.parse_binary(Binding::Or)?;
        self.open -= 1;
        match self.peek().kind {
            Kind::Close => operand.expr.at = open.start..self.take().at.end,
            Kind::End => return Err(Complaint::new(open.clone(), "`(` is opened here and never closed")),
            Kind::Comma => {
                return Err(Complaint::new(self.peek().at.clone(), "a comma stands only inside `n OF (...)`")
                    .help("write a number and OF before the parenthesis, or OR between the alternatives"));
            }
            _ => return Err(self.missing_operator()),
        }
        Ok(Operand { closed: true, ..operand })
    }

    /// Parses `2 OF (a, b, c)`. The number has been taken.
    fn parse_at_least(&mut self, number: &str, at: &Range<usize>) -> Result<Operand, Complaint> {
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
        let mut of = vec![self.parse_binary(Binding::Or)?];
        let end = loop {
            let token = self.peek().clone();
            match token.kind {
                Kind::Comma => {
                    self.take();
                    of.push(self.parse_binary(Binding::Or)?);
                }
                Kind::Close => break self.take().at.end,
                Kind::End => return Err(Complaint::new(open.at, "`(` is opened here and never closed")),
                _ => return Err(self.missing_operator()),
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

    /// The complaint about two operands with nothing between them.
    fn missing_operator(&self) -> Complaint {
        let token = self.peek();
        let complaint = Complaint::new(
            token.at.clone(),
            "an operator is expected here: AND, OR, NOT, XOR, ADJ, NEAR, WITH or SAME",
        );
        match &token.kind {
            Kind::Word { text, .. } => match similar_operator(text) {
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

/// A binary operator.
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
    /// How many tokens the operator has.
    fn tokens(self) -> usize {
        match self {
            Self::AndNot => 2,
            Self::Near(p) if p.negated => 2,
            _ => 1,
        }
    }
}

/// Checks the number behind a proximity operator. Returns the operator with its binding.
fn read_proximity(
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

/// Joins two operands by an operator.
fn combine_operands(
    operator: Operator,
    left: Operand,
    right: Operand,
    operator_at: Range<usize>,
) -> Result<Operand, Complaint> {
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

/// Limits an operand to the fields of a suffix, or turns its words into class codes. `end` is where the suffix ends.
fn apply_suffix(operand: Operand, names: &[String], end: usize) -> Result<Operand, Complaint> {
    let (at, depth) = (operand.expr.at.start..end, 1 + operand.depth);
    let schemes: Vec<Scheme> = names.iter().filter_map(|n| Fields::scheme(n)).collect();
    let node = match (schemes.as_slice(), names) {
        ([], _) => {
            let fields = names.iter().filter_map(|n| Fields::from_name(n)).reduce(Fields::or);
            Node::In(fields.unwrap_or(Fields::ALL), Box::new(operand.expr))
        }
        ([scheme], [_]) => return Ok(Operand { expr: read_class_codes(operand.expr, *scheme)?, ..operand }),
        _ => {
            return Err(Complaint::new(at, "class schemes cannot be listed with other fields")
                .help("write `F41H3/00.cpc. OR F41H3/00.ipc.`"));
        }
    };
    Operand::new(Expr { node, at }, true, depth)
}
