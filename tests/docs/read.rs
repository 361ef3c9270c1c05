//! Reads source text for what can carry a comment: modules, types, traits, functions, constants, fields and variants.
//!
//! What macros make is not read, nor what is compiled for tests alone.

use proc_macro2::Span;
use rust_stemmers::{Algorithm, Stemmer};
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, Ident, ImplItem, Item, Lit, Meta, TraitItem, Visibility};

/// Words of a comment that say nothing about the thing it is about: articles, prepositions, pronouns and the verbs that
/// stand in any sentence.
const EMPTY: &str = "a an and are as at be been by for from given had has have here how if in into is it its itself of on \
    one or return returns some such than that the their them then there these they this those to was were what when where \
    whether which who whom whose will with";

/// A thing of the source text with its comment.
pub struct Documented {
    pub name: String,
    /// From 1.
    pub line: usize,
    /// The lines of the comment, trimmed; empty if there is none.
    pub doc: String,
    /// Whether it needs a comment: a field and a variant never do.
    pub public: bool,
    /// Other names that stand beside the comment: the type, and what the thing is a part of.
    beside: Vec<String>,
    /// Whether a reader of the program gets the comment: clap prints it as help, utoipa in `docs/openapi.json`.
    printed: bool,
}

impl Documented {
    /// Whether every word of the comment stands in the name of the thing, in its type, or in the name of what it is a
    /// part of.
    pub fn only_repeats_the_name(&self) -> bool {
        if self.doc.is_empty() || self.printed {
            return false;
        }
        let known: Vec<String> =
            self.beside.iter().chain([&self.name]).flat_map(|name| words(&in_parts(name))).collect();
        words(&self.doc).iter().all(|word| known.contains(word))
    }
}

/// A name in its parts: `OrderNumber` and `order_number` are both `order number`.
fn in_parts(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && out.chars().next_back().is_some_and(char::is_lowercase) {
            out.push(' ');
        }
        out.push(if letter == '_' { ' ' } else { letter });
    }
    out
}

/// The stems of the words of a text that say something.
fn words(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let text = text.to_lowercase();
    let all = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    all.filter(|word| !EMPTY.split_whitespace().any(|empty| empty == *word))
        .map(|word| stemmer.stem(word).into_owned())
        .collect()
}

/// All that is documented or should be, in the order of the text.
pub fn documented(text: &str) -> syn::Result<Vec<Documented>> {
    let file = syn::parse_file(text)?;
    let mut reader = Reader { restricted: restricted_types(&file), ..Reader::default() };
    reader.visit_file(&file);
    Ok(reader.found)
}

#[derive(Default)]
struct Reader {
    found: Vec<Documented>,
    /// What the items that are read next are a part of.
    inside: Vec<String>,
    printed: bool,
    /// Types of this text that not everybody can name. What is public in them is not public.
    restricted: Vec<String>,
}

impl Reader {
    fn note(&mut self, name: &Ident, attrs: &[Attribute], public: bool, types: impl FnOnce(&mut Names)) {
        let mut names = Names(self.inside.clone());
        types(&mut names);
        self.found.push(Documented {
            name: name.to_string(),
            line: line(name.span()),
            doc: comment(attrs),
            public,
            beside: names.0,
            printed: self.printed || is_printed(attrs),
        });
    }

    /// Reads what a type or a trait consists of.
    fn read_parts(&mut self, name: String, attrs: &[Attribute], read: impl FnOnce(&mut Self)) {
        let printed = std::mem::replace(&mut self.printed, is_printed(attrs));
        self.inside.push(name);
        read(self);
        self.inside.pop();
        self.printed = printed;
    }
}

fn line(span: Span) -> usize {
    span.start().line
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn restricted_types(file: &syn::File) -> Vec<String> {
    let types = file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some((&item.vis, &item.ident)),
        Item::Enum(item) => Some((&item.vis, &item.ident)),
        _ => None,
    });
    types.filter(|(visibility, _)| !is_public(visibility)).map(|(_, name)| name.to_string()).collect()
}

/// The comment in front of a thing, one line of it beside the other.
fn comment(attrs: &[Attribute]) -> String {
    let mut lines = vec![];
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("doc")) {
        if let Meta::NameValue(pair) = &attr.meta
            && let Expr::Lit(value) = &pair.value
            && let Lit::Str(text) = &value.lit
        {
            lines.push(text.value().trim().to_owned());
        }
    }
    lines.join(" ").trim().to_owned()
}

