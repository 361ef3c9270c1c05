//! The bibliographic part of a record: number, title, classes, parties, family.

use crate::formats::xml::cursor::{Cursor, Outcome, Tag};
use crate::formats::xml::symbols;
use domain::filing::{ClassCode, FilingKind, Party, PartyRole, Priority, Related, Scheme};

/// The data of the bibliographic part.
#[derive(Default)]
pub(super) struct Bibliography {
    number: String,
    series: String,
    /// The day of filing, as written.
    pub(super) filed_on: String,
    application_type: String,
    national_stage: bool,
    hague: bool,
    pub(super) title: String,
    pub(super) classes: Vec<ClassCode>,
    pub(super) parties: Vec<Party>,
    pub(super) priority: Vec<Priority>,
    pub(super) related: Vec<Related>,
}

impl Bibliography {
    /// The number of the application, as people write it.
    pub(super) fn application_number(&self) -> Option<String> {
        let number = symbols::application_number(&self.number, &self.series);
        (!number.is_empty()).then_some(number)
    }

    /// The kind, by the type the file gives, and by the series where it gives none. A statutory
    /// invention registration and a reexamination begin as what they registered or reexamine.
    pub(super) fn kind(&self) -> FilingKind {
        let series = if self.series.is_empty() { self.number.get(..2).unwrap_or_default() } else { &self.series };
        match self.application_type.as_str() {
            _ if self.hague => FilingKind::Hague,
            "design" => FilingKind::Design,
            "plant" => FilingKind::Plant,
            "reissue" => FilingKind::Reissue,
            "provisional" => FilingKind::Provisional,
            _ if self.national_stage => FilingKind::NationalStage,
            "utility" => FilingKind::Nonprovisional,
            _ => match series {
                "29" => FilingKind::Design,
                "35" => FilingKind::Hague,
                "60" | "61" | "62" | "63" => FilingKind::Provisional,
                _ => FilingKind::Nonprovisional,
            },
        }
    }
}

/// Reads the bibliographic part.
pub(super) fn read(cursor: &mut Cursor<'_, '_>, bib: &mut Bibliography) -> Outcome<()> {
    cursor.children(|cursor, tag| match tag.name() {
        "application-reference" => {
            bib.application_type = tag.attribute("appl-type").unwrap_or_default().into_owned();
            let id = document_ids(cursor)?.into_iter().next().unwrap_or_default();
            (bib.number, bib.filed_on) = (id.number, id.date);
            Ok(())
        }
        "us-application-series-code" => assign(&mut bib.series, cursor.string()?),
        "invention-title" => assign(&mut bib.title, cursor.string()?),
        "classification-ipc"
        | "classification-national"
        | "classification-locarno"
        | "classifications-ipcr"
        | "classification-ipcr"
        | "classifications-cpc" => classes(cursor, tag, &mut bib.classes),
        "priority-claims" => cursor.children(|cursor, _| priority(cursor, &mut bib.priority)),
        "us-related-documents" => cursor.children(|cursor, tag| related(cursor, tag, &mut bib.related)),
        "pct-or-regional-filing-data" => {
            bib.national_stage = true;
            let ids = document_ids(cursor)?;
            bib.related.extend(ids.into_iter().filter_map(|id| id.related("national_stage")));
            Ok(())
        }
        "hague-agreement-data" => {
            bib.hague = true;
            cursor.skip(tag)
        }
        "parties" | "us-parties" => cursor.children(|cursor, tag| party_group(cursor, tag, &mut bib.parties)),
        _ => party_group(cursor, tag, &mut bib.parties),
    })
}

/// Sets a field that should occur once; a later occurrence is ignored.
fn assign(field: &mut String, text: String) -> Outcome<()> {
    if field.is_empty() {
        *field = text;
    }
    Ok(())
}

/// A reference to a document.
#[derive(Default)]
struct DocumentId {
    country: String,
    number: String,
    kind: String,
    date: String,
}

impl DocumentId {
    fn related(self, relation: &str) -> Option<Related> {
        let number = if self.country == "US" || self.country.is_empty() {
            symbols::application_number(&self.number, "")
        } else {
            self.number
        };
        (!number.is_empty()).then(|| Related { relation: relation.to_owned(), application_number: number })
    }
}

/// Every `document-id` in an element, in document order.
fn document_ids(cursor: &mut Cursor<'_, '_>) -> Outcome<Vec<DocumentId>> {
    let mut ids = Vec::new();
    collect_ids(cursor, &mut ids)?;
    Ok(ids)
}

