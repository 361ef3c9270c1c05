//! Works on the tree of a whole rule: turns words before a class suffix into class codes, and cuts the other words.
//!
//! The parser cannot do this, because only a suffix further right tells whether `F41H3/00` is a class code.

use crate::class::ClassTerm;
use crate::rule::ast::{Expr, Node};
use crate::rule::error::Complaint;
use crate::rule::fields::Fields;
use crate::rule::term::{BadTerm, Term};
use domain::filing::Scheme;

/// Turns the words of an expression into class codes.
pub fn read_class_codes(expr: Expr, scheme: Scheme) -> Result<Expr, Complaint> {
    let all = |of: Vec<Expr>| of.into_iter().map(|e| read_class_codes(e, scheme)).collect::<Result<Vec<_>, _>>();
    let Expr { node, at } = expr;
    let node = match node {
        Node::Term(t) if !t.exact => {
            Node::Class(scheme, ClassTerm::parse(&t.text).map_err(|m| Complaint::new(at.clone(), m))?)
        }
        Node::And(of) => Node::And(all(of)?),
        Node::Or(of) => Node::Or(all(of)?),
        Node::Xor(of) => Node::Xor(all(of)?),
        Node::AtLeast(n, of) => Node::AtLeast(n, all(of)?),
        Node::Not(a, b) => Node::Not(Box::new(read_class_codes(*a, scheme)?), Box::new(read_class_codes(*b, scheme)?)),
        _ => {
            return Err(Complaint::new(
                at,
                "only class codes joined by AND, OR, NOT, XOR or OF can stand before `.cpc.` or `.ipc.`",
            ));
        }
    };
    Ok(Expr { node, at })
}

/// Cuts the words of a rule into parts, and finds what can never match.
pub struct Resolver<'w> {
    complaints: Vec<Complaint>,
    warnings: &'w mut Vec<Complaint>,
}

impl<'w> Resolver<'w> {
    /// Resolves an expression. Warnings are added to `warnings`; the second value has everything that is wrong.
    pub fn run(mut expr: Expr, warnings: &'w mut Vec<Complaint>) -> (Expr, Vec<Complaint>) {
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