/// Whether the comments of a type or a handler are printed: as the help of a command, or in the description of the
/// interface. A derive under a condition (`cfg_attr`) counts too.
fn is_printed(attrs: &[Attribute]) -> bool {
    let is_operation = |attr: &Attribute| attr.path().segments.iter().map(|part| &part.ident).eq(["utoipa", "path"]);
    if attrs.iter().any(is_operation) {
        return true;
    }
    const DERIVED: [&str; 6] = ["Parser", "Args", "Subcommand", "ValueEnum", "ToSchema", "IntoParams"];
    attrs.iter().filter(|attr| ["derive", "cfg_attr"].iter().any(|name| attr.path().is_ident(name))).any(|attr| {
        let Meta::List(list) = &attr.meta else { return false };
        let names = list.tokens.to_string();
        names.split(|letter: char| !letter.is_alphanumeric()).any(|name| DERIVED.contains(&name))
    })
}

fn is_for_tests(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| match &attr.meta {
        Meta::List(list) => attr.path().is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    })
}

/// The names in a type.
struct Names(Vec<String>);

impl Visit<'_> for Names {
    fn visit_ident(&mut self, ident: &Ident) {
        self.0.push(ident.to_string());
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if is_for_tests(&item.attrs) {
            return;
        }
        // The comment of a module in a file of its own stands at the head of that file.
        if item.content.is_some() {
            self.note(&item.ident, &item.attrs, is_public(&item.vis), |_| ());
        }
        visit::visit_item_mod(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.note(&item.ident, &item.attrs, is_public(&item.vis), |_| ());
        self.read_parts(item.ident.to_string(), &item.attrs, |reader| visit::visit_item_struct(reader, item));
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.note(&item.ident, &item.attrs, is_public(&item.vis), |_| ());
        self.read_parts(item.ident.to_string(), &item.attrs, |reader| visit::visit_item_enum(reader, item));
    }

    fn visit_variant(&mut self, item: &'ast syn::Variant) {
        self.note(&item.ident, &item.attrs, false, |names| names.visit_fields(&item.fields));
        visit::visit_variant(self, item);
    }

    fn visit_field(&mut self, item: &'ast syn::Field) {
        if let Some(name) = &item.ident {
            self.note(name, &item.attrs, false, |names| names.visit_type(&item.ty));
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.note(&item.ident, &item.attrs, is_public(&item.vis), |_| ());
        let public = is_public(&item.vis);
        self.read_parts(item.ident.to_string(), &item.attrs, |reader| {
            for part in &item.items {
                match part {
                    TraitItem::Fn(part) => {
                        reader.note(&part.sig.ident, &part.attrs, public, |n| n.visit_return_type(&part.sig.output));
                    }
                    TraitItem::Const(part) => reader.note(&part.ident, &part.attrs, public, |n| n.visit_type(&part.ty)),
                    TraitItem::Type(part) => reader.note(&part.ident, &part.attrs, public, |_| ()),
                    _ => (),
                }
            }
        });
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        // What implements a trait is documented there.
        let of_trait = item.trait_.is_some();
        let mut names = Names(vec![]);
        names.visit_type(&item.self_ty);
        let restricted = names.0.first().is_some_and(|name| self.restricted.contains(name));
        let name = names.0.join("_");
        self.read_parts(name, &[], |reader| {
            for part in item.items.iter().filter(|_| !of_trait) {
                match part {
                    ImplItem::Fn(part) if !is_for_tests(&part.attrs) => {
                        let public = is_public(&part.vis) && !restricted;
                        reader.note(&part.sig.ident, &part.attrs, public, |n| n.visit_return_type(&part.sig.output));
                    }
                    ImplItem::Const(part) => {
                        let public = is_public(&part.vis) && !restricted;
                        reader.note(&part.ident, &part.attrs, public, |n| n.visit_type(&part.ty));
                    }
                    _ => (),
                }
            }
        });
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            let public = is_public(&item.vis);
            self.note(&item.sig.ident, &item.attrs, public, |names| names.visit_return_type(&item.sig.output));
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.note(&item.ident, &item.attrs, is_public(&item.vis), |names| names.visit_type(&item.ty));
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.note(&item.ident, &item.attrs, is_public(&item.vis), |names| names.visit_type(&item.ty));
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.note(&item.ident, &item.attrs, is_public(&item.vis), |names| names.visit_type(&item.ty));
    }
}