fn collect_ids(cursor: &mut Cursor<'_, '_>, ids: &mut Vec<DocumentId>) -> Outcome<()> {
    cursor.children(|cursor, tag| match tag.name() {
        "document-id" => {
            ids.push(document_id(cursor)?);
            Ok(())
        }
        _ => collect_ids(cursor, ids),
    })
}

fn document_id(cursor: &mut Cursor<'_, '_>) -> Outcome<DocumentId> {
    let mut id = DocumentId::default();
    cursor.children(|cursor, tag| match tag.name() {
        "country" => assign(&mut id.country, cursor.string()?),
        "doc-number" => assign(&mut id.number, cursor.string()?),
        "kind" => assign(&mut id.kind, cursor.string()?),
        "date" => assign(&mut id.date, cursor.string()?),
        _ => cursor.skip(tag),
    })?;
    Ok(id)
}

fn priority(cursor: &mut Cursor<'_, '_>, out: &mut Vec<Priority>) -> Outcome<()> {
    let id = document_id(cursor)?;
    if !id.country.is_empty() || !id.number.is_empty() {
        out.push(Priority { country: id.country, number: id.number, date: symbols::date(&id.date) });
    }
    Ok(())
}

/// One related document: the parent of a relation, in its PCT form too, or a document as such.
fn related<'a>(cursor: &mut Cursor<'a, '_>, tag: &Tag<'a>, out: &mut Vec<Related>) -> Outcome<()> {
    let relation = match tag.name() {
        "us-provisional-application" => "provisional".to_owned(),
        "related-publication" => {
            let publications = document_ids(cursor)?;
            let name = |id: DocumentId| format!("{}{}{}", id.country, id.number, id.kind);
            out.extend(
                publications
                    .into_iter()
                    .filter(|id| !id.number.is_empty())
                    .map(|id| Related { relation: "earlier_publication".to_owned(), application_number: name(id) }),
            );
            return Ok(());
        }
        name => name.strip_prefix("us-").unwrap_or(name).replace('-', "_"),
    };
    let mut parents = Vec::new();
    collect_parents(cursor, &mut parents)?;
    for parent in parents.into_iter().filter_map(|id| id.related(&relation)) {
        if !out.contains(&parent) {
            out.push(parent);
        }
    }
    Ok(())
}

/// The documents in a relation other than its child and the patents that came of them.
fn collect_parents(cursor: &mut Cursor<'_, '_>, ids: &mut Vec<DocumentId>) -> Outcome<()> {
    cursor.children(|cursor, tag| match tag.name() {
        "document-id" => {
            ids.push(document_id(cursor)?);
            Ok(())
        }
        "child-doc" | "parent-grant-document" => cursor.skip(tag),
        _ => collect_parents(cursor, ids),
    })
}

/// The class codes in a classification element.
fn classes<'a>(cursor: &mut Cursor<'a, '_>, tag: &Tag<'a>, out: &mut Vec<ClassCode>) -> Outcome<()> {
    match tag.name() {
        "classification-ipc" => listed(cursor, Scheme::Ipc, symbols::symbol, out),
        "classification-national" => listed(cursor, Scheme::Uspc, symbols::national, out),
        "classification-locarno" => listed(cursor, Scheme::Locarno, symbols::locarno, out),
        "classification-ipcr" => read_composed_code(cursor, Scheme::Ipc, out),
        "classification-cpc" => read_composed_code(cursor, Scheme::Cpc, out),
        // The lists, and the ranks of combinations inside them.
        _ => cursor.children(|cursor, tag| classes(cursor, tag, out)),
    }
}

/// Codes in one piece each, the main one named so.
fn listed(
    cursor: &mut Cursor<'_, '_>,
    scheme: Scheme,
    form: fn(&str) -> String,
    out: &mut Vec<ClassCode>,
) -> Outcome<()> {
    cursor.children(|cursor, tag| match tag.name() {
        "main-classification" | "further-classification" => {
            let first = tag.name() == "main-classification";
            add(out, ClassCode { scheme, symbol: form(&cursor.verbatim()?), first });
            Ok(())
        }
        _ => cursor.skip(tag),
    })
}

/// A code in parts; `F` marks the first.
fn read_composed_code(cursor: &mut Cursor<'_, '_>, scheme: Scheme, out: &mut Vec<ClassCode>) -> Outcome<()> {
    let [mut section, mut class, mut subclass, mut group, mut subgroup, mut position] = [const { String::new() }; 6];
    cursor.children(|cursor, tag| {
        let part = match tag.name() {
            "section" => &mut section,
            "class" => &mut class,
            "subclass" => &mut subclass,
            "main-group" => &mut group,
            "subgroup" => &mut subgroup,
            "symbol-position" => &mut position,
            _ => return cursor.skip(tag),
        };
        assign(part, cursor.string()?)
    })?;
    let symbol = symbols::symbol_of(&section, &class, &subclass, &group, &subgroup);
    add(out, ClassCode { scheme, symbol, first: position == "F" });
    Ok(())
}

