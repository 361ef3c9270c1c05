//! Finding an order or a filing by its number or id. If there is none that the actor may see, the refusal names a
//! similar one that the actor may see.

use crate::store::Conn;
use crate::store::filing::filings;
use crate::store::filing::filings::FilingRecord;
use crate::store::order::orders;
use crate::workflow::dossier::OFFICE;
use crate::workflow::frame::case;
use crate::workflow::{Ctx, Error};
use domain::base::actor::Actor;
use domain::base::ids::{FilingId, OrderId};
use domain::base::refusal::{NOT_FOUND, Refusal};
use domain::filing::ApplicationNumber;
use domain::review::access::{self, Reach};
use text::suggest::did_you_mean;

fn not_found_with(text: String) -> Error {
    Refusal::new(&NOT_FOUND, text).into()
}

/// The order with this number, in upper or lower case, or with this id.
pub fn find_order(cx: &Ctx, actor: &Actor, name: &str) -> Result<OrderId, Error> {
    access::role(actor, &OFFICE)?;
    let name = name.trim();
    cx.read(|conn| {
        let id = match name.parse::<OrderId>() {
            Ok(id) => Some(id),
            Err(_) => orders::by_number(conn, &name.to_ascii_uppercase())?,
        };
        if let Some(id) = id
            && filing_of_visible_order(cx, conn, actor, id)?.is_some()
        {
            return Ok(id);
        }
        let known = orders::numbers(conn, &Reach::of(actor))?;
        let of_filing: Vec<&str> = match find_visible_filing(conn, actor, name)? {
            Some(filing) => known.iter().filter(|(_, of)| *of == filing).map(|(number, _)| number.as_str()).collect(),
            None => vec![],
        };
        if !of_filing.is_empty() {
            return Err(not_found_with(format!("{name} is a filing; orders on it: {}.", of_filing.join(", "))));
        }
        Err(not_found_with(match did_you_mean(name, known.iter().map(|(number, _)| number.as_str())) {
            Some(like) => format!("There is no order {name}; did you mean {like}?"),
            None => format!("There is no order {name}; subrosa order list shows those there are."),
        }))
    })
}

/// The filing with this application number, however it is spelled, or with this id.
pub fn find_filing(cx: &Ctx, actor: &Actor, name: &str) -> Result<FilingId, Error> {
    access::role(actor, &OFFICE)?;
    let name = name.trim();
    cx.read(|conn| {
        if let Some(id) = find_visible_filing(conn, actor, name)? {
            return Ok(id);
        }
        if let Some(order) = orders::by_number(conn, &name.to_ascii_uppercase())?
            && let Some(filing) = filing_of_visible_order(cx, conn, actor, order)?
        {
            return Err(not_found_with(format!("{name} is an order; its filing is {}.", filing.application_number)));
        }
        let like = match ApplicationNumber::as_received(name) {
            Ok(number) => filings::like(conn, &number, &Reach::of(actor))?,
            Err(_) => vec![],
        };
        Err(not_found_with(match did_you_mean(name, like.iter().map(ApplicationNumber::as_str)) {
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

/// The filing of an order, if the actor may see the order.
fn filing_of_visible_order(
    cx: &Ctx,
    conn: &mut Conn,
    actor: &Actor,
    id: OrderId,
) -> Result<Option<FilingRecord>, Error> {
    match case::order(cx, conn, actor, id) {
        Ok((_, filing, _)) => Ok(Some(filing)),
        Err(Error::Refused(_)) => Ok(None),
        Err(e) => Err(e),
    }
}

fn find_visible_filing(conn: &mut Conn, actor: &Actor, name: &str) -> Result<Option<FilingId>, Error> {
    let found = match (name.parse::<FilingId>(), ApplicationNumber::as_received(name)) {
        (Ok(id), _) => filings::get(conn, id)?,
        (Err(_), Ok(number)) => filings::by_number(conn, &number)?,
        (Err(_), Err(_)) => None,
    };
    Ok(found.filter(|f| Reach::of(actor).covers(&f.marking, f.assigned_to)).map(|f| f.id))
}
