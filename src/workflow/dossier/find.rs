//! Finding an order or a filing by what people call it. What is not found, or may not be seen, is not there;
//! the answer then names what is like it and may be seen.

use crate::store::Conn;
use crate::store::filing::filings;
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders::{self, Filter};
use crate::workflow::dossier::OFFICE;
use crate::workflow::frame::case;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ids::{FilingId, OrderId};
use domain::base::refusal::{NOT_FOUND, Refusal};
use domain::filing::ApplicationNumber;
use domain::review::access;
use text::suggest::did_you_mean;

fn nothing(text: String) -> Error {
    Refusal::new(&NOT_FOUND, text).into()
}

/// The order of a number, in upper or lower case, or of an id.
pub fn find_order(cx: &Ctx, actor: &Actor, name: &str) -> Result<OrderId, Error> {
    access::role(actor, &OFFICE)?;
    let name = name.trim();
    cx.read(|conn| {
        let id = match name.parse::<OrderId>() {
            Ok(id) => Some(id),
            Err(_) => orders::by_number(conn, &name.to_ascii_uppercase())?,
        };
        if let Some(id) = id
            && visible(conn, actor, id)?.is_some()
        {
            return Ok(id);
        }
        let known = orders::list(conn, &seen_by(cx, actor), None, i64::MAX)?;
        let of_filing = match filing(conn, actor, name)? {
            Some(filing) => known.iter().filter(|o| o.filing == filing).map(|o| o.number.clone()).collect(),
            None => vec![],
        };
        if !of_filing.is_empty() {
            return Err(nothing(format!("{name} is a filing; orders on it: {}.", of_filing.join(", "))));
        }
        Err(nothing(match did_you_mean(name, known.iter().map(|o| o.number.as_str())) {
            Some(like) => format!("There is no order {name}; did you mean {like}?"),
            None => format!("There is no order {name}; subrosa order list shows those there are."),
        }))
    })
}

/// The filing of an application number, however it is spelled, or of an id.
pub fn find_filing(cx: &Ctx, actor: &Actor, name: &str) -> Result<FilingId, Error> {
    access::role(actor, &OFFICE)?;
    let name = name.trim();
    cx.read(|conn| {
        if let Some(id) = filing(conn, actor, name)? {
            return Ok(id);
        }
        if let Some(order) = orders::by_number(conn, &name.to_ascii_uppercase())?
            && let Some(filing) = visible(conn, actor, order)?
        {
            return Err(nothing(format!("{name} is an order; its filing is {}.", filing.application_number)));
        }
        let like = match ApplicationNumber::as_received(name) {
            Ok(number) => filings::like(conn, &number, actor.clearance)?,
            Err(_) => vec![],
        };
        Err(nothing(match did_you_mean(name, like.iter().map(ApplicationNumber::as_str)) {
            Some(like) => format!("There is no filing {name}; did you mean {like}?"),
            None => match ApplicationNumber::as_received(name) {
                Ok(_) => {
                    format!("There is no filing {name}. Give its application number, however it is spelled, or its id.")
                }
                Err(bad) => format!("{bad}; the id of a filing is taken too."),
            },
        }))
    })
}

/// The filing of an order that may be seen.
fn visible(conn: &mut Conn, actor: &Actor, id: OrderId) -> Result<Option<FilingRecord>, Error> {
    match case::order(conn, actor, id) {
        Ok((_, filing, _)) => Ok(Some(filing)),
        Err(Error::Refused(_)) => Ok(None),
        Err(e) => Err(e),
    }
}

fn seen_by(cx: &Ctx, actor: &Actor) -> Filter {
    Filter { clearance: actor.clearance, on: cx.today(), ..Filter::default() }
}

fn filing(conn: &mut Conn, actor: &Actor, name: &str) -> Result<Option<FilingId>, Error> {
    let found = match (name.parse::<FilingId>(), ApplicationNumber::as_received(name)) {
        (Ok(id), _) => filings::get(conn, id)?,
        (Err(_), Ok(number)) => filings::by_number(conn, &number)?,
        (Err(_), Err(_)) => None,
    };
    Ok(found.filter(|f| actor.clearance.dominates(f.marking)).map(|f| f.id))
}