fn add(out: &mut Vec<ClassCode>, code: ClassCode) {
    if code.symbol.is_empty() {
        return;
    }
    match out.iter_mut().find(|c| c.scheme == code.scheme && c.symbol == code.symbol) {
        Some(known) => known.first |= code.first,
        None => out.push(code),
    }
}

/// A group of parties of one kind.
fn party_group<'a>(cursor: &mut Cursor<'a, '_>, tag: &Tag<'a>, out: &mut Vec<Party>) -> Outcome<()> {
    match tag.name() {
        "applicants" | "us-applicants" => cursor.children(|cursor, tag| {
            // Before 2012 the inventors had to be the applicants; then a person is both.
            let kind = tag.attribute("app-type").unwrap_or_default().into_owned();
            let roles: &[PartyRole] = if kind.contains("inventor") {
                &[PartyRole::Applicant, PartyRole::Inventor]
            } else {
                &[PartyRole::Applicant]
            };
            parties(cursor, roles, out)
        }),
        "inventors" => cursor.children(|cursor, _| parties(cursor, &[PartyRole::Inventor], out)),
        "assignees" => cursor.children(|cursor, _| parties(cursor, &[PartyRole::Assignee], out)),
        "agents" => cursor.children(|cursor, tag| match tag.name() {
            "customer-number" => cursor.skip(tag),
            _ => parties(cursor, &[PartyRole::Representative], out),
        }),
        "correspondence-address" => parties(cursor, &[PartyRole::Correspondent], out),
        _ => cursor.skip(tag),
    }
}

/// Name and address of a party.
#[derive(Default)]
struct Contact {
    prefix: String,
    first: String,
    middle: String,
    last: String,
    suffix: String,
    /// A name in one piece: of an organisation, or of whom the file does not take apart.
    whole: String,
    organisation: String,
    address_country: String,
    email: String,
}

impl Contact {
    fn name(&self) -> String {
        let person = [&self.prefix, &self.first, &self.middle, &self.last, &self.suffix];
        let person =
            person.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ");
        let parts = [person.as_str(), &self.whole, &self.organisation];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// One party element: its address books, or the fields of one without that wrapping.
fn parties(cursor: &mut Cursor<'_, '_>, roles: &[PartyRole], out: &mut Vec<Party>) -> Outcome<()> {
    let mut bare = Contact::default();
    let mut contacts = Vec::new();
    let mut residence = String::new();
    cursor.children(|cursor, tag| match tag.name() {
        "addressbook" => {
            let mut contact = Contact::default();
            cursor.children(|cursor, tag| contact_field(cursor, tag, &mut contact))?;
            contacts.push(contact);
            Ok(())
        }
        "residence" => country(cursor, &mut residence),
        "customer-number" => assign(&mut bare.whole, format!("customer number {}", cursor.string()?)),
        _ => contact_field(cursor, tag, &mut bare),
    })?;
    for contact in contacts.iter().chain([&bare]) {
        let name = contact.name();
        if name.is_empty() {
            continue;
        }
        let filled = |text: &String| (!text.is_empty()).then(|| text.clone());
        // "unknown" and "omitted" are what files write for want of a code.
        let code = |text: &String| filled(text).filter(|t| t.len() == 2 && t.bytes().all(|b| b.is_ascii_uppercase()));
        let country = code(&residence).or_else(|| code(&contact.address_country));
        out.extend(roles.iter().map(|&role| Party {
            role,
            name: name.clone(),
            country: country.clone(),
            email: filled(&contact.email),
        }));
    }
    Ok(())
}

fn contact_field<'a>(cursor: &mut Cursor<'a, '_>, tag: &Tag<'a>, contact: &mut Contact) -> Outcome<()> {
    let field = match tag.name() {
        "prefix" => &mut contact.prefix,
        "first-name" => &mut contact.first,
        "middle-name" => &mut contact.middle,
        "last-name" => &mut contact.last,
        "suffix" => &mut contact.suffix,
        "name" | "text" => &mut contact.whole,
        "orgname" => &mut contact.organisation,
        "email" => &mut contact.email,
        "address" => return country(cursor, &mut contact.address_country),
        _ => return cursor.skip(tag),
    };
    assign(field, cursor.string()?)
}

fn country(cursor: &mut Cursor<'_, '_>, out: &mut String) -> Outcome<()> {
    cursor.children(|cursor, tag| match tag.name() {
        "country" => assign(out, cursor.string()?),
        _ => cursor.skip(tag),
    })
}
