//! Who sees, brings and adopts lists, and who may see what one would change.

use domain::base::actor::Role;

/// They.
pub(crate) const KEEPERS: [Role; 2] = [Role::LicensingOfficer, Role::SecurityOfficer];
