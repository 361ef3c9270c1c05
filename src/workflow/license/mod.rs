//! Foreign filing licenses: petitions for them, their grant, refusal and revocation.

pub mod licenses;
